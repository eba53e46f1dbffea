use chatlake_testing::record::record;
use chatlake_testing::spelling::{minified, pretty};
use chatlake_testing::{cases, json};
use proptest::prelude::*;

#[test]
fn only_white_space_changes() {
    let json = " {\"a\" :\t[1,{ }, [ ],\"x: [,] \\\" {\" ] ,\r\n\"b\":{\"c\":null}} ";
    assert_eq!(minified(json), r#"{"a":[1,{},[],"x: [,] \" {"],"b":{"c":null}}"#);
    let lines = "{\n  \"a\": [\n    1,\n    {},\n    [],\n    \"x: [,] \\\" {\"\n  ],\n  \"b\": {\n    \"c\": null\n  }\n}";
    assert_eq!(pretty(json), lines);
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn a_record_means_the_same_in_every_spelling(record in record()) {
        let expected = json::parse(record.as_bytes());
        prop_assert!(expected.is_some());
        prop_assert_eq!(json::parse(minified(&record).as_bytes()), expected.clone());
        prop_assert_eq!(json::parse(pretty(&record).as_bytes()), expected);
        prop_assert_eq!(minified(&pretty(&record)), minified(&record));
    }
}
