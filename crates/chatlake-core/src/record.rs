//! A message of an export, typed and borrowed.

mod body;
mod buf;
mod extra;
pub(crate) mod fields;
pub(crate) mod span;
pub(crate) mod text;
mod withheld;

use fields::Fields;

pub use body::{Body, BodyType};
pub use buf::RecordBuf;
pub use extra::Extra;
pub use text::{Piece, Pieces, Text};

use crate::schema::Withheld;

/// A message, borrowed from the block it was read into. Cheap to copy.
///
/// Every accessor reads the input where it stands; nothing is decoded before it is asked for.
#[derive(Clone, Copy)]
pub struct Record<'a> {
    text: &'a str,
    fields: &'a Fields,
}

macro_rules! texts {
    ($( $(#[$doc:meta])* $name:ident, )*) => {
        $( $(#[$doc])* pub fn $name(self) -> Option<Text<'a>> { self.fields.$name.text(self.text) } )*
    };
}

impl<'a> Record<'a> {
    pub(crate) fn new(text: &'a str, fields: &'a Fields) -> Self {
        Self { text, fields }
    }

    /// The whole record as it stands in the file, without white space around it.
    pub fn raw(self) -> &'a str {
        self.text
    }

    /// `msg_id`; never empty.
    pub fn msg_id(self) -> Text<'a> {
        self.fields.msg_id.text(self.text).unwrap_or(Text::from(""))
    }

    /// `timestamp`, milliseconds since 1970-01-01T00:00:00Z.
    pub fn timestamp_ms(self) -> Option<i64> {
        self.fields.timestamp
    }

    texts! {
        /// `chat_type`: `chat`, `groupchat`, `chatroom`, or whatever stands there.
        chat_type,
        /// `direction`: `outgoing`, `incoming`, or whatever stands there.
        direction,
        /// The top-level `from`, an internal account in newer data; see [`Record::sender`].
        from,
        /// The top-level `to`; see [`Record::recipient`].
        to,
        /// `payload.from`.
        payload_from,
        /// `payload.to`.
        payload_to,
    }

    /// Who sent the message: `payload.from`, else the top level.
    pub fn sender(self) -> Option<Text<'a>> {
        self.payload_from().or(self.from())
    }

    /// To whom the message went: `payload.to`, else the top level.
    pub fn recipient(self) -> Option<Text<'a>> {
        self.payload_to().or(self.to())
    }

    /// The conversation that the message belongs to.
    pub fn conversation(self) -> Option<Conversation<'a>> {
        self.conversation_of(self.sender(), self.recipient())
    }

    /// The conversation that the message would belong to if it were from and to these.
    pub(crate) fn conversation_of<'t>(
        self,
        sender: Option<Text<'t>>,
        recipient: Option<Text<'t>>,
    ) -> Option<Conversation<'t>> {
        let recipient = recipient?;
        if self.chat_type().is_none_or(|kind| kind != "chat") {
            return Some(Conversation::Group(recipient));
        }
        let sender = sender?;
        let (first, second) =
            if sender <= recipient { (sender, recipient) } else { (recipient, sender) };
        Some(Conversation::Pair(first, second))
    }

    /// `payload.ext`: the verbatim JSON.
    pub fn ext(self) -> Option<&'a str> {
        self.fields.ext.raw(self.text)
    }

    /// How many bodies the message has.
    pub fn body_count(self) -> usize {
        self.fields.bodies.len()
    }

    /// The bodies, in order; normally one, and sometimes none.
    pub fn bodies(self) -> impl ExactSizeIterator<Item = Body<'a>> + Clone {
        self.fields.bodies.iter().map(move |body| Body::new(self.text, self.fields, body))
    }

    /// What no accessor of the message carries: `{"message":{…},"payload":{…}}`.
    pub fn extra(self, withheld: impl Into<Withheld>) -> Extra<'a> {
        Extra::of_message(self.text, self.fields, withheld.into())
    }

    /// The same together with that of one body, as a row of the flat layout has it.
    pub fn extra_with(self, body: Option<Body<'a>>, withheld: impl Into<Withheld>) -> Extra<'a> {
        let withheld = withheld.into();
        let body = body.and_then(|body| body.extra(withheld).body);
        Extra { body, ..self.extra(withheld) }
    }
}

/// Who takes part in a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conversation<'a> {
    /// Two people, in byte order of their names.
    Pair(Text<'a>, Text<'a>),
    /// A group, a room, or a chat type that is not known.
    Group(Text<'a>),
}

impl Conversation<'_> {
    /// Writes the id: `a|b` or the group. Opaque: names may hold `|` themselves.
    pub fn write_to(self, out: &mut impl std::fmt::Write) -> std::fmt::Result {
        match self {
            Conversation::Pair(a, b) => {
                a.write_to(out)?;
                out.write_char('|')?;
                b.write_to(out)
            }
            Conversation::Group(group) => group.write_to(out),
        }
    }
}
