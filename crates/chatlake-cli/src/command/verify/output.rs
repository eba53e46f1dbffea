//! An output, against the exports that it says it was made of.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use chatlake_convert::{Format, Options};
use parquet::errors::Result as ParquetResult;
use parquet::file::reader::{FileReader, SerializedFileReader};

use super::export::Export;
use super::{Check, Verdict};
use crate::screen::{count, plural};

/// Compares an output with the exports it names.
pub(super) fn check(path: &Path, exports: &[Export]) -> Check {
    let is_parquet = path.extension().is_some_and(|it| it.eq_ignore_ascii_case("parquet"));
    let read = if is_parquet {
        chatlake_parquet::metadata(path).map_err(|error| error.to_string())
    } else {
        chatlake_arrow::ipc::metadata(path).map_err(|error| error.to_string())
    };
    let metadata: BTreeMap<String, String> = match read {
        Ok(pairs) => pairs.into_iter().collect(),
        Err(error) => return Check::new(path, Verdict::Bad, format!("cannot be read: {error}")),
    };
    let n_rows = match is_parquet.then(|| read_all(path)).transpose() {
        Ok(n_rows) => n_rows,
        Err(error) => {
            return Check::new(path, Verdict::Bad, format!("a page cannot be read: {error}"));
        }
    };
    let sources = sources(&metadata);
    if sources.is_empty() {
        let says = "does not tell what it was made of: not written by chatlake convert or sync";
        return Check::new(path, Verdict::Unchecked, says);
    }
    match made_of(&sources, exports) {
        Ok(made_of) => rows(path, &metadata, &made_of, n_rows),
        Err((verdict, says)) => Check::new(path, verdict, says),
    }
}

/// The names and hashes of the inputs, in order.
fn sources(metadata: &BTreeMap<String, String>) -> Vec<(String, String)> {
    let source = |place: usize| {
        let get = |what: &str| metadata.get(&format!("chatlake.source.{place}.{what}")).cloned();
        Some((get("file")?, get("sha256")?))
    };
    (0..).map_while(source).collect()
}

/// The exports that an output names, found by their bytes.
fn made_of<'a>(
    sources: &[(String, String)],
    exports: &'a [Export],
) -> Result<Vec<&'a Export>, (Verdict, String)> {
    let mut found = Vec::new();
    for (name, sha256) in sources {
        if let Some(export) = exports.iter().find(|export| export.sha256 == *sha256) {
            found.push(export);
            continue;
        }
        if exports.iter().any(|export| export.file_name == *name) {
            return Err((
                Verdict::Bad,
                format!("was made of other bytes than those of {name}: convert it again"),
            ));
        }
        let says = format!("was made of {name}, which is not among the files that were named");
        return Err((Verdict::Unchecked, says));
    }
    Ok(found)
}

/// Compares the count of rows, where nothing was to be left out.
fn rows(
    path: &Path,
    metadata: &BTreeMap<String, String>,
    made_of: &[&Export],
    n_rows: Option<u64>,
) -> Check {
    let names: Vec<&str> = made_of.iter().map(|export| export.file_name.as_str()).collect();
    let names = names.join(", ");
    let is_salvaged = metadata.contains_key("chatlake.salvaged");
    let options = metadata.get("chatlake.options").map(String::as_str).unwrap_or_default();
    // A replay has only some of the rejects as rows, and which depends on what was fixed.
    let is_replay = metadata.keys().any(|key| key.ends_with(".content"));
    let is_of_all = !is_salvaged && !is_replay;
    let expected = is_of_all.then(|| expected(options, made_of)).flatten();
    match (n_rows, expected) {
        (Some(n_rows), Some(expected)) if n_rows != expected => {
            let (rows, expected) = (plural(n_rows, "row"), count(expected));
            let says =
                format!("holds {rows}, and what it was made of ({names}) comes to {expected}");
            Check::new(path, Verdict::Bad, says)
        }
        (Some(n_rows), Some(_)) => {
            let rows = plural(n_rows, "row");
            Check::new(
                path,
                Verdict::Ok,
                format!("made of these bytes of {names}; {rows}, all that are in them"),
            )
        }
        (n_rows, _) => {
            let rows = n_rows.map(|n| format!("; {}, not compared", plural(n, "row")));
            let says = format!("made of these bytes of {names}{}", rows.unwrap_or_default());
            Check::new(path, Verdict::Ok, says)
        }
    }
}

/// How many rows the exports come to; none where some were to be left out.
fn expected(options: &str, made_of: &[&Export]) -> Option<u64> {
    let usual = Options::new(Format::Parquet(chatlake_parquet::ParquetOptions::default()));
    let usual = usual.fingerprint();
    let part = |text: &str, from: &str, to: &str| {
        let start = text.find(from)?;
        let end = start + text.get(start..)?.find(to)?;
        text.get(start..end).map(str::to_owned)
    };
    // From the selection on, up to what does not change which records are rows.
    let of = |text: &str| part(text, "select=", " on_reject=");
    let limits = |text: &str| -> Vec<String> {
        text.split(' ').filter(|word| word.starts_with("max_")).map(str::to_owned).collect()
    };
    if of(options)? != of(&usual)? || limits(options) != limits(&usual) {
        return None;
    }
    let layout = part(options, ") ", " columns=")?;
    let counts = made_of.iter().map(|export| export.counts);
    let counts: Vec<_> = counts.collect::<Option<_>>()?;
    match layout {
        layout if layout.contains("Flat") => Some(counts.iter().map(|it| it.rows).sum()),
        layout if layout.contains("Nested") => {
            Some(counts.iter().map(|it| it.records - it.rejects).sum())
        }
        _ => None,
    }
}

/// Reads every page of a Parquet file, and says how many rows it has.
fn read_all(path: &Path) -> ParquetResult<u64> {
    let reader = SerializedFileReader::new(File::open(path)?)?;
    for group in 0..reader.num_row_groups() {
        let group = reader.get_row_group(group)?;
        for column in 0..group.num_columns() {
            let mut pages = group.get_column_page_reader(column)?;
            while pages.get_next_page()?.is_some() {}
        }
    }
    let n_rows = reader.metadata().file_metadata().num_rows();
    Ok(u64::try_from(n_rows).unwrap_or_default())
}
