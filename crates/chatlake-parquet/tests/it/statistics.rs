use chatlake_core::{Column, Layout, Projection, RecordBuf, Secrets};
use chatlake_parquet::{Compression, ParquetFormat, ParquetOptions, has_statistics};
use parquet::file::page_index::column_index::ColumnIndexMetaData;

use crate::file::{format, hours, metadata, write};

#[test]
fn statistics_are_on_the_listed_columns_only() {
    let expected = [
        "msg_id",
        "body_index",
        "body_count",
        "timestamp",
        "chat_type",
        "direction",
        "sender",
        "recipient",
        "conversation_id",
        "body_type",
        "file_length",
        "duration_s",
        "width",
        "height",
        "lat",
        "lng",
        "combine_level",
        "source_hour",
        "source_file",
        "source_record",
    ];
    let listed: Vec<_> = Column::ALL
        .iter()
        .filter(|column| has_statistics(**column))
        .map(|column| column.name())
        .collect();
    assert_eq!(listed, expected);
    for layout in [Layout::Flat, Layout::Nested] {
        let format = format(&Projection::new(layout).with_secrets(Secrets::Included));
        let metadata = metadata(&write(&format, &[&hours()], 1));
        let indexes = &metadata.column_index().unwrap()[0];
        for (chunk, index) in metadata.row_group(0).columns().iter().zip(indexes) {
            let path = chunk.column_path();
            let name = path.parts().last().unwrap();
            let has_some = expected.contains(&name.as_str());
            assert_eq!(chunk.statistics().is_some(), has_some, "{path}");
            assert_eq!(!matches!(index, ColumnIndexMetaData::NONE), has_some, "{path}");
        }
    }
}

/// A message whose every text is another, told by the name of its column.
const MARKED: &str = r#"{"msg_id":"<msg_id>","from":"<from_raw>","to":"<to_raw>","chat_type":"<chat_type>","x":"<extra>",
"payload":{"from":"<sender>","to":"<recipient>","ext":{"k":"<ext>"},"bodies":[{"type":"<body_type>","msg":"<text>",
"url":"<url>","filename":"<filename>","thumb":"<thumb_url>","thumbFilename":"<thumb_filename>","addr":"<addr>",
"action":"<cmd_action>","customEvent":"<custom_event>","customExts":{"k":"<custom_exts>"},"title":"<title>",
"summary":"<summary>","secret":"<secret>","thumb_secret":"<thumb_secret>"}]}}"#;

#[test]
fn what_has_no_statistics_stands_once_in_the_file() {
    let record = RecordBuf::from_json(MARKED).unwrap();
    for layout in [Layout::Flat, Layout::Nested] {
        let projection = Projection::new(layout).with_secrets(Secrets::Included);
        let options =
            ParquetOptions { compression: Compression::None, ..ParquetOptions::default() };
        let format = ParquetFormat::new(&projection, options).unwrap();
        let file = write(&format, &[std::slice::from_ref(&record)], 1);
        let texts = Column::ALL.iter().filter(|column| MARKED.contains(&mark(**column)));
        for column in texts {
            let mark = mark(*column);
            let n = file.windows(mark.len()).filter(|bytes| *bytes == mark.as_bytes()).count();
            match has_statistics(*column) {
                // Its pages alone.
                false => assert_eq!(n, 1, "{column}"),
                true => assert!(n > 1, "{column}"),
            }
        }
    }
}

fn mark(column: Column) -> String {
    format!("<{column}>")
}
