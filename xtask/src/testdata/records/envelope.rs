//! Who, when, to whom; and what is not known.

use super::Row;
use super::Shape::{Payload, Whole};

pub(super) const ROWS: &[Row] = &[
    Row::new(
        "legacy_admin",
        "2017: the sender is in the payload, the top level says admin (`from_raw`); the timestamp is a string.",
        Whole(
            r#"{"msg_id":"7K1QX-21-90b3c","timestamp":"1543280400123","direction":"outgoing","to":"lihua","from":"admin@easemob.com","chat_type":"chat","payload":{"bodies":[{"msg":"你好","type":"txt"}],"ext":{},"from":"wangming","to":"lihua"}}"#,
        ),
    ),
    Row::new(
        "legacy_plain",
        "2017: no addresses in the payload; `uuid`, `type`, `created`, `modified`, `groupId` go to `extra`.",
        Whole(
            r#"{"uuid":"c4d1a9e0-1b2c-11e8-a0b1-0c2d4e6f8a9b","type":"chatmessage","created":1543280400126,"modified":1543280400126,"timestamp":"1543280400123","from":"wangming","msg_id":"7K1QX-22-90b3d","to":"156298884427145","groupId":"156298884427145","chat_type":"groupchat","payload":{"bodies":[{"msg":"各位早","type":"txt"}]}}"#,
        ),
    ),
    Row::new(
        "internal_sender",
        "Newer, with an internal sender at the top level.",
        Whole(
            r#"{"msg_id":"@ID","timestamp":1543280400123,"direction":"outgoing","to":"lihua","from":"1163201125000042#plaza_wangming@easemob.com","chat_type":"chat","payload":{"bodies":[{"msg":"hi","type":"txt"}],"ext":{},"from":"wangming","to":"lihua"}}"#,
        ),
    ),
    Row::new(
        "keys_in_another_order",
        "The payload first, and the keys of the record last.",
        Whole(
            r#"{"payload":{"to":"lihua","from":"wangming","ext":{},"bodies":[{"type":"txt","msg":"hi"}]},"chat_type":"chat","from":"wangming","to":"lihua","direction":"incoming","timestamp":1543280400123,"msg_id":"@ID"}"#,
        ),
    ),
    Row::new(
        "escaped_keys",
        "Known keys written with escapes are the known keys.",
        Whole(
            r#"{"\u006dsg_id":"@ID","time\u0073tamp":1543280400123,"to":"lihua","from":"wangming","chat\u005ftype":"chat","payload":{"bod\u0069es":[{"m\u0073g":"hi","typ\u0065":"txt"}]}}"#,
        ),
    ),
    Row::new(
        "unknown_keys",
        "Unknown keys at every place go to `extra` with their values as they are.",
        Whole(
            r#"{"msg_id":"@ID","timestamp":1543280400123,"to":"lihua","from":"wangming","chat_type":"chat","appkey":"1163201125000042#plaza","n":18446744073709551616,"payload":{"bodies":[{"msg":"hi","type":"txt","targetLanguages":["en"]}],"type":"chat","meta":{"edit_msg":{"count":1}}}}"#,
        ),
    ),
    Row::new(
        "chatroom",
        "A chat room: the conversation is the recipient.",
        Whole(
            r#"{"msg_id":"@ID","timestamp":1543280400123,"direction":"outgoing","to":"224107378286419","from":"wangming","chat_type":"chatroom","payload":{"bodies":[{"msg":"666","type":"txt"}]}}"#,
        ),
    ),
    Row::new(
        "chat_type_unknown",
        "An unknown chat type and direction are kept.",
        Whole(
            r#"{"msg_id":"@ID","timestamp":1543280400123,"direction":"sideways","to":"lihua","from":"wangming","chat_type":"recall","payload":{"bodies":[]}}"#,
        ),
    ),
    Row::new(
        "recipient_missing",
        "Nobody to send to: no conversation.",
        Whole(
            r#"{"msg_id":"@ID","timestamp":1543280400123,"from":"wangming","chat_type":"chat","payload":{"bodies":[{"msg":"hi","type":"txt"}]}}"#,
        ),
    ),
    Row::new(
        "payload_from_null",
        "`payload.from` is null: the top level steps in.",
        Payload(r#"{"bodies":[],"from":null,"to":"lihua"}"#),
    ),
    Row::new(
        "payload_from_empty",
        "`payload.from` is empty: that is a value.",
        Payload(r#"{"bodies":[],"from":"","to":"lihua"}"#),
    ),
    Row::new(
        "payload_from_number",
        "`payload.from` is a number: the top level steps in, the number is in `extra`.",
        Payload(r#"{"bodies":[],"from":42,"to":"lihua"}"#),
    ),
    Row::new(
        "null_fields",
        "Known keys that are null: null, and not in `extra`.",
        Whole(
            r#"{"msg_id":"@ID","timestamp":null,"direction":null,"to":null,"from":null,"chat_type":null,"payload":{"bodies":[{"type":null,"msg":null,"size":null,"customExts":null,"lat":null,"file_length":null}],"ext":null,"from":null,"to":null}}"#,
        ),
    ),
    Row::new("only_an_id", "Nothing but an id: a row of nulls.", Whole(r#"{"msg_id":"@ID"}"#)),
    Row::new(
        "id_with_escapes",
        "An id with escapes is unescaped.",
        Whole(r#"{"msg_id":"a\/b\u4f60\n","timestamp":1543280400123}"#),
    ),
];
