//! The columns, in order.

use std::fmt;
use std::str::FromStr;

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// Unicode text.
    Text,
    /// The verbatim bytes of a JSON value.
    Json,
    /// A whole number of 32 bits.
    Int32,
    /// A whole number of 64 bits.
    Int64,
    /// A finite number of 64 bits.
    Float64,
    /// An instant in microseconds since 1970-01-01T00:00:00Z.
    Timestamp,
}

/// Whether a column tells of the message or of one of its bodies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    Message,
    /// Only where bodies are rows of their own.
    FlatOnly,
    Body,
    /// Of both: `extra` has a part for the message and one for the body.
    Both,
}

macro_rules! columns {
    ($( $variant:ident $name:literal $kind:ident $level:ident $doc:literal, )*) => {
        /// A column of the schema.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Column {
            $( #[doc = $doc] $variant, )*
        }

        impl Column {
            /// Every column, in the order of the flat layout.
            pub const ALL: &'static [Column] = &[ $( Column::$variant, )* ];

            /// The name in every format.
            pub const fn name(self) -> &'static str {
                match self { $( Column::$variant => $name, )* }
            }

            /// The type of the values.
            pub const fn column_type(self) -> ColumnType {
                match self { $( Column::$variant => ColumnType::$kind, )* }
            }

            /// Where the value comes from, in a sentence.
            pub const fn description(self) -> &'static str {
                match self { $( Column::$variant => $doc, )* }
            }

            const fn level(self) -> Level {
                match self { $( Column::$variant => Level::$level, )* }
            }
        }
    };
}

columns! {
    MsgId "msg_id" Text Message "The id of the message, `msg_id`; opaque.",
    BodyIndex "body_index" Int32 FlatOnly "The place of the body in its message, from 0; 0 where there is none.",
    BodyCount "body_count" Int32 FlatOnly "How many bodies the message has.",
    Timestamp "timestamp" Timestamp Message "When the message was sent, `timestamp`.",
    ChatType "chat_type" Text Message "`chat`, `groupchat`, `chatroom` or as found, `chat_type`.",
    Direction "direction" Text Message "`outgoing`, `incoming` or as found, `direction`.",
    Sender "sender" Text Message "Who sent it: `payload.from`, else the top-level `from`.",
    Recipient "recipient" Text Message "To whom: `payload.to`, else the top-level `to`.",
    FromRaw "from_raw" Text Message "The top-level `from` where it differs from the sender.",
    ToRaw "to_raw" Text Message "The top-level `to` where it differs from the recipient.",
    ConversationId "conversation_id" Text Message "Both sides as `a|b` in byte order for `chat`, else the recipient; opaque.",
    BodyType "body_type" Text Body "`type` of the body; `combine` where its `subType` is `sub_combine`.",
    Text "text" Text Body "`msg`: what was written.",
    Url "url" Text Body "`url`: where the media lies, for seven days.",
    Filename "filename" Text Body "`filename`.",
    FileLength "file_length" Int64 Body "`file_length`, bytes.",
    DurationS "duration_s" Int32 Body "`length`, seconds of audio or video.",
    Width "width" Int32 Body "`size.width`, pixels.",
    Height "height" Int32 Body "`size.height`, pixels.",
    ThumbUrl "thumb_url" Text Body "`thumb`: where the thumbnail lies.",
    ThumbFilename "thumb_filename" Text Body "`thumbFilename`.",
    Lat "lat" Float64 Body "`lat`, degrees.",
    Lng "lng" Float64 Body "`lng`, degrees.",
    Addr "addr" Text Body "`addr`: the place in words.",
    CmdAction "cmd_action" Text Body "`action` of a command message.",
    CustomEvent "custom_event" Text Body "`customEvent`.",
    CustomExts "custom_exts" Json Body "`customExts`, else `v2:customExts`, verbatim.",
    CombineLevel "combine_level" Int32 Body "`combineLevel` of a combined message.",
    Title "title" Text Body "`title` of a combined message.",
    Summary "summary" Text Body "`summary` of a combined message.",
    Secret "secret" Text Body "`secret`, a download credential: null unless asked for.",
    ThumbSecret "thumb_secret" Text Body "`thumb_secret`, a download credential: null unless asked for.",
    Ext "ext" Json Message "`payload.ext`, verbatim.",
    Extra "extra" Json Both "Every key and value that no other column carries, by place.",
    SourceHour "source_hour" Timestamp Message "The instant at which the hour of the file starts.",
    SourceFile "source_file" Text Message "The name of the file, without folders.",
    SourceRecord "source_record" Int64 Message "The number of the record in the file, from 0, rejects counted.",
}

impl Column {
    /// Whether the column stands on the message in the nested layout.
    pub fn is_of_message(self) -> bool {
        matches!(self.level(), Level::Message | Level::Both)
    }

    /// Whether the column stands in the `bodies` of the nested layout.
    pub fn is_of_body(self) -> bool {
        matches!(self.level(), Level::Body | Level::Both)
    }

    /// Whether the values are credentials, null unless asked for.
    pub fn is_secret(self) -> bool {
        matches!(self, Column::Secret | Column::ThumbSecret)
    }

    /// Whether the values are what a person or an app wrote, and may name anybody.
    pub fn is_free_form(self) -> bool {
        use Column::*;
        match self {
            Text | Filename | ThumbFilename | Addr | CmdAction | CustomEvent | CustomExts
            | Title | Summary | Ext | Extra => true,
            MsgId | BodyIndex | BodyCount | Timestamp | ChatType | Direction | Sender
            | Recipient | FromRaw | ToRaw | ConversationId | BodyType | Url | FileLength
            | DurationS | Width | Height | ThumbUrl | Lat | Lng | CombineLevel | Secret
            | ThumbSecret | SourceHour | SourceFile | SourceRecord => false,
        }
    }
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A name that is no column of the schema.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no column is called `{0}`; `chatlake schema` lists them")]
pub struct UnknownColumn(pub String);

impl FromStr for Column {
    type Err = UnknownColumn;

    fn from_str(name: &str) -> Result<Self, UnknownColumn> {
        Column::ALL
            .iter()
            .copied()
            .find(|column| column.name() == name)
            .ok_or_else(|| UnknownColumn(name.to_owned()))
    }
}
