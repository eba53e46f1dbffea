//! One record: the envelope around bodies and `ext`, in several orders of keys per era.

use super::attachment::Served;
use super::body::{self, BodyKind};
use super::ext;
use super::identity::Era;
use super::json::{Escapes, Object};
use super::media;
use super::population::{Conversation, User};
use super::rng::Rng;

/// What a record says about itself, before it is put into words.
pub(crate) struct Message<'a> {
    pub(crate) id: &'a str,
    pub(crate) era: Era,
    /// Milliseconds since the epoch.
    pub(crate) at_ms: u64,
    pub(crate) conversation: Conversation,
    pub(crate) sender: &'a User,
    pub(crate) recipient: &'a str,
    pub(crate) bodies: &'a [BodyKind],
    /// Where its links lead; nowhere, if to no platform.
    pub(crate) served: Option<Served<'a>>,
}

#[derive(Clone, Copy)]
enum Key {
    Id,
    Timestamp,
    Direction,
    From,
    To,
    ChatType,
    Payload,
    Uuid,
    Type,
    Created,
    Modified,
    Group,
}

use Key::{
    ChatType, Created, Direction, From, Group, Id, Modified, Payload, Timestamp, To, Type, Uuid,
};

const MODERN: [&[Key]; 3] = [
    &[Id, Timestamp, Direction, To, From, ChatType, Payload],
    &[ChatType, Direction, From, Id, Payload, Timestamp, To],
    &[Payload, Id, Timestamp, From, To, ChatType, Group, Direction],
];

const LEGACY: [&[Key]; 3] = [
    &[Uuid, Type, Created, Modified, Timestamp, From, Id, To, Group, ChatType, Payload],
    &[Id, Timestamp, Direction, To, From, ChatType, Payload],
    &[Timestamp, Payload, ChatType, To, From, Id, Uuid],
];

impl Message<'_> {
    /// Appends the record without a line feed. `text` is scratch.
    pub(crate) fn push(&self, out: &mut Vec<u8>, text: &mut String, rng: &mut Rng) {
        let order = match self.era {
            Era::Modern => MODERN[rng.weighted(&[90, 6, 4])],
            Era::Legacy => LEGACY[rng.weighted(&[50, 40, 10])],
        };
        let escapes = match rng.weighted(&[93, 5, 2]) {
            0 => Escapes::Minimal,
            1 => Escapes::Slashes,
            _ => Escapes::Ascii,
        };
        let mut record = Object::open(out, escapes);
        for key in order {
            self.put(*key, &mut record, text, rng);
        }
        if rng.chance(3_000) {
            record.raw("appkey", "\"1163201125000042#plaza\"");
        }
        record.close();
    }

    fn put(&self, key: Key, record: &mut Object<'_>, text: &mut String, rng: &mut Rng) {
        match key {
            Id => record.text("msg_id", self.id),
            Timestamp if self.era == Era::Legacy && rng.percent(80) => {
                record.text("timestamp", &self.at_ms.to_string());
            }
            Timestamp => record.number("timestamp", self.at_ms),
            Direction => match rng.weighted(&[980, 18, 2]) {
                0 => record.text("direction", "outgoing"),
                1 => record.text("direction", "incoming"),
                _ => {}
            },
            From => self.put_from(record, text, rng),
            To => record.text("to", self.recipient),
            ChatType => record.text("chat_type", self.chat_type()),
            Payload => self.put_payload(record, text, rng),
            Uuid => {
                text.clear();
                media::push_uuid(text, rng);
                record.text("uuid", text);
            }
            Type => record.raw("type", "\"chatmessage\""),
            Created => record.number("created", self.at_ms + 3),
            Modified => record.number("modified", self.at_ms + 3),
            Group => {
                if matches!(self.conversation, Conversation::Group(_)) {
                    let key = if self.era == Era::Legacy { "groupId" } else { "group_id" };
                    record.text(key, self.recipient);
                }
            }
        }
    }

    /// The top-level sender, internal for some.
    fn put_from(&self, record: &mut Object<'_>, text: &mut String, rng: &mut Rng) {
        if self.is_admins() {
            record.raw("from", "\"admin@easemob.com\"");
        } else if self.era == Era::Modern && rng.percent(2) {
            text.clear();
            for part in [media::ORG, "#", media::APP, "_", &self.sender.id, "@easemob.com"] {
                text.push_str(part);
            }
            record.text("from", text);
        } else {
            record.text("from", &self.sender.id);
        }
    }

    fn put_payload(&self, record: &mut Object<'_>, text: &mut String, rng: &mut Rng) {
        let mut payload = record.object("payload");
        let addresses_first = rng.percent(7);
        if addresses_first {
            self.put_addresses(&mut payload);
        }
        if rng.percent(90) {
            self.put_bodies(&mut payload, text, rng);
            ext::put(&mut payload, self.sender, text, rng);
        } else {
            ext::put(&mut payload, self.sender, text, rng);
            self.put_bodies(&mut payload, text, rng);
        }
        if !addresses_first {
            self.put_addresses(&mut payload);
        }
        match rng.below(300) {
            0..9 => payload.raw("type", "\"chat\""),
            9..12 => payload.raw("meta", r#"{"edit_msg":{"count":1,"operator":"kefu.1"}}"#),
            12 => payload.raw("meta", "{}"),
            _ => {}
        }
        payload.close();
    }

    /// Old records of plain senders have no addresses in the payload.
    fn put_addresses(&self, payload: &mut Object<'_>) {
        if self.era == Era::Modern || self.is_admins() {
            payload.text("from", &self.sender.id);
            payload.text("to", self.recipient);
        }
    }

    fn put_bodies(&self, payload: &mut Object<'_>, text: &mut String, rng: &mut Rng) {
        let escapes = payload.escapes;
        let out = payload.key("bodies");
        out.push(b'[');
        for (index, kind) in self.bodies.iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            body::push(out, *kind, text, escapes, self.served, rng);
        }
        out.push(b']');
    }

    fn chat_type(&self) -> &'static str {
        match self.conversation {
            Conversation::Pair(..) => "chat",
            Conversation::Group(_) => "groupchat",
            Conversation::Chatroom(_) => "chatroom",
        }
    }

    /// Whether the platform sent an old message on behalf of its sender: two in three.
    fn is_admins(&self) -> bool {
        self.era == Era::Legacy && !self.at_ms.is_multiple_of(3)
    }
}
