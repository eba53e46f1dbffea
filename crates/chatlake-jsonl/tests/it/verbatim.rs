use chatlake_jsonl::Form;

use crate::text;

#[test]
fn a_record_on_one_line_keeps_every_byte() {
    let record =
        r#"{ "msg_id" : "\u0061" ,"timestamp":1.4e12, "payload": {"bodies": []}, "x":1.50 }"#;
    assert_eq!(text(&[record, record], &Form::Verbatim), format!("{record}\n{record}\n"));
}

#[test]
fn a_record_that_spans_lines_loses_white_space_and_nothing_else() {
    let record = "{\r\n \"msg_id\" : \"a \\\" , b\",\n\t\"x\" : [ 1.50, true ]\n}";
    let expected = "{\"msg_id\":\"a \\\" , b\",\"x\":[1.50,true]}\n";
    assert_eq!(text(&[record], &Form::Verbatim), expected);
}

#[test]
fn a_carriage_return_alone_spans_lines_too() {
    assert_eq!(text(&["{\"msg_id\":\r\"a\"}"], &Form::Verbatim), "{\"msg_id\":\"a\"}\n");
}
