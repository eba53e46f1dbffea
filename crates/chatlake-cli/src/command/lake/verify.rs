//! `chatlake lake verify`.

use std::io::Write;

use chatlake_convert::{Format, Options};
use chatlake_core::{Column, Projection};
use chatlake_lake::{Finding, Lake, LakeError, Verified, Verify};
use chatlake_parquet::ParquetOptions;
use chatlake_store::{Place, Store};
use serde::Serialize;

use super::failure;
use crate::args::{Given, LakeVerifyArgs, PseudonymArgs, select};
use crate::command::convert::pseudonyms;
use crate::command::supply::Halt;
use crate::command::{print, print_json};
use crate::console::{Console, Level};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::screen::{self, bytes, count, plural};

/// What was looked at, and what was found, for scripts.
#[derive(Serialize)]
struct Document {
    lake: String,
    slots: u64,
    compacted_days: u64,
    files: u64,
    rows: u64,
    bytes: u64,
    /// Slots whose exports are what they were made of; null if nobody looked.
    exports: Option<u64>,
    /// Slots that were made once more; null if nobody did.
    made_again: Option<u64>,
    /// How many findings are files that nobody reads, and that may go.
    left_over: u64,
    findings: Vec<FindingDocument>,
    interrupted: bool,
    exit: u8,
}

#[derive(Serialize)]
struct FindingDocument {
    path: String,
    verdict: &'static str,
    finding: String,
    next: String,
}

/// Checks whether a lake is what it says.
pub(super) fn run(
    args: &LakeVerifyArgs,
    given: &Given,
    console: &Console,
) -> Result<Exit, Failure> {
    let halt = Halt::watch(*console)?;
    let asked = halt.clone();
    let open = |place: &Place| -> Result<Store, Failure> {
        let (store, asked) = (Store::open(place), asked.clone());
        let store = store.map_err(|error| failure(&error.into()))?;
        Ok(store.until(move || asked.amid().is_break()))
    };
    let store = open(&args.place)?;
    let raw = args.raw.iter().map(open).collect::<Result<Vec<Store>, Failure>>()?;
    let scratch = scratch(args)?;
    let options = if args.again { options(args, given, &store)? } else { None };
    let verify =
        Verify { store: &store, scratch: scratch.path(), raw: &raw, again: options.as_ref() };
    let verified = verify.run(&mut |key| {
        console.say(Level::Debug, None, &format!("looking at {key}"));
        halt.between()
    });
    let verified = verified.map_err(|error| failure(&error))?;
    let document = document(args, &verified);
    if args.json {
        print_json(&document)?;
    } else {
        page(&document)?;
    }
    Ok(Exit::of(document.exit))
}

/// A folder that goes when the command ends.
fn scratch(args: &LakeVerifyArgs) -> Result<tempfile::TempDir, Failure> {
    let place = args.staging.clone().unwrap_or_else(std::env::temp_dir);
    let made = tempfile::Builder::new().prefix("chatlake-").tempdir_in(&place);
    made.map_err(|error| Failure::io(format!("make a folder in `{}`", place.display()), &error))
}

/// What the lake does not say of how it was made; none if it says nothing that can be understood,
/// which will be found.
fn options(
    args: &LakeVerifyArgs,
    given: &Given,
    store: &Store,
) -> Result<Option<Options>, Failure> {
    let lake = match Lake::open(store.clone()) {
        Err(LakeError::BadTerms { .. }) => return Ok(None),
        lake => lake.map_err(|error| failure(&error))?,
    };
    let known = match &lake.terms().pseudonyms {
        Some(known) => known.columns.iter().filter_map(|name| name.parse().ok()).collect(),
        None => Vec::new(),
    };
    let columns: Vec<Column> = match args.pseudonyms.pseudonymise.as_slice() {
        [] => known,
        said => said.to_vec(),
    };
    // A key may be at hand for other lakes.
    let made = if columns.is_empty() {
        None
    } else {
        let of_lake = PseudonymArgs { pseudonymise: columns, ..args.pseudonyms.clone() };
        pseudonyms(&of_lake, given)?
    };
    let projection = match made {
        Some(pseudonyms) => Projection::default().with_pseudonyms(pseudonyms),
        None => Projection::default(),
    };
    let select =
        select(&args.select).map_err(|error| Failure::usage(format!("--select: {error}")))?;
    let format = Format::Parquet(ParquetOptions::default());
    Ok(Some(Options { projection, select, ..Options::new(format) }))
}

fn document(args: &LakeVerifyArgs, verified: &Verified) -> Document {
    let told = |finding: &Finding| FindingDocument {
        path: finding.path.clone(),
        verdict: match finding {
            it if it.is_of_export() => "export",
            it if it.is_harmless() => "note",
            _ => "bad",
        },
        finding: finding.fault.to_string(),
        next: finding.next(),
    };
    Document {
        lake: args.place.to_string(),
        slots: verified.slots,
        compacted_days: verified.days,
        files: verified.files,
        rows: verified.rows,
        bytes: verified.bytes,
        exports: (!args.raw.is_empty()).then_some(verified.raw),
        made_again: args.again.then_some(verified.again),
        left_over: verified.findings.iter().filter(|it| it.is_left_over()).count() as u64,
        findings: verified.findings.iter().map(told).collect(),
        interrupted: verified.is_interrupted,
        exit: verified.exit_code(),
    }
}

fn page(document: &Document) -> Result<(), Failure> {
    print(|out| {
        for FindingDocument { path, verdict, finding, next } in &document.findings {
            let colour = if *verdict == "note" { "1;33" } else { "1;31" };
            let word = format!("{verdict:<6}");
            let word = match screen::has_colours() {
                true => format!("\x1b[{colour}m{word}\x1b[0m"),
                false => word,
            };
            let line = format!("{path}: {finding}; {next}");
            writeln!(out, "{word}  {}", screen::visible(&line))?;
        }
        writeln!(out, "{}", summary(document))
    })
}

fn summary(document: &Document) -> String {
    let Document { slots, compacted_days, files, rows, exports, made_again, left_over, .. } =
        document;
    let mut says = format!(
        "looked at {} in {} of rows, {} and {}",
        plural(*slots, "hour"),
        plural(*files, "file"),
        plural(*rows, "row"),
        bytes(document.bytes),
    );
    if *compacted_days > 0 {
        says.push_str(&format!(", {} compacted", plural(*compacted_days, "day")));
    }
    if let Some(exports) = exports {
        says.push_str(&format!("; {} as they were", plural(*exports, "export")));
    }
    if let Some(made_again) = made_again {
        says.push_str(&format!("; {} made once more", plural(*made_again, "hour")));
    }
    if *left_over > 0 {
        says.push_str(&format!("; {} left over", plural(*left_over, "file")));
    }
    let n_findings = document.findings.len() as u64 - left_over;
    match (document.interrupted, n_findings) {
        (true, _) => says.push_str("; interrupted, the rest was not looked at"),
        (false, 0) => says.push_str(": all is well"),
        (false, _) => says.push_str(&format!(": {} not as it should be", count(n_findings))),
    }
    says
}
