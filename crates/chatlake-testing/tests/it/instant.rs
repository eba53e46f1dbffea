use chatlake_core::timestamp::write_iso;
use chatlake_testing::cases;
use chatlake_testing::oracle::micros_of_iso;
use proptest::prelude::*;

#[test]
fn instants_are_what_calendars_say() {
    for (text, micros) in [
        ("1970-01-01T00:00:00.000000Z", Some(0)),
        ("1969-12-31T23:59:59.999999Z", Some(-1)),
        ("2000-02-29T12:00:00.000000Z", Some(951_825_600_000_000)),
        ("2018-11-27T09:00:00.000001Z", Some(1_543_309_200_000_001)),
        ("0000-03-01T00:00:00.000000Z", Some(-62_162_035_200_000_000)),
        ("1900-02-29T00:00:00.000000Z", None),
        ("2018-13-01T00:00:00.000000Z", None),
        ("2018-11-27T09:00:00.001Z", None),
        ("2018-11-27 09:00:00.000000Z", None),
        ("2018-11-27T09:00:00.000000", None),
        ("", None),
    ] {
        assert_eq!(micros_of_iso(text), micros, "{text}");
    }
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn two_ways_of_reckoning_agree(micros: i64) {
        let mut text = Vec::new();
        write_iso(micros, &mut text);
        prop_assert_eq!(micros_of_iso(std::str::from_utf8(&text).unwrap()), Some(micros));
    }
}
