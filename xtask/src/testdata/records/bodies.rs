//! Every type of body, whole and with what may be missing.

use super::Row;
use super::Shape::{Body, Payload};

pub(super) const ROWS: &[Row] = &[
    Row::new("txt", "Text.", Body(r#"{"msg":"今天下午三点开会,别忘了带样品。","type":"txt"}"#)),
    Row::new(
        "img",
        "A picture with everything: `secret` is in no column and not in `extra`.",
        Body(r#"{"file_length":214365,"filename":"IMG_0042.jpg","secret":"uJ6-_cV2fN8qG4oK","size":{"width":1080,"height":1440},"type":"img","url":"https://a1.easemob.com/1163201125000042/plaza/chatfiles/a07c3d58-3a4d-11f0-a4c6-2f4b6d8e0a1c"}"#),
    ),
    Row::new(
        "img_sparse",
        "A picture without length, size or secret; `thumbFilename`; `file_name` is unknown and goes to `extra`.",
        Body(r#"{"file_name":"a.png","thumbFilename":"a_thumb.png","size":{},"type":"img","url":"https://files.example.com/a.png"}"#),
    ),
    Row::new("loc", "A place in numbers.", Body(r#"{"addr":"杭州市西湖区文三路 138 号","lat":30.274151,"lng":120.155150,"type":"loc"}"#)),
    Row::new(
        "loc_strings",
        "A place in strings of 17 significant digits.",
        Body(r#"{"addr":"","lat":"31.230416000000001","lng":"121.47370100000001","type":"loc"}"#),
    ),
    Row::new(
        "audio",
        "A voice message: `length` is seconds.",
        Body(r#"{"file_length":18240,"filename":"voice.amr","length":14,"secret":"hT5_nB3s-9Xe","type":"audio","url":"https://a1.easemob.com/1163201125000042/plaza/chatfiles/d20f7b16-3a4d-11f0-b5a8-1e3c5a7092b4"}"#),
    ),
    Row::new(
        "video",
        "A film with its thumbnail.",
        Body(r#"{"file_length":731904,"filename":"clip_08.mp4","length":37,"secret":"mQ2-t7Lx_0Za","size":{"height":480,"width":360},"thumb":"https://a1.easemob.com/1163201125000042/plaza/chatfiles/b81e0c52-3a4d-11f0-9c77-5d2e6f10a3b4","thumb_secret":"pW8_dR4k-1Yc","type":"video","url":"https://a1.easemob.com/1163201125000042/plaza/chatfiles/b81e0c53-3a4d-11f0-8e21-7a90c4d5e6f1"}"#),
    ),
    Row::new(
        "video_sparse",
        "A film without `size` and of length 0.",
        Body(r#"{"filename":"a.mov","length":0,"type":"video","url":"https://files.example.com/a.mov"}"#),
    ),
    Row::new(
        "file",
        "A file.",
        Body(r#"{"file_length":52688,"filename":"报价单 v2.xlsx","secret":"zE3_gM7w-5Ud","type":"file","url":"https://a1.easemob.com/1163201125000042/plaza/chatfiles/e5936f84-3a4d-11f0-97d2-8c1a3e5f7b90"}"#),
    ),
    Row::new(
        "file_no_length",
        "A file without a length.",
        Body(r#"{"filename":"notes","type":"file","url":"https://files.example.com/notes"}"#),
    ),
    Row::new("cmd", "A command.", Body(r#"{"action":"call/hangup","type":"cmd"}"#)),
    Row::new(
        "cmd_msg",
        "A command that says `msg`: columns go by key, so it is `text`.",
        Body(r#"{"msg":"refresh","type":"cmd"}"#),
    ),
    Row::new(
        "custom_object",
        "`customExts` as an object: verbatim in `custom_exts`.",
        Body(r#"{"customEvent":"order_card","customExts":{"orderNo":"8213","title":"雨伞"},"type":"custom"}"#),
    ),
    Row::new(
        "custom_array",
        "`customExts` as an array of objects of one key.",
        Body(r#"{"customEvent":"gift","customExts":[{"name":"rose"},{"num":"1"}],"type":"custom"}"#),
    ),
    Row::new(
        "custom_v2",
        "Only `v2:customExts`: it is `custom_exts`.",
        Body(r#"{"customEvent":"gift","v2:customExts":{"name":"rose"},"type":"custom"}"#),
    ),
    Row::new(
        "custom_both",
        "Both: `customExts` is the column, `v2:customExts` goes to `extra`.",
        Body(r#"{"customEvent":"gift","v2:customExts":{"name":"rose"},"customExts":[],"type":"custom"}"#),
    ),
    Row::new(
        "custom_values",
        "Values that are not strings, white space, an escaped slash: the bytes stay.",
        Body(r#"{"customEvent":"","customExts":{ "n" : 1.50, "b":true,"z":null,"a":[{}],"u":"a\/b" },"type":"custom"}"#),
    ),
    Row::new(
        "combine",
        "A combined message calls itself `txt`: body_type is `combine`, `txt` is in `extra`.",
        Body(r#"{"combineLevel":1,"file_length":1287,"filename":"8472","msg":"请升级后查看","secret":"aGVsbG8_","subType":"sub_combine","summary":"小王: 在吗\n小李: 在","title":"聊天记录","type":"txt","url":"https://a1.easemob.com/1163201125000042/plaza/chatfiles/1f0c"}"#),
    ),
    Row::new(
        "combine_no_type",
        "A combined message without a type.",
        Body(r#"{"combineLevel":2,"subType":"sub_combine","summary":"","title":""}"#),
    ),
    Row::new(
        "unknown_type",
        "An unknown type keeps its name and its keys.",
        Body(r#"{"type":"sticker","pack":7,"sticker":{"id":"9007199254740993","frames":[0.1,0.2]}}"#),
    ),
    Row::new("no_type", "A body without a type: body_type is null.", Body(r#"{"msg":"?"}"#)),
    Row::new("empty_body", "A body of nothing: a row of nulls.", Body("{}")),
    Row::new(
        "body_not_object",
        "Bodies that are not objects: rows of nulls, each value in `extra` as `body`.",
        Payload(r#"{"bodies":["text",null,[1]],"ext":{}}"#),
    )
    .with_rows(3),
    Row::new(
        "bodies_many",
        "Three bodies: three rows, body_index 0 to 2, body_count 3.",
        Payload(r#"{"bodies":[{"msg":"a","type":"txt"},{"action":"b","type":"cmd"},{"msg":"c","type":"txt"}],"ext":{}}"#),
    )
    .with_rows(3),
    Row::new("bodies_none", "No bodies: one row, index 0, count 0.", Payload(r#"{"bodies":[],"ext":{}}"#)),
    Row::new("bodies_absent", "No `bodies` at all: likewise.", Payload(r#"{"ext":{}}"#)),
    Row::new(
        "bodies_not_array",
        "`bodies` that is an object: count 0, the value in `extra`.",
        Payload(r#"{"bodies":{"msg":"lost?","type":"txt"},"ext":{}}"#),
    ),
    Row::new("payload_null", "`payload` is null: count 0, nothing in `extra`.", Payload("null")),
    Row::new("payload_not_object", "`payload` is text: count 0, the text in `extra`.", Payload(r#""text""#)),
];
