//! JSON without the white space between its tokens.

use memchr::{memchr, memchr2};

/// Appends a JSON text without the white space between its tokens; every other byte stays.
///
/// White space inside strings is content and stays as well. The text is to be valid JSON; of
/// anything else, what looks like white space outside of strings is taken away all the same.
pub fn minify(json: &str, out: &mut Vec<u8>) {
    let mut rest = json.as_bytes();
    while let Some(quote) = memchr(b'"', rest) {
        let (between, string) = rest.split_at(quote);
        write_tokens(between, out);
        let (string, after) = string.split_at(string_len(string));
        out.extend_from_slice(string);
        rest = after;
    }
    write_tokens(rest, out);
}

/// Brackets, commas, colons, numbers and names, without what stands between them.
fn write_tokens(bytes: &[u8], out: &mut Vec<u8>) {
    out.extend(bytes.iter().filter(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r')));
}

/// The length of the string that `bytes` begins with, both quotes included.
fn string_len(bytes: &[u8]) -> usize {
    let mut at = 1;
    while let Some(next) = bytes.get(at..).and_then(|rest| memchr2(b'"', b'\\', rest)) {
        at += next;
        if bytes.get(at) == Some(&b'"') {
            return at + 1;
        }
        // Whatever is escaped is not the end.
        at += 2;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    fn minified(json: &str) -> String {
        let mut out = Vec::new();
        minify(json, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn white_space_goes_only_from_between_tokens() {
        for (json, expected) in [
            ("{\n  \"a\" : [ 1 ,\r\n\t2 ]\n}", r#"{"a":[1,2]}"#),
            (r#"{ "a b" : " \" , \\" , "c" : 1.50 }"#, r#"{"a b":" \" , \\","c":1.50}"#),
            (r#"[ "\\" , "\\\" " , "" ]"#, r#"["\\","\\\" ",""]"#),
            ("{\"a\":1,\n\"a\":2}", r#"{"a":1,"a":2}"#),
            (" \n ", ""),
            ("\"never ended \\", "\"never ended \\"),
            ("\"a", "\"a"),
        ] {
            assert_eq!(minified(json), expected);
        }
    }

    fn json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "[ \"\\\\\n\t\ra,:{}\u{4f60}]{0,8}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map("[ \"\\\\a]{0,3}", inner, 0..4)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_minified_is_what_would_have_been_written_without_white_space(value in json()) {
            let pretty = serde_json::to_string_pretty(&value).unwrap();
            let minified = minified(&pretty);
            prop_assert_eq!(&minified, &value.to_string());
            prop_assert!(!minified.contains(['\n', '\r']));
        }
    }
}
