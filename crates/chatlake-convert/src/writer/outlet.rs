//! Outputs: one per input, or one of all.

mod each;
mod one;

use std::io;

pub(crate) use each::Each;
pub(crate) use one::One;

use chatlake_core::Pieces;

use crate::format::Writing;
use crate::input::Digested;
use crate::options::{Keys, OnReject, Options};
use crate::output::{OutputFile, create_folder};
use crate::pipeline::{Done, Encoded, Flow};
use crate::plan::{Content, Input};
use crate::report::InputReport;
use crate::writer::Failure;

/// Where encoded jobs go.
pub(crate) enum Outlet<'a, F: Writing> {
    /// A file per input.
    Each(Each<'a, F>),
    /// One file, or standard output.
    One(One<'a, F>),
}

impl<F: Writing> Outlet<'_, F> {
    /// Appends a job of an input.
    pub(crate) fn write(&mut self, number: usize, done: Done<Encoded<F>>) -> Result<(), Failure> {
        match self {
            Outlet::Each(each) => each.write(number, done),
            Outlet::One(one) => one.write(done),
        }
    }

    /// The input is whole. Yields its report, unless that is completed when it is published.
    pub(crate) fn end(
        &mut self,
        number: usize,
        digest: &Digested,
        is_salvaged: bool,
        report: InputReport,
    ) -> Result<Option<InputReport>, Failure> {
        match self {
            Outlet::Each(each) => each.end(number, digest, is_salvaged, report),
            Outlet::One(one) => one.end(number, digest, is_salvaged, report).map(Some),
        }
    }

    /// Nothing of the input is to be published.
    pub(crate) fn give_up(&mut self, _number: usize) -> io::Result<Flow> {
        match self {
            Outlet::Each(each) => {
                each.give_up();
                Ok(Flow::Continue)
            }
            Outlet::One(one) => one.give_up(),
        }
    }

    /// Whether it makes sense to go on.
    pub(crate) fn flow(&self) -> Flow {
        match self {
            Outlet::Each(_) => Flow::Continue,
            Outlet::One(one) => one.flow(),
        }
    }
}

/// What an output tells of one of its inputs. Never a path: names alone.
pub(crate) fn metadata(place: usize, input: &Input, digest: &Digested) -> Vec<(String, String)> {
    let key = |what: &str| format!("{SOURCE}{place}.{what}");
    let mut pairs = vec![
        (key("file"), input.file_name.as_deref().unwrap_or("-").to_owned()),
        (key("sha256"), digest.sha256.clone()),
        (key("bytes"), digest.bytes.to_string()),
    ];
    if input.content == Content::Rejects {
        pairs.push((key("content"), "rejects".to_owned()));
    }
    pairs
}

/// What the keys begin with that tell of inputs.
pub(crate) const SOURCE: &str = "chatlake.source.";

/// What an output tells of how it was made.
pub(crate) fn options_metadata(options: &Options) -> (String, String) {
    ("chatlake.options".to_owned(), options.fingerprint())
}

/// What an output tells of the rejects that are kept of its inputs, if there are any. Where keys are
/// kept no output is skipped, and none needs to tell.
pub(crate) fn rejects_metadata(options: &Options, n_rejects: u64) -> Option<(String, String)> {
    let is_told = options.on_reject == OnReject::Quarantine && options.keys == Keys::Forgotten;
    (is_told && n_rejects > 0).then(|| (REJECTS.to_owned(), n_rejects.to_string()))
}

/// How many rejects are kept.
pub(crate) const REJECTS: &str = "chatlake.rejects";

/// Keeps rejects, where they are kept: the file begins with the first one.
pub(crate) fn keep_rejects(
    options: &Options,
    file: &mut Option<OutputFile>,
    path: Option<std::path::PathBuf>,
    lines: Pieces,
) -> Result<(), Failure> {
    if lines.is_empty() || options.on_reject != OnReject::Quarantine {
        return Ok(());
    }
    let Some(path) = path else { return Ok(()) };
    let failed = |error: io::Error| Failure::io(&format!("write `{}`", path.display()), &error);
    if file.is_none() {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            create_folder(folder).map_err(failed)?;
        }
        *file = Some(OutputFile::create(&path).map_err(failed)?);
    }
    match file {
        Some(file) => lines.write_to(file).map_err(failed),
        None => Ok(()),
    }
}
