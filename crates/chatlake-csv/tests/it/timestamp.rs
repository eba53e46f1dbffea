use chatlake_core::timestamp::write_iso;
use proptest::prelude::*;

/// From year -9999 to 9999, all that the other library knows.
const MICROS: std::ops::Range<i64> = -377_000_000_000_000_000..253_000_000_000_000_000;

proptest! {
    #[test]
    fn another_library_reads_the_same_instant(micros in MICROS) {
        let mut text = Vec::new();
        write_iso(micros, &mut text);
        let instant: jiff::Timestamp = std::str::from_utf8(&text).unwrap().parse().unwrap();
        prop_assert_eq!(instant.as_microsecond(), micros);
    }
}
