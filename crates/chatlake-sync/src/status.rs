//! The calendar of an archive.

use chatlake_core::{AppKey, Hour};

use crate::calendar::Calendar;
use crate::catalogue::{Catalogue, CatalogueError};
use crate::window::Window;

/// The calendar of an app at `now_ms`: from the first hour that was to be kept, or the first that
/// is known if none was, to the hour that goes on. The zone of the window is the archive's,
/// whatever it says.
///
/// # Errors
///
/// SQLite refuses.
pub fn calendar(
    catalogue: &Catalogue,
    app: &AppKey,
    window: &Window,
    now_ms: i64,
) -> Result<Calendar, CatalogueError> {
    let terms = catalogue.terms(app)?;
    let zone = terms.map_or(window.zone, |terms| terms.zone);
    let window = Window { zone, ..*window };
    let hours = catalogue.hours(app)?;
    let known = hours.iter().map(|hour| (hour.hour, hour.state)).collect();
    let last = Hour::containing(now_ms, zone);
    let since = terms.and_then(|terms| terms.since);
    let first = since.or_else(|| hours.first().map(|hour| hour.hour)).unwrap_or(last);
    Ok(Calendar::new(&window, &known, first, last, now_ms))
}
