//! The file of settings.

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::Setting;

/// Reads settings: those of the profile, and those for all that the profile does not name.
pub(super) fn read(text: &str, profile: Option<&str>) -> Result<BTreeMap<String, Setting>, String> {
    let mut table: Table = text.parse().map_err(|error: toml::de::Error| wrong(text, &error))?;
    let mut profiles = match table.remove("profile") {
        None => Table::new(),
        Some(Value::Table(profiles)) => profiles,
        Some(_) => return Err("`profile` is no table: write [profile.NAME]".to_owned()),
    };
    let mut settings = BTreeMap::new();
    add(&mut settings, table, None)?;
    if let Some(name) = profile {
        match profiles.remove(name) {
            Some(Value::Table(table)) => add(&mut settings, table, Some(name))?,
            Some(_) => return Err(format!("`profile.{name}` is no table")),
            None => {
                let names: Vec<String> = profiles.keys().map(|name| format!("`{name}`")).collect();
                let there_are = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
                return Err(format!("there is no profile `{name}`; there are: {there_are}"));
            }
        }
    }
    Ok(settings)
}

/// What is wrong and where, without the line itself: it might hold a secret that somebody put there.
fn wrong(text: &str, error: &toml::de::Error) -> String {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    format!("line {line}: {}", error.message().replace('\n', ", "))
}

fn add(
    settings: &mut BTreeMap<String, Setting>,
    table: Table,
    profile: Option<&str>,
) -> Result<(), String> {
    for (name, value) in table {
        let values = match value {
            Value::Array(values) => {
                values.into_iter().map(|value| plain(&name, value)).collect::<Result<_, _>>()?
            }
            value => vec![plain(&name, value)?],
        };
        settings.insert(name, Setting { values, profile: profile.map(str::to_owned) });
    }
    Ok(())
}

/// The value as it would be written on the command line.
fn plain(name: &str, value: Value) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(text),
        Value::Integer(number) => Ok(number.to_string()),
        Value::Float(number) => Ok(number.to_string()),
        Value::Boolean(is_true) => Ok(is_true.to_string()),
        _ => Err(format!("`{name}` is no setting with a value")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "
        zone = 'utc'
        jobs = 2
        columns = ['msg_id', 'text']
        [profile.shop]
        zone = '+08:00'
        [profile.other]
        salvage = true
    ";

    fn value(profile: Option<&str>, name: &str) -> Option<String> {
        let settings = read(FILE, profile).unwrap();
        settings.get(name).map(|setting| setting.values.join(","))
    }

    #[test]
    fn a_profile_goes_before_what_is_for_all() {
        assert_eq!(value(None, "zone").as_deref(), Some("utc"));
        assert_eq!(value(Some("shop"), "zone").as_deref(), Some("+08:00"));
        assert_eq!(value(Some("shop"), "jobs").as_deref(), Some("2"));
        assert_eq!(value(Some("shop"), "salvage"), None);
        assert_eq!(value(Some("other"), "salvage").as_deref(), Some("true"));
        assert_eq!(value(None, "columns").as_deref(), Some("msg_id,text"));
    }

    #[test]
    fn what_is_wrong_with_a_file_is_told() {
        assert!(read("zone = ", None).unwrap_err().contains("line 1"));
        assert!(read(FILE, Some("shoe")).unwrap_err().contains("`other`, `shop`"));
        assert!(read("profile = 1", None).unwrap_err().contains("[profile.NAME]"));
        assert!(read("[convert]\nzone = 'utc'", None).unwrap_err().contains("`convert`"));
    }
}
