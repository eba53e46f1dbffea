//! The keys that the platform documents, by place.

pub(crate) const MESSAGE: &[&str] =
    &["msg_id", "timestamp", "direction", "to", "from", "chat_type", "payload"];

pub(crate) const PAYLOAD: &[&str] = &["bodies", "ext", "from", "to"];

pub(crate) const BODY: &[&str] = &[
    "type",
    "msg",
    "url",
    "filename",
    "file_length",
    "length",
    "size",
    "secret",
    "thumb",
    "thumb_secret",
    "thumbFilename",
    "lat",
    "lng",
    "addr",
    "action",
    "customEvent",
    "customExts",
    "v2:customExts",
    "combineLevel",
    "title",
    "summary",
    "subType",
];

pub(crate) const SIZE: &[&str] = &["width", "height"];
