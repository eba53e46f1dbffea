//! What is told of an input, for people.

use super::document::{Counted, Document, HourTold};
use crate::screen::{bytes, columns, count, fitted, padded, visible, width};

/// A value takes so many cells at most.
const VALUE: usize = 40;
const LABEL: usize = 14;

/// A page of text.
pub(super) fn page(document: &Document) -> String {
    let mut page = Page(String::new());
    let Document { source, records, rows, bodies, .. } = document;
    page.0.push_str(&visible(if source == "-" { "standard input" } else { source }));
    page.0.push('\n');
    if let Some(error) = &document.error {
        page.line(document.status, error);
        if document.status == "damaged" && document.bytes_expanded > 0 {
            page.line("", "what follows was read before the damage");
        }
    }
    if document.bytes_in > 0 {
        page.line("size", &size(document));
    }
    if let Some(framing) = document.framing {
        page.line("framing", framing);
    }
    page.line(
        "records",
        &format!("{} ({} bodies, {} rows)", count(*records), count(*bodies), count(*rows)),
    );
    if let (Some(first), Some(last)) = (&document.first_timestamp, &document.last_timestamp) {
        page.line("time", &format!("{first} to {last}"));
        let without = (records - document.rejects) - document.timestamps;
        if without > 0 {
            page.line("", &format!("{} without a timestamp", count(without)));
        }
    }
    if let Some(told) = &document.hour {
        page.line("hour", &hour(told, document.timestamps));
    }
    page.list("chat types", &document.chat_types, 0);
    page.list("directions", &document.directions, 0);
    page.list("body types", &document.body_types, 0);
    page.list("senders", &document.senders, document.distinct_senders);
    if document.senders_lost > 0 {
        let lost = count(document.senders_lost);
        page.line("", &format!("of very many: counts may be too low by up to {lost}"));
    }
    page.list("unknown keys", &document.unknown_keys, document.distinct_unknown_keys);
    if document.duplicates + document.conflicts > 0 {
        let (duplicates, conflicts) = (count(document.duplicates), count(document.conflicts));
        page.line("repeated", &format!("{duplicates} duplicates, {conflicts} conflicts"));
    }
    for (place, reason) in document.reject_reasons.iter().enumerate() {
        let label = if place == 0 { "rejects" } else { "" };
        page.line(
            label,
            &format!(
                "{} {}; first: record {} at byte {}: {}",
                count(reason.count),
                reason.reason,
                reason.first_record,
                reason.first_byte_offset,
                reason.first_reason
            ),
        );
    }
    for (place, warning) in document.warnings.iter().enumerate() {
        page.line(if place == 0 { "warnings" } else { "" }, warning);
    }
    page.0.push('\n');
    page.0
}

fn size(document: &Document) -> String {
    let Document { bytes_in, bytes_expanded, members, trailing_bytes, .. } = document;
    let mut size = bytes(*bytes_in);
    if *members > 0 {
        let ratio = *bytes_expanded as f64 / *bytes_in as f64;
        let s = if *members == 1 { "" } else { "s" };
        size.push_str(&format!(
            ", {} expanded ({ratio:.1} times), {} member{s}",
            bytes(*bytes_expanded),
            count(*members)
        ));
    }
    if *trailing_bytes > 0 {
        size.push_str(&format!(", {} bytes after the last", count(*trailing_bytes)));
    }
    size
}

fn hour(told: &HourTold, timestamps: u64) -> String {
    match (told.zone, &told.start) {
        (Some(zone), Some(start)) => {
            let (inside, all) = (count(told.inside), count(timestamps));
            format!("from {start}, named in {zone}; {inside} of {all} timestamps lie within")
        }
        _ if timestamps == 0 => "in the name, but no timestamp tells its zone".to_owned(),
        _ => "in the name, but its timestamps fit neither zone".to_owned(),
    }
}

struct Page(String);

impl Page {
    fn line(&mut self, label: &str, text: &str) {
        self.0.push_str(&format!("  {}{}\n", padded(label, LABEL), visible(text)));
    }

    /// Values with their counts, as many to a line as fit. `n_all` is how many there are, where
    /// not all are listed.
    fn list(&mut self, label: &str, values: &[Counted], n_all: usize) {
        if values.is_empty() || values.iter().all(|it| it.value.is_none()) {
            return;
        }
        let mut words: Vec<String> = values.iter().map(word).collect();
        let n_listed = values.iter().filter(|it| it.value.is_some()).count();
        if n_all > n_listed {
            words.push(format!("… {} in all", count(n_all as u64)));
        }
        let room = columns().saturating_sub(LABEL + 2).max(20);
        let mut label = label;
        let mut line = String::new();
        for word in words {
            if !line.is_empty() && width(&line) + 3 + width(&word) > room {
                self.line(std::mem::take(&mut label), &line);
                line.clear();
            }
            if !line.is_empty() {
                line.push_str(" · ");
            }
            line.push_str(&word);
        }
        self.line(label, &line);
    }
}

fn word(it: &Counted) -> String {
    let value = match &it.value {
        Some(value) if value.is_empty() => "\"\"".into(),
        Some(value) => fitted(&visible(value), VALUE).into_owned(),
        None => "(none)".to_owned(),
    };
    format!("{value} {}", count(it.count))
}
