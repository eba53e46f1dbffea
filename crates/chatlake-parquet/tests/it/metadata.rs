use chatlake_core::{Layout, Projection};

use crate::file::{format, hours, metadata, write};

#[test]
fn the_footer_says_what_wrote_it_and_from_what() {
    let records = hours();
    let file = write(&format(&Projection::default()), &[&records], 1);
    let metadata = metadata(&file);
    let footer = metadata.file_metadata();
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(footer.created_by(), Some(format!("chatlake version {version}").as_str()));
    let pairs: Vec<_> = footer
        .key_value_metadata()
        .unwrap()
        .iter()
        .filter(|pair| pair.key != "ARROW:schema")
        .map(|pair| (pair.key.as_str(), pair.value.as_deref().unwrap()))
        .collect();
    let expected = [
        ("chatlake.schema", "1"),
        ("chatlake.version", version),
        ("chatlake.source.0.file", "2018112717.gz"),
    ];
    assert_eq!(pairs, expected);
}

#[test]
fn bodies_are_a_list_of_the_format_in_three_levels() {
    let format = format(&Projection::new(Layout::Nested));
    let paths: Vec<_> =
        format.schema().columns().iter().map(|column| column.path().string()).collect();
    assert_eq!(paths.len(), 14 + 22);
    assert!(paths.contains(&"bodies.list.element.text".to_owned()), "{paths:?}");
    assert!(paths.contains(&"bodies.list.element.extra".to_owned()));
    assert!(paths.contains(&"extra".to_owned()));
}

#[test]
fn ids_and_names_have_bloom_filters() {
    let file = write(&format(&Projection::default()), &[&hours()], 1);
    let metadata = metadata(&file);
    let filtered: Vec<_> = metadata
        .row_group(0)
        .columns()
        .iter()
        .filter(|column| column.bloom_filter_offset().is_some())
        .map(|column| column.column_path().string())
        .collect();
    assert_eq!(filtered, ["msg_id", "sender", "recipient", "conversation_id"]);
}
