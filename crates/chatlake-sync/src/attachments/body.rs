//! What a message says of its attachments.

use std::fmt;

use chatlake_core::{Hour, Record};

/// An attachment, as its message names it.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Media {
    pub(super) hour: Hour,
    pub(super) msg_id: String,
    /// Which body, from 0.
    pub(super) body: u32,
    /// `file`, or `thumb` for the picture of a video.
    pub(super) kind: &'static str,
    pub(super) url: String,
    /// What opens it.
    pub(super) secret: Option<String>,
    /// Empty, or with its dot.
    pub(super) extension: String,
    pub(super) sent_ms: Option<i64>,
}

impl fmt::Debug for Media {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { msg_id, body, kind, .. } = self;
        f.debug_struct("Media")
            .field("msg_id", msg_id)
            .field("body", body)
            .field("kind", kind)
            .finish_non_exhaustive()
    }
}

/// The attachments of a message.
pub(super) fn media_of(hour: Hour, record: Record<'_>) -> Vec<Media> {
    let mut found = Vec::new();
    for (number, body) in (0..).zip(record.bodies()) {
        let files = [
            ("file", body.url(), body.secret(), body.filename()),
            ("thumb", body.thumb_url(), body.thumb_secret(), body.thumb_filename()),
        ];
        for (kind, url, secret, filename) in files {
            let Some(url) = url.filter(|url| !url.is_empty()) else { continue };
            let name = filename.map(|name| name.to_str().into_owned()).unwrap_or_default();
            found.push(Media {
                hour,
                msg_id: record.msg_id().to_str().into_owned(),
                body: number,
                kind,
                url: url.to_str().into_owned(),
                secret: secret.filter(|it| !it.is_empty()).map(|it| it.to_str().into_owned()),
                extension: extension(&name),
                sent_ms: record.timestamp_ms(),
            });
        }
    }
    found
}

/// The extension of a name, in lower case and with its dot, if it is a plain one.
fn extension(name: &str) -> String {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension).unwrap_or_default();
    let is_plain =
        (1..=8).contains(&extension.len()) && extension.bytes().all(|b| b.is_ascii_alphanumeric());
    if is_plain { format!(".{}", extension.to_ascii_lowercase()) } else { String::new() }
}

#[cfg(test)]
mod tests {
    use chatlake_core::{Reader, RecordBuf};

    use super::*;

    #[test]
    fn every_file_of_a_message_is_found_with_what_opens_it() {
        let line = br#"{"msg_id":"1","timestamp":5,"payload":{"bodies":[{"type":"txt","msg":"x"},{"type":"img","url":"https://h/o/a/chatfiles/1","secret":"s1","filename":"A.JPG"},{"type":"video","url":"https://h/2","filename":"v","thumb":"https://h/3","thumb_secret":"s3"}]}}"#;
        let mut reader = Reader::from_bytes("x", &line[..]).expect("a line");
        let mut record = RecordBuf::new();
        assert!(reader.read_record(&mut record).expect("a record"));
        let hour = Hour::of_name("2018112717").expect("an hour");
        let found = media_of(hour, record.as_record());
        let found: Vec<_> = found
            .iter()
            .map(|media| {
                (media.body, media.kind, &*media.url, media.secret.as_deref(), &*media.extension)
            })
            .collect();
        assert_eq!(
            found,
            [
                (1, "file", "https://h/o/a/chatfiles/1", Some("s1"), ".jpg"),
                (2, "file", "https://h/2", None, ""),
                (2, "thumb", "https://h/3", Some("s3"), ""),
            ]
        );
    }

    #[test]
    fn an_extension_cannot_lead_anywhere() {
        for (name, expected) in [
            ("a.JPG", ".jpg"),
            ("a", ""),
            ("a.", ""),
            ("a./x", ""),
            ("a.tar.gz", ".gz"),
            ("a.verylongone", ""),
        ] {
            assert_eq!(extension(name), expected, "{name}");
        }
    }
}
