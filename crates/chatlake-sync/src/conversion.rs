//! What hours are converted to, and how.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chatlake_convert::{
    Cause, Content, Destination, Existing, Input, InputReport, Options, Plan, PlanError, Progress,
    ZoneChoice, convert, stem,
};
use chatlake_core::{AppKey, Hour, Zone, schema};

use crate::archive::Archive;
use crate::catalogue::{FileRecord, OutputRecord};
use crate::raw_source::RawSource;

/// What hours are converted to: an output for each of an hour's files.
#[derive(Clone, Debug)]
pub struct Conversion {
    /// The folder above those of organisation, app and day.
    pub root: PathBuf,
    /// The format and all that decides what comes out. The zone is the archive's, and what is
    /// there is replaced, whatever they say.
    pub options: Options,
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
#[derive(Debug)]
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
    /// What kind of failure it is.
    pub fn cause(&self) -> Cause {
        match self {
            ConversionError::Plan(_) => Cause::Usage,
            ConversionError::Input { cause, .. } => *cause,
            ConversionError::Io { .. } => Cause::Io,
        }
    }
}

impl Conversion {
    /// Into the archive, in a folder called after the format.
    pub fn into_archive(archive: &Archive, options: Options) -> Self {
        Self { root: archive.output_root(options.format.name()), options }
    }

    /// Everything that decides the bytes of an output, in one line.
    pub fn made_how(&self, zone: Zone) -> String {
        format!("schema={} {}", schema::VERSION, self.options_for(zone).fingerprint())
    }

    /// Converts the files of an hour.
    pub(crate) fn run(
        &self,
        in_hand: InHand<'_>,
        progress: &Progress,
        now_ms: i64,
    ) -> Result<Converted, ConversionError> {
        let InHand { archive, app, hour, files, zone } = in_hand;
        let folder = Archive::output_day(&self.root, app, hour);
        clear_unfinished(&folder, hour)?;
        clear_unfinished(&folder.join("_rejects"), hour)?;
        let inputs = files.iter().map(|file| input(archive, file)).collect();
        let plan = Plan::new(inputs, Destination::Folder(folder))?;
        let report = convert(&plan, &self.options_for(zone), progress)?;
        let made_how = self.made_how(zone);
        let mut converted = Converted { outputs: Vec::new(), warnings: Vec::new() };
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
