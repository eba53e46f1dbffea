//! One record per file, each for one line of the schema's fine print.

mod bodies;
mod envelope;
mod ext;
mod misfits;
mod numbers;
mod text;

use super::Sample;
use super::expected::{Exit, Expected};

/// A record in the making.
struct Row {
    /// The stem of the file.
    name: &'static str,
    shows: &'static str,
    record: Shape,
    exit: Exit,
    /// 0 for a reject.
    rows: u64,
}

/// The part of a record that matters; `@ID` stands for an id of its own, `@DEEP` for as many arrays
/// as the record may hold there: it is container 1, the payload 2, `ext` 3, the limit 128.
enum Shape {
    /// The only body of an ordinary message.
    Body(&'static str),
    /// The `ext` of an ordinary message.
    Ext(&'static str),
    /// The value of `payload`.
    Payload(&'static str),
    /// All of it.
    Whole(&'static str),
}

impl Row {
    const fn new(name: &'static str, shows: &'static str, record: Shape) -> Self {
        Self { name, shows, record, exit: Exit::Fine, rows: 1 }
    }

    const fn with_rows(self, rows: u64) -> Self {
        Self { rows, ..self }
    }

    const fn warned(self) -> Self {
        Self { exit: Exit::Reported, ..self }
    }

    const fn rejected(self) -> Self {
        Self { exit: Exit::Reported, rows: 0, ..self }
    }
}

pub(super) fn samples() -> Vec<Sample> {
    let rooms = [bodies::ROWS, envelope::ROWS, ext::ROWS, misfits::ROWS, numbers::ROWS, text::ROWS];
    rooms.into_iter().flatten().zip(0..).map(|(row, index)| sample(row, index)).collect()
}

fn sample(row: &Row, index: u64) -> Sample {
    let Row { name, shows, record, exit, rows } = row;
    // An id of 2018-11-27 09:00:00 +08:00 and the ones after.
    let id = (539_805_344_897_728_531 + 104_729 * index).to_string();
    let deep = "[".repeat(125) + &"]".repeat(125);
    let rejects = u64::from(*rows == 0);
    Sample {
        path: format!("records/{name}.json"),
        bytes: (record.text().replace("@ID", &id).replace("@DEEP", &deep) + "\n").into_bytes(),
        shows: (*shows).to_owned(),
        expected: Expected { exit: *exit, records: 1, rows: *rows, rejects, ..Expected::default() },
    }
}

impl Shape {
    fn text(&self) -> String {
        match self {
            Self::Body(body) => in_payload(&format!(
                r#"{{"bodies":[{body}],"ext":{{}},"from":"wangming","to":"lihua"}}"#
            )),
            Self::Ext(ext) => in_payload(&format!(
                r#"{{"bodies":[{{"msg":"你好","type":"txt"}}],"ext":{ext},"from":"wangming","to":"lihua"}}"#
            )),
            Self::Payload(payload) => in_payload(payload),
            Self::Whole(record) => (*record).to_owned(),
        }
    }
}

fn in_payload(payload: &str) -> String {
    format!(
        r#"{{"msg_id":"@ID","timestamp":1543280400123,"direction":"outgoing","to":"lihua","from":"wangming","chat_type":"chat","payload":{payload}}}"#
    )
}
