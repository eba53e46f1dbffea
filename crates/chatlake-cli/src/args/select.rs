//! `--select a=x|y,b=z`.

use chatlake_convert::Select;
use jiff::Timestamp;

/// One condition of `--select`: a column and the values that it may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Condition {
    pub(crate) column: String,
    pub(crate) values: Vec<String>,
}

/// Reads conditions with commas between; `\` takes the meaning from the character behind it.
pub(crate) fn conditions(text: &str) -> Result<Conditions, String> {
    let conditions = divided(text, ',').into_iter().map(|part| condition(&part));
    Ok(Conditions(conditions.collect::<Result<_, _>>()?))
}

/// The conditions of one `--select`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Conditions(Vec<Condition>);

fn condition(text: &str) -> Result<Condition, String> {
    let Some((column, values)) = text.split_once('=') else {
        return Err(format!("`{text}` is no condition: write column=value, or column=a|b"));
    };
    let values: Vec<String> = divided(values, '|').iter().map(|value| unescaped(value)).collect();
    if values.iter().any(String::is_empty) {
        return Err(format!("`{text}` has an empty value: write column=value, or column=a|b"));
    }
    Ok(Condition { column: column.trim().to_owned(), values })
}

/// All conditions together.
pub(crate) fn select(all: &[Conditions]) -> Result<Select, String> {
    let mut select = Select::default();
    let (mut since, mut until) = (None, None);
    for Condition { column, values } in all.iter().flat_map(|conditions| &conditions.0) {
        let bound = match column.as_str() {
            "since" => &mut since,
            "until" => &mut until,
            _ => {
                select = select.with(column, values.clone()).map_err(|error| error.to_string())?;
                continue;
            }
        };
        let [instant] = values.as_slice() else {
            return Err(format!("`{column}` takes one instant"));
        };
        if bound.replace(millis(column, instant)?).is_some() {
            return Err(format!("`{column}` is given twice"));
        }
    }
    if let (Some(since), Some(until)) = (since, until)
        && since >= until
    {
        return Err("no message can be: `since` is not before `until`".to_owned());
    }
    select = since.map_or(select.clone(), |since| select.since_ms(since));
    Ok(until.map_or(select.clone(), |until| select.until_ms(until)))
}

/// Milliseconds since the epoch, rounded up: messages have whole ones, so both an inclusive
/// lower and an exclusive upper bound stay what they are.
fn millis(column: &str, instant: &str) -> Result<i64, String> {
    let parsed: Timestamp = instant.parse().map_err(|_| {
        format!("`{column}={instant}` is not RFC 3339, as in 2018-11-27T17:00:00+08:00")
    })?;
    let nanos = parsed.as_nanosecond();
    i64::try_from(nanos.div_euclid(1_000_000) + i128::from(nanos.rem_euclid(1_000_000) > 0))
        .map_err(|_| format!("`{column}={instant}` is out of range"))
}

/// Parts between separators; a separator behind `\` is none.
fn divided(text: &str, separator: char) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c == separator {
            parts.push(String::new());
            continue;
        }
        let Some(part) = parts.last_mut() else { break };
        part.push(c);
        if c == '\\' {
            part.extend(chars.next());
        }
    }
    parts
}

fn unescaped(text: &str) -> String {
    let mut chars = text.chars();
    let mut plain = String::with_capacity(text.len());
    while let Some(c) = chars.next() {
        plain.push(if c == '\\' { chars.next().unwrap_or('\\') } else { c });
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Select, String> {
        select(&[conditions(text)?])
    }

    #[test]
    fn conditions_stand_between_commas_and_values_between_bars() {
        let values = |values: &[&str]| values.iter().map(|v| (*v).to_owned()).collect();
        let expected = Select::default()
            .with("chat_type", values(&["chat", "groupchat"]))
            .and_then(|select| select.with("sender", values(&["a,b|c=d"])))
            .map_err(|error| error.to_string());
        assert_eq!(read(r"chat_type=chat|groupchat,sender=a\,b\|c=d"), expected);
    }

    #[test]
    fn instants_are_rounded_up_to_whole_milliseconds() {
        let expected = Select::default().since_ms(1_543_309_200_000).until_ms(1_543_309_200_001);
        let text = "since=2018-11-27T17:00:00+08:00,until=2018-11-27T09:00:00.0000001Z";
        assert_eq!(read(text), Ok(expected));
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        for wrong in [
            "",
            "chat",
            "chat_type=",
            "chat_type=a|",
            "text=hello",
            "chat_type=a,chat_type=b",
            "since=yesterday",
            "since=2018-11-27",
            "since=2018-11-27T00:00:00",
            "since=2018-11-27T00:00:00Z,until=2018-11-27T00:00:00Z",
            "since=2018-11-27T00:00:00Z|2019-11-27T00:00:00Z",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
