//! Whose hours they are, where nobody says.

use std::path::Path;

use chatlake_core::AppKey;

use super::{Asked, Hour};
use crate::day::Day;
use crate::error::LakeError;
use crate::lake::Lake;

/// The app that was asked for, or that of an archive's folders, or of the lake, or `default/default`.
pub(super) fn of(
    asked: &Asked,
    hours: &[Hour],
    lake: Option<&Lake>,
    notices: &mut Vec<String>,
) -> Result<AppKey, LakeError> {
    let mut told = hours.iter().filter_map(|hour| {
        hour.input.file_name.as_ref()?;
        Some((hour.input.name(), of_path(Path::new(hour.input.name()))?))
    });
    if let Some(asked) = &asked.app {
        return match told.find(|(_, told)| told != asked) {
            None => Ok(asked.clone()),
            Some((input, told)) => {
                Err(LakeError::OtherApp { input: input.to_owned(), told, asked: asked.clone() })
            }
        };
    }
    if let Some((first, app)) = told.next() {
        return match told.find(|(_, other)| *other != app) {
            None => Ok(app),
            Some((input, other)) => Err(LakeError::TwoApps {
                first: first.to_owned(),
                app,
                input: input.to_owned(),
                other,
            }),
        };
    }
    if let Some(lake) = lake {
        return Ok(lake.terms().app.clone());
    }
    let app = AppKey::of_org("default", "default")
        .map_err(|error| LakeError::Impossible(error.to_string()))?;
    notices.push(format!("nothing tells whose hours they are: the lake is made for {app} (--app)"));
    Ok(app)
}

/// What the folders of an archive tell: `raw/ORG/APP/YYYY-MM-DD/` and a file.
fn of_path(path: &Path) -> Option<AppKey> {
    // Somebody may stand in one of these folders.
    let path = std::path::absolute(path).ok()?;
    let mut parts = path.iter().rev().skip(1).map(|part| part.to_str());
    let (day, app, org, raw) = (parts.next()??, parts.next()??, parts.next()??, parts.next()??);
    day.parse::<Day>().ok()?;
    (raw == "raw").then(|| AppKey::of_org(org, app).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folders_of_an_archive_tell_whose_hours_they_are() {
        let told = |path: &str| of_path(Path::new(path)).map(|app| app.to_string());
        let archive = "chat/raw/org/app/2018-11-27/2018112717.gz";
        assert_eq!(told(archive).as_deref(), Some("org/app"));
        assert_eq!(told(&format!("/{archive}")).as_deref(), Some("org/app"));
        for path in [
            "2018112717.gz",
            "raw/2018112717.gz",
            "raw/org/app/2018112717.gz",
            "raw/org/app/day/2018112717.gz",
            "in/org/app/2018-11-27/2018112717.gz",
        ] {
            assert_eq!(told(path), None, "{path}");
        }
    }
}
