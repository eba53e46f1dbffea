//! `--zone`.

use chatlake_convert::ZoneChoice;
use chatlake_core::Zone;

/// Reads `+08:00`, `utc` or `auto`; what auto goes by depends on the command.
pub(super) fn zone(name: &str) -> Result<ZoneChoice, String> {
    if name.eq_ignore_ascii_case("auto") {
        return Ok(ZoneChoice::Auto);
    }
    let zone = name.parse::<Zone>().map(ZoneChoice::Fixed);
    zone.map_err(|_| "there are `+08:00`, `utc` and `auto`".to_owned())
}
