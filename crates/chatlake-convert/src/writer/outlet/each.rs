//! A file per input.

use std::path::{Path, PathBuf};

use chatlake_core::Sink;

use super::{keep_rejects, metadata, options_metadata, rejects_metadata};
use crate::format::Writing;
use crate::input::Digested;
use crate::key_file::write_keys;
use crate::options::Keys;
use crate::output::{OutputFile, Target};
use crate::pipeline::{Done, Encoded, Pass};
use crate::plan::Plan;
use crate::report::InputReport;
use crate::writer::Failure;
use crate::writer::publisher::{Publication, Publisher};

/// Writes a file per input.
pub(crate) struct Each<'a, F: Writing> {
    pass: &'a Pass<'a, F>,
    plan: &'a Plan,
    publisher: &'a Publisher<'a>,
    current: Option<Current<F::Sink>>,
}

/// The files of the input in hand.
struct Current<S> {
    sink: S,
    /// The keys of what the sink was given, where they are kept.
    keys: Option<OutputFile>,
    rejects: Option<OutputFile>,
}

impl<'a, F: Writing> Each<'a, F> {
    pub(crate) fn new(pass: &'a Pass<'a, F>, plan: &'a Plan, publisher: &'a Publisher<'a>) -> Self {
        Self { pass, plan, publisher, current: None }
    }

    pub(super) fn write(&mut self, number: usize, done: Done<Encoded<F>>) -> Result<(), Failure> {
        let path = self.path(number, self.extension(), false);
        let rejects_path = self.pass.inputs.get(number).and_then(|i| self.plan.rejects_of(i));
        let begun = self.take(number)?;
        let Current { sink, keys, rejects } = self.current.insert(begun);
        sink.write(done.encoded).map_err(|error| Failure::sink(&path.to_string_lossy(), &error))?;
        if let Some(keys) = keys {
            let written = write_keys(&done.keys, keys);
            written.map_err(|error| {
                Failure::io(&format!("write the keys of `{}`", path.display()), &error)
            })?;
        }
        keep_rejects(self.pass.options, rejects, rejects_path, done.rejects)
    }

    pub(super) fn end(
        &mut self,
        number: usize,
        digest: &Digested,
        is_salvaged: bool,
        report: InputReport,
    ) -> Result<Option<InputReport>, Failure> {
        let Current { sink, keys, rejects } = self.take(number)?;
        let path = self.path(number, self.extension(), is_salvaged);
        let (input, options) = (self.pass.inputs.get(number), self.pass.options);
        let mut pairs = input.map(|input| metadata(0, input, digest)).unwrap_or_default();
        pairs.push(options_metadata(options));
        pairs.extend(rejects_metadata(options, report.counts.rejects));
        if is_salvaged {
            pairs.push(("chatlake.salvaged".to_owned(), "true".to_owned()));
        }
        let target =
            sink.close(&pairs).map_err(|error| Failure::sink(&path.to_string_lossy(), &error))?;
        let Target::File(output) = target else { unreachable!("its target was a file") };
        let keys_path = self.path(number, KEYS, is_salvaged);
        let publication = Publication {
            number,
            report,
            output: output.renamed(path),
            keys: keys.map(|keys| keys.renamed(keys_path)),
            rejects,
            rejects_path: input.and_then(|input| self.plan.rejects_of(input)),
            existing: options.existing,
        };
        // A later input's duplicates are dropped only for what is safe on disk.
        if options.leaves_out_what_came_before() {
            return Ok(Some(publication.publish()));
        }
        self.publisher.send(publication);
        Ok(None)
    }

    pub(super) fn give_up(&mut self) {
        self.current = None;
    }

    fn extension(&self) -> &'static str {
        self.pass.options.format.extension()
    }

    /// Where the output of an input goes, or what lies beside it under another extension.
    fn path(&self, number: usize, extension: &str, is_salvaged: bool) -> PathBuf {
        let input = self.pass.inputs.get(number);
        let path = input.and_then(|input| self.plan.output_of(input, extension, is_salvaged));
        path.unwrap_or_default()
    }

    /// The files of the input in hand, begun if need be.
    fn take(&mut self, number: usize) -> Result<Current<F::Sink>, Failure> {
        match self.current.take() {
            Some(current) => Ok(current),
            None => self.begin(number),
        }
    }

    fn begin(&self, number: usize) -> Result<Current<F::Sink>, Failure> {
        let create = |path: &Path| {
            OutputFile::create(path)
                .map_err(|error| Failure::io(&format!("create `{}`", path.display()), &error))
        };
        let path = self.path(number, self.extension(), false);
        let sink = self.pass.format.sink(Target::file(create(&path)?));
        let sink = sink.map_err(|error| Failure::sink(&path.to_string_lossy(), &error))?;
        let keys = match self.pass.options.keys {
            Keys::Forgotten => None,
            Keys::Kept { .. } => Some(create(&self.path(number, KEYS, false))?),
        };
        Ok(Current { sink, keys, rejects: None })
    }
}

/// What the names of files of keys end in, without the dot.
const KEYS: &str = "keys";
