//! An archive: its files against its catalogue.

use std::path::Path;

use chatlake_convert::ZoneChoice;
use chatlake_core::Zone;
use chatlake_sync::{Archive, Finding, Reading, Rebuild, Rebuilt, Verified, verify};

use super::{Check, Verdict};
use crate::args::VerifyArgs;
use crate::clock::clock;
use crate::command::supply::conversion;
use crate::console::Console;
use crate::failure::Failure;
use crate::screen::{bytes, plural};

/// Makes the catalogue again if that was asked for, and compares the archive with it.
pub(super) fn check(
    folder: &Path,
    args: &VerifyArgs,
    console: &Console,
) -> Result<Vec<Check>, Failure> {
    let archive = Archive::at(folder);
    // What hours are converted to takes a key where there are pseudonyms, and hashes take none.
    let conversion = match args.repair || args.again {
        true => Some(conversion(&args.conversion, &archive)?),
        false => None,
    };
    let mut checks = Vec::new();
    if args.repair {
        let (zone, is_zone_given) = match args.zone {
            ZoneChoice::Fixed(zone) => (zone, true),
            ZoneChoice::Auto => (Zone::Beijing, false),
        };
        let rebuild = Rebuild {
            archive: &archive,
            window: args.window.window(zone)?,
            is_zone_given,
            conversion: conversion.as_ref(),
            now_ms: clock()?.now_ms(),
        };
        let rebuilt = rebuild.run()?;
        checks.push(Check::new(&archive.catalogue(), Verdict::Repaired, repaired(&rebuilt)));
    }
    let again = conversion.as_ref().filter(|_| args.again);
    let reading = again.map_or(Reading::Hashes, Reading::Again);
    let mut told = |app: &chatlake_sync::AppKey, hour: chatlake_core::Hour| {
        console.say(crate::console::Level::Debug, None, &format!("looking at {app} {hour}"));
        true
    };
    let verified = verify(&archive, reading, &mut told)?;
    for (app, hour, finding) in &verified.findings {
        let (path, verdict, says) = said(finding, folder);
        checks.push(Check::new(path, verdict, format!("{says} ({app}, hour {hour})")));
    }
    let is_well = verified.findings.is_empty();
    let verdict = if is_well { Verdict::Ok } else { Verdict::Looked };
    checks.push(Check::new(folder, verdict, looked(&verified, args.again)));
    Ok(checks)
}

/// What was looked at, and how.
fn looked(verified: &Verified, is_again: bool) -> String {
    let Verified { hours, files, bytes: n_bytes, outputs, .. } = verified;
    let again = if is_again { " and by converting once more" } else { "" };
    format!(
        "looked at {}: {} of {} read to the last checksum and compared by hash, {} compared by hash{again}",
        plural(*hours as u64, "hour"),
        plural(*files as u64, "export"),
        bytes(*n_bytes),
        plural(*outputs as u64, "output"),
    )
}

fn repaired(rebuilt: &Rebuilt) -> String {
    let Rebuilt { apps, hours, converted, to_convert, damaged, attachments } = rebuilt;
    let mut says = format!(
        "made again from the files: {} of {}, {converted} with outputs that are as they should be",
        plural(*hours as u64, "hour"),
        plural(*apps as u64, "app"),
    );
    for (number, what) in [
        (to_convert, "to be converted by the next sync"),
        (damaged, "damaged, put aside and to be fetched again"),
        (attachments, "attachments on record again"),
    ] {
        if *number > 0 {
            says.push_str(&format!(", {number} {what}"));
        }
    }
    says
}

/// A finding in words, with what to do about it.
fn said<'a>(finding: &'a Finding, folder: &'a Path) -> (&'a Path, Verdict, String) {
    const FETCH: &str = "the next sync fetches it again while the server has it";
    const CONVERT: &str = "the next sync converts its hour again";
    const COMMIT: &str = "the next sync --lake commits its hour again";
    let told = |path: &'a Path, verdict, says: &str, next: &str| {
        (path, verdict, format!("{says}; {next}"))
    };
    let bad = |path, says: &str, next: &str| told(path, Verdict::Bad, says, next);
    let stale = |path, says: &str, next: &str| told(path, Verdict::Stale, says, next);
    match finding {
        Finding::FileMissing(path) => bad(path, "is on record and not there", FETCH),
        Finding::FileChanged(path) => {
            bad(path, "holds other bytes than were fetched", "restore it, or remove it and sync")
        }
        Finding::FileDamaged(path, how) => {
            bad(path, &format!("is damaged: {how}"), "restore it, or remove it and sync")
        }
        Finding::Unrecorded(path) => {
            stale(path, "is there and not on record", "the next sync, or --repair, takes it in")
        }
        Finding::OutputMissing(path) => stale(path, "is on record and not there", CONVERT),
        Finding::OutputChanged(path) => stale(path, "holds other bytes than were written", CONVERT),
        Finding::OutputStale(path) => stale(path, "was made of other bytes", CONVERT),
        Finding::OutputDiffers(path) => stale(
            path,
            "is not what converting once more gives",
            "was it made with other options, or by another version?",
        ),
        Finding::AccountsDiffer(path) => {
            stale(path, "its accounts on record are wrong", "--repair makes them again")
        }
        Finding::NotInLake(path) => {
            stale(Path::new(path), "is on record, and the lake does not have it", COMMIT)
        }
        Finding::OtherInLake(path) => {
            stale(Path::new(path), "was made of other bytes than the archive has", COMMIT)
        }
        Finding::AccountsWrong(path) => {
            stale(path, "its accounts on record do not add up", "--repair makes them again")
        }
        _ => bad(folder, "something is not as it should be", "--repair may help"),
    }
}
