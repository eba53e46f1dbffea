//! Instants for people and for scripts.

use chatlake_core::Zone;
use chatlake_core::timestamp::write_iso;

/// An instant in ISO 8601, to the millisecond.
pub(crate) fn iso(ms: i64) -> String {
    let mut out = Vec::new();
    write_iso(ms.saturating_mul(1000), &mut out);
    let text = String::from_utf8(out).unwrap_or_default();
    text.replacen("000Z", "Z", 1)
}

/// `2018-11-27 17:05`, by the clocks of a zone.
pub(crate) fn day_time(ms: i64, zone: Zone) -> String {
    let local = iso(ms.saturating_add(zone.offset_s() * 1000));
    local.get(..16).unwrap_or(&local).replacen('T', " ", 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_told_by_the_clocks_of_a_zone() {
        assert_eq!(iso(1_543_309_500_250), "2018-11-27T09:05:00.250Z");
        assert_eq!(day_time(1_543_309_500_250, Zone::Utc), "2018-11-27 09:05");
        assert_eq!(day_time(1_543_309_500_250, Zone::Beijing), "2018-11-27 17:05");
    }
}
