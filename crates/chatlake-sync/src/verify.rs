//! Whether the archive still holds what the catalogue says, and the outputs what the archive says.

mod lakes;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chatlake_convert::Counts;
use chatlake_core::{AppKey, Hour};

use crate::archive::{Archive, FoundHour, scan};
use crate::catalogue::{Catalogue, FileRecord, HourRecord, Opening, OutputRecord};
use crate::check::{Digested, damage, digest};
use crate::conversion::{Conversion, InHand, Outputs};
use crate::error::SyncError;
use crate::rebuild::{Again, again, is_recorded};
use crate::state::State;
use lakes::Lakes;

/// How closely outputs are looked at.
#[derive(Clone, Copy, Debug)]
pub enum Reading<'a> {
    /// Their bytes are those that were written, of the files that are there.
    Hashes,
    /// And converting once more gives the same bytes and the same accounts.
    Again(&'a Conversion),
}

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Finding {
    /// A file that is on record is not there.
    FileMissing(PathBuf),
    /// A file is not the one that was fetched.
    FileChanged(PathBuf),
    /// A file is damaged; how.
    FileDamaged(PathBuf, String),
    /// A file is there and not on record.
    Unrecorded(PathBuf),
    /// An output that is on record is not there.
    OutputMissing(PathBuf),
    /// An output is not the one that was written.
    OutputChanged(PathBuf),
    /// An output was made of other bytes than those that are there now.
    OutputStale(PathBuf),
    /// An output is not what converting once more gives.
    OutputDiffers(PathBuf),
    /// The accounts on record are not those that converting once more gives.
    AccountsDiffer(PathBuf),
    /// The accounts on record do not add up.
    AccountsWrong(PathBuf),
    /// An hour is on record as part of a lake, and the lake does not have it: where its manifest
    /// should be.
    NotInLake(String),
    /// A lake has other bytes of an hour than those that are there now.
    OtherInLake(String),
}

impl Finding {
    /// The exit code of the command: 4 where the vendor's bytes are concerned, for they may not
    /// be had again; else 3.
    pub fn exit_code(&self) -> u8 {
        match self {
            Finding::FileMissing(_) | Finding::FileChanged(_) | Finding::FileDamaged(..) => 4,
            _ => 3,
        }
    }
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Hours that were looked at.
    pub hours: usize,
    /// Files of the vendor's, current and replaced.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Outputs.
    pub outputs: usize,
    /// What is not as it should be.
    pub findings: Vec<(AppKey, Hour, Finding)>,
}

impl Verified {
    /// The exit code of the command.
    pub fn exit_code(&self) -> u8 {
        self.findings.iter().map(|(_, _, finding)| finding.exit_code()).max().unwrap_or(0)
    }
}

/// Compares all apps of an archive. `told` hears of every hour and ends it by returning `false`.
///
/// # Errors
///
/// The archive is taken, its catalogue cannot be used, or a file cannot be read.
pub fn verify(
    archive: &Archive,
    reading: Reading<'_>,
    told: &mut dyn FnMut(&AppKey, Hour) -> bool,
) -> Result<Verified, SyncError> {
    let _lock = archive.lock()?;
    let catalogue = Catalogue::open(&archive.catalogue(), Opening::Existing)?;
    let mut verified = Verified::default();
    let mut lakes = Lakes::new(archive);
    for app in catalogue.apps()? {
        let zone = catalogue.terms(&app)?.map(|terms| terms.zone);
        let found = scan(archive, &app)?;
        let known = catalogue.hours(&app)?;
        let nothing = FoundHour::new();
        for HourRecord { hour, state, .. } in known.iter().copied() {
            if !told(&app, hour) {
                return Ok(verified);
            }
            let files = catalogue.files(&app, hour)?;
            let outputs = catalogue.outputs(&app, hour)?;
            let here = found.get(&hour).unwrap_or(&nothing);
            let mut findings = Vec::new();
            look_at_files(archive, &files, here, &mut verified, &mut findings)?;
            look_at_outputs(archive, &files, &outputs, &mut lakes, &mut verified, &mut findings)?;
            let is_converted = matches!(state, State::Converted | State::Committed);
            if let (Some((conversion, root)), Some(zone), true, true) =
                (again_below(reading), zone, is_converted, findings.is_empty())
            {
                let current: Vec<FileRecord> =
                    files.into_iter().filter(|file| file.replaced_by.is_none()).collect();
                let in_hand = InHand { archive, app: &app, hour, files: &current, zone };
                let made = again(in_hand, conversion, root, 0)?;
                compare(archive, &made.unwrap_or_default(), &outputs, &mut findings);
            }
            verified.hours += 1;
            verified.findings.extend(findings.into_iter().map(|it| (app.clone(), hour, it)));
        }
        let known: BTreeSet<Hour> = known.iter().map(|known| known.hour).collect();
        for (hour, files) in found.iter().filter(|(hour, _)| !known.contains(*hour)) {
            for file in files.iter().filter(|file| is_recorded(file.name.kind)) {
                let finding = Finding::Unrecorded(file.path.clone());
                verified.findings.push((app.clone(), *hour, finding));
            }
        }
    }
    Ok(verified)
}

