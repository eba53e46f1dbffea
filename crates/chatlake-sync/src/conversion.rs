//! What hours are converted to, and how.

mod lake;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chatlake_convert::{
    Cause, Content, Destination, Existing, Input, InputReport, Options, Plan, PlanError, Progress,
    ZoneChoice, convert, stem,
};
use chatlake_core::{AppKey, Hour, Zone, schema};
use chatlake_lake::LakeError;
use chatlake_store::Store;

use crate::archive::Archive;
use crate::catalogue::{FileRecord, OutputRecord};
use crate::raw_source::RawSource;

pub(crate) use lake::LakeLook;
pub use lake::LakeOutputs;

/// What hours are converted to: an output for each of an hour's files.
#[derive(Clone, Debug)]
pub struct Conversion {
    /// Where outputs go.
    pub outputs: Outputs,
    /// The format and all that decides what comes out. The zone is the archive's, and what is
    /// there is replaced, whatever they say.
    pub options: Options,
}

/// Where outputs go.
#[derive(Clone, Debug)]
pub enum Outputs {
    /// Into files, below a folder: the one above those of organisation, app and day.
    Folder(PathBuf),
    /// Into a lake.
    Lake(LakeOutputs),
}

/// The files of an hour that is whole in the archive.
#[derive(Clone, Copy, Debug)]
pub(crate) struct InHand<'a> {
    pub(crate) archive: &'a Archive,
    pub(crate) app: &'a AppKey,
    pub(crate) hour: Hour,
    /// The current ones, by part.
    pub(crate) files: &'a [FileRecord],
    /// The zone that the hour is named in.
    pub(crate) zone: Zone,
}

/// What became of an hour.
#[derive(Debug, Default)]
pub(crate) struct Converted {
    pub(crate) outputs: Vec<OutputRecord>,
    pub(crate) warnings: Vec<String>,
}

