//! What the schema says a record amounts to.
//!
//! The tree of the input without what the schema lets go: nulls of known keys, empty containers
//! that would be filled by known keys, and the spelling of numbers that fit their columns.

use crate::json::{self, Json, Unit, unit};
use crate::keys::{BODY, MESSAGE, PAYLOAD, SIZE};

type Verdict<T> = Result<T, &'static str>;

/// What a record amounts to, or why it is none.
///
/// # Errors
///
/// If the schema refuses the record.
pub fn message(bytes: &[u8]) -> Result<Json, &'static str> {
    let json = json::parse(bytes).ok_or("no JSON")?;
    let Json::Object(_) = &json else { return Err("no object") };
    let id = json.get("msg_id").and_then(Json::as_text);
    id.filter(|id| !id.is_empty()).ok_or("no msg_id")?;
    object(&json, MESSAGE, |key, value| match key {
        "timestamp" => timestamp(value).map(Some),
        "payload" if is_object(value) => payload(value).map(not_empty),
        _ => Ok(Some(value.clone())),
    })
}

fn payload(json: &Json) -> Verdict<Json> {
    object(json, PAYLOAD, |key, value| match (key, value) {
        ("bodies", Json::Array(bodies)) => {
            let bodies: Verdict<Vec<_>> = bodies.iter().map(body).collect();
            Ok(not_empty(Json::Array(bodies?)))
        }
        _ => Ok(Some(value.clone())),
    })
}

fn body(json: &Json) -> Verdict<Json> {
    if !is_object(json) {
        return Ok(json.clone());
    }
    let told = object(json, BODY, |key, value| match key {
        "file_length" => Ok(Some(integer(value, i64::MIN, i64::MAX))),
        "length" | "combineLevel" => Ok(Some(narrow(value))),
        "lat" | "lng" => Ok(Some(degrees(value))),
        "size" if is_object(value) => {
            object(value, SIZE, |_, value| Ok(Some(narrow(value)))).map(not_empty)
        }
        _ => Ok(Some(value.clone())),
    })?;
    let Json::Object(mut members) = told else { return Ok(told) };
    // The column tells not which of the two keys it was.
    if !members.iter().any(|(key, _)| *key == unit("customExts")) {
        for (key, _) in &mut members {
            if *key == unit("v2:customExts") {
                *key = unit("customExts");
            }
        }
    }
    Ok(Json::Object(members))
}

/// The members of an object whose keys are known, without nulls; no key stands twice.
fn object(
    json: &Json,
    known: &[&str],
    told: impl Fn(&str, &Json) -> Verdict<Option<Json>>,
) -> Verdict<Json> {
    let mut seen: Vec<&Unit> = Vec::new();
    let mut members = Vec::new();
    for (key, value) in json.members() {
        if seen.contains(&key) {
            return Err("a key stands twice");
        }
        seen.push(key);
        let value = match known.iter().find(|name| unit(name) == *key) {
            Some(_) if value.is_null() => None,
            Some(name) => told(name, value)?,
            None => Some(value.clone()),
        };
        members.extend(value.map(|value| (key.clone(), value)));
    }
    Ok(Json::Object(members))
}

fn is_object(json: &Json) -> bool {
    matches!(json, Json::Object(_))
}

fn not_empty(json: Json) -> Option<Json> {
    match &json {
        Json::Object(members) if members.is_empty() => None,
        Json::Array(elements) if elements.is_empty() => None,
        _ => Some(json),
    }
}

fn timestamp(value: &Json) -> Verdict<Json> {
    let most = i64::MAX / 1000;
    match integer(value, -most, most) {
        number @ Json::Number(_) if number.is_plain(most) => Ok(number),
        _ => Err("no timestamp"),
    }
}

fn narrow(value: &Json) -> Json {
    integer(value, i32::MIN.into(), i32::MAX.into())
}

/// A number that fits, in its plain spelling; any other value as it is.
fn integer(value: &Json, least: i64, most: i64) -> Json {
    let number = match value {
        Json::Number(spelled) => whole(spelled),
        Json::Text(_) => value.as_text().and_then(|text| digits(&text)),
        _ => None,
    };
    match number {
        Some(number) if (least..=most).contains(&number) => Json::Number(number.to_string()),
        _ => value.clone(),
    }
}

impl Json {
    fn is_plain(&self, most: i64) -> bool {
        let Json::Number(spelled) = self else { return false };
        let number = spelled.parse::<i64>().ok();
        number.is_some_and(|number| number.to_string() == *spelled && number.abs() <= most)
    }
}

fn digits(text: &str) -> Option<i64> {
    let is_fine = text.strip_prefix('-').unwrap_or(text).bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| is_fine)
}

/// A JSON number by its decimal digits and its exponent.
fn whole(spelled: &str) -> Option<i64> {
    let (mantissa, exponent) = spelled.split_once(['e', 'E']).unwrap_or((spelled, "0"));
    let (integer, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{integer}{fraction}");
    let kept = digits.trim_end_matches('0');
    if kept.trim_start_matches(['-', '0']).is_empty() {
        return Some(0);
    }
    // What is too long to be read, no digits make up for.
    let exponent: i128 = exponent.parse().ok()?;
    let n_zeros = digits.len() as i128 - kept.len() as i128 + exponent - fraction.len() as i128;
    let n_zeros = usize::try_from(n_zeros).ok().filter(|n| *n < 40)?;
    format!("{kept}{}", "0".repeat(n_zeros)).parse().ok()
}

fn degrees(value: &Json) -> Json {
    let spelled = match value {
        Json::Number(spelled) => Some(spelled.clone()),
        Json::Text(_) => value.as_text().filter(|text| {
            matches!(json::parse(text.as_bytes()), Some(Json::Number(number)) if number == *text)
        }),
        _ => None,
    };
    match spelled.and_then(|spelled| spelled.parse::<f64>().ok()) {
        Some(number) if number.is_finite() => Json::Number(format!("{number:?}")),
        _ => value.clone(),
    }
}