/// What is converted once more, and below which folder it lies; `chatlake lake verify --again` makes
/// lakes again.
fn again_below(reading: Reading<'_>) -> Option<(&Conversion, &Path)> {
    match reading {
        Reading::Hashes => None,
        Reading::Again(conversion) => match &conversion.outputs {
            Outputs::Folder(root) => Some((conversion, root)),
            Outputs::Lake(_) => None,
        },
    }
}

fn look_at_files(
    archive: &Archive,
    files: &[FileRecord],
    here: &FoundHour,
    verified: &mut Verified,
    findings: &mut Vec<Finding>,
) -> Result<(), SyncError> {
    for file in files {
        let path = archive.lengthen(&file.path);
        verified.files += 1;
        let Some(found) = digest_of(&path)? else {
            findings.push(Finding::FileMissing(path));
            continue;
        };
        verified.bytes += found.bytes;
        if let Some(damage) = damage(&path).map_err(SyncError::io("read", &path))? {
            findings.push(Finding::FileDamaged(path, damage.to_string()));
        } else if found.sha256 != file.sha256 {
            findings.push(Finding::FileChanged(path));
        }
    }
    for file in here.iter().filter(|file| is_recorded(file.name.kind)) {
        if files.iter().all(|known| archive.lengthen(&known.path) != file.path) {
            findings.push(Finding::Unrecorded(file.path.clone()));
        }
    }
    Ok(())
}

fn look_at_outputs(
    archive: &Archive,
    files: &[FileRecord],
    outputs: &[OutputRecord],
    lakes: &mut Lakes<'_>,
    verified: &mut Verified,
    findings: &mut Vec<Finding>,
) -> Result<(), SyncError> {
    for output in outputs {
        let path = archive.lengthen(&output.path);
        verified.outputs += 1;
        if lakes.has(output) {
            findings.extend(lakes.look(output, files)?);
            continue;
        }
        let Some(found) = digest_of(&path)? else {
            findings.push(Finding::OutputMissing(path));
            continue;
        };
        let mut current = files.iter().filter(|file| file.replaced_by.is_none());
        let is_of_it =
            |file: &FileRecord| file.part == output.part && file.sha256 == output.input_sha256;
        if found.sha256 != output.sha256 {
            findings.push(Finding::OutputChanged(path));
        } else if !current.any(is_of_it) {
            findings.push(Finding::OutputStale(path));
        } else if !output.counts.is_balanced() {
            findings.push(Finding::AccountsWrong(path));
        }
    }
    Ok(())
}

/// What a file is known by; none if it is not there.
fn digest_of(path: &Path) -> Result<Option<Digested>, SyncError> {
    match digest(path) {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(SyncError::io("read", path)(error)),
    }
}

/// What was made once more against what is on record.
fn compare(
    archive: &Archive,
    made: &[Again],
    outputs: &[OutputRecord],
    findings: &mut Vec<Finding>,
) {
    for output in outputs {
        let path = archive.lengthen(&output.path);
        match made.iter().find(|it| it.record.part == output.part) {
            Some(it) if it.is_same => {
                let kept = |counts: Counts| {
                    let Counts {
                        records,
                        written,
                        rows,
                        duplicates,
                        duplicates_dropped,
                        conflicts,
                        rejects,
                        filtered,
                        ..
                    } = counts;
                    [
                        records,
                        written,
                        rows,
                        duplicates,
                        duplicates_dropped,
                        conflicts,
                        rejects,
                        filtered,
                    ]
                };
                if kept(it.record.counts) != kept(output.counts) {
                    findings.push(Finding::AccountsDiffer(path));
                }
            }
            _ => findings.push(Finding::OutputDiffers(path)),
        }
    }
}