/// Why an hour was not converted.
#[derive(Debug, thiserror::Error)]
pub enum ConversionError {
    /// The options cannot be carried out for any hour.
    #[error("{0}")]
    Plan(#[from] PlanError),
    /// It was refused or failed; nothing of this file was published.
    #[error("{source_name}: {message}")]
    Input {
        /// Which file.
        source_name: String,
        /// Why.
        message: String,
        /// What kind of failure it is.
        cause: Cause,
    },
    /// It did not become part of the lake.
    #[error("{source_name}: {message}")]
    Uncommitted {
        /// Which file.
        source_name: String,
        /// Why.
        message: String,
        /// What the command ends with.
        exit_code: u8,
    },
    /// The lake cannot be used.
    #[error(transparent)]
    Lake(#[from] LakeError),
    /// The system refuses.
    #[error("failed to clear `{path}`: {source}")]
    Io {
        /// Where.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl ConversionError {
    /// The exit code of the command.
    pub fn exit_code(&self) -> u8 {
        match self {
            ConversionError::Plan(_) => Cause::Usage.exit_code(),
            ConversionError::Input { cause, .. } => cause.exit_code(),
            ConversionError::Uncommitted { exit_code, .. } => *exit_code,
            ConversionError::Lake(error) => error.exit_code(),
            ConversionError::Io { .. } => Cause::Io.exit_code(),
        }
    }

    /// How far it reaches.
    pub(crate) fn reach(&self) -> Reach {
        match self {
            ConversionError::Plan(_) | ConversionError::Io { .. } => Reach::Run,
            ConversionError::Input { cause: Cause::Interrupted, .. }
            | ConversionError::Uncommitted { exit_code: 130, .. } => Reach::Interrupted,
            ConversionError::Input { cause: Cause::Io | Cause::Usage, .. } => Reach::Run,
            ConversionError::Input { .. }
            | ConversionError::Uncommitted { exit_code: 1..=4, .. } => Reach::Hour,
            ConversionError::Uncommitted { .. } | ConversionError::Lake(_) => Reach::Conversions,
        }
    }
}

/// How far a failure reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Other hours may fare better.
    Hour,
    /// No hour can be converted now; they can be fetched.
    Conversions,
    /// Nothing more can be done.
    Run,
    /// Somebody wants it so.
    Interrupted,
}

impl Conversion {
    /// Into the archive, in a folder called after the format.
    pub fn into_archive(archive: &Archive, options: Options) -> Self {
        let outputs = Outputs::Folder(archive.output_root(options.format.name()));
        Self { outputs, options }
    }

    /// Into the lake of a place.
    pub fn into_lake(archive: &Archive, store: Store, options: Options) -> Self {
        Self { outputs: Outputs::Lake(LakeOutputs::new(archive, store)), options }
    }

    /// The lake that hours become part of, if they do.
    pub fn lake(&self) -> Option<&LakeOutputs> {
        match &self.outputs {
            Outputs::Folder(_) => None,
            Outputs::Lake(lake) => Some(lake),
        }
    }

    /// How an output is made, in one line: for files, everything that decides their bytes.
    pub fn made_how(&self, zone: Zone) -> String {
        match &self.outputs {
            Outputs::Folder(_) => {
                format!("schema={} {}", schema::VERSION, self.options_for(zone).fingerprint())
            }
            Outputs::Lake(lake) => lake.made_how(),
        }
    }

    /// Whether hours of an app can be converted like this at all.
    pub(crate) fn check(
        &self,
        archive: &Archive,
        app: &AppKey,
        zone: Zone,
    ) -> Result<(), LakeError> {
        match &self.outputs {
            Outputs::Folder(_) => Ok(()),
            Outputs::Lake(lake) => lake.check(archive, app, zone, self.options.clone()),
        }
    }

    /// Looks at what is in the lake, if there is one.
    pub(crate) fn look(&self) -> Result<Option<LakeLook>, LakeError> {
        self.lake().map(LakeOutputs::look).transpose()
    }

    /// What the lake has of an hour; none if it has not all of its files, as they are.
    pub(crate) fn in_lake(
        &self,
        in_hand: InHand<'_>,
        now_ms: i64,
    ) -> Result<Option<Vec<OutputRecord>>, LakeError> {
        match self.lake() {
            Some(lake) => lake.records(in_hand, now_ms),
            None => Ok(None),
        }
    }

    /// Converts the files of an hour.
    pub(crate) fn run(
        &self,
        in_hand: InHand<'_>,
        progress: &Progress,
        now_ms: i64,
    ) -> Result<Converted, ConversionError> {
        let root = match &self.outputs {
            Outputs::Folder(root) => root,
            Outputs::Lake(lake) => {
                return lake.commit(in_hand, self.options.clone(), progress, now_ms);
            }
        };
        let InHand { archive, app, hour, files, zone } = in_hand;
        let folder = Archive::output_day(root, app, hour);
        clear_unfinished(&folder, hour)?;
        clear_unfinished(&folder.join("_rejects"), hour)?;
        let inputs = files.iter().map(|file| input(archive, file)).collect();
        let plan = Plan::new(inputs, Destination::Folder(folder))?;
        let report = convert(&plan, &self.options_for(zone), progress)?;
        let made_how = self.made_how(zone);
        let mut converted = Converted::default();
        for (file, input) in files.iter().zip(report.inputs) {
            converted.warnings.extend(warnings(&input));
            let (Some(output), None) = (input.outputs.first(), &input.error) else {
                let message = input.error.unwrap_or_else(|| "nothing was written".to_owned());
                return Err(ConversionError::Input {
                    source_name: input.source,
                    message,
                    cause: input.cause,
                });
            };
            converted.outputs.push(OutputRecord {
                part: file.part,
                path: archive.shorten(Path::new(&output.path)),
                bytes: output.bytes.unwrap_or_default(),
                sha256: output.sha256.clone().unwrap_or_default(),
                input_sha256: file.sha256.clone(),
                made_how: made_how.clone(),
                counts: input.counts,
                converted_ms: now_ms,
            });
        }
        Ok(converted)
    }

    fn options_for(&self, zone: Zone) -> Options {
        Options {
            zone: ZoneChoice::Fixed(zone),
            existing: Existing::Overwrite,
            ..self.options.clone()
        }
    }
}

fn input(archive: &Archive, file: &FileRecord) -> Input {
    let path = archive.lengthen(&file.path);
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Input {
        source: Arc::new(RawSource::new(&file.path, &path)),
        stem: stem(&name).to_owned(),
        file_name: Some(name),
        content: Content::Records,
    }
}

/// What should be told of an hour that was converted.
fn warnings(report: &InputReport) -> Vec<String> {
    let mut warnings: Vec<String> =
        report.warnings.iter().map(|warning| format!("{}: {warning}", report.source)).collect();
    if report.counts.rejects > 0 {
        let first = report.first_reject.as_deref().unwrap_or_default();
        let n_rejects = report.counts.rejects;
        warnings.push(format!("{}: {n_rejects} records rejected, first {first}", report.source));
    }
    warnings
}

/// Removes what a killed run left of an hour's outputs.
fn clear_unfinished(folder: &Path, hour: Hour) -> Result<(), ConversionError> {
    let failed = |source| ConversionError::Io { path: folder.to_owned(), source };
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(error)),
    };
    let prefix = format!(".{hour}.");
    for entry in entries {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(&prefix) && name.ends_with(".part") {
            chatlake_store::durable::remove(&entry.path()).map_err(failed)?;
        }
    }
    Ok(())
}
