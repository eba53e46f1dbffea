//! One output of all inputs: a file, or standard output.

use std::io;
use std::path::PathBuf;

use chatlake_core::{Sink, SinkError};

use super::{keep_rejects, metadata, options_metadata, rejects_metadata};
use crate::format::Writing;
use crate::input::Digested;
use crate::options::Existing;
use crate::output::{OutputFile, Publishing, Target};
use crate::pipeline::{Done, Encoded, Flow, Pass};
use crate::report::{InputReport, OutputReport};
use crate::writer::Failure;
use crate::writer::publisher::{compare, publish_rejects};

/// Writes all inputs to one output, in order.
///
/// Standard output gets an input's bytes when the input is known to be whole. A file cannot take
/// back what a damaged input has put into it: it is spoiled then, and the pass is repeated
/// without that input.
pub(crate) struct One<'a, F: Writing> {
    pass: &'a Pass<'a, F>,
    name: String,
    sink: F::Sink,
    rejects: Option<OutputFile>,
    rejects_path: Option<PathBuf>,
    pairs: Vec<(String, String)>,
    n_sources: usize,
    n_rejects: u64,
    is_stdout: bool,
    /// Whether the input in hand has written something.
    has_written: bool,
    is_spoiled: bool,
    /// Whether the output cannot be written to any more.
    is_broken: bool,
    /// Why not, unless it is that nobody reads it.
    failure: Option<Failure>,
}

impl<'a, F: Writing> One<'a, F> {
    /// Begins the output.
    pub(crate) fn new(
        pass: &'a Pass<'a, F>,
        name: String,
        target: Target,
        rejects_path: Option<PathBuf>,
    ) -> Result<Self, Failure> {
        let is_stdout = matches!(target, Target::Stdout(_));
        let failed = |error: SinkError| Failure::sink(&name, &error);
        let mut sink = pass.format.sink(target).map_err(failed)?;
        if is_stdout {
            // The head of the format belongs to no input.
            sink.flush().map_err(failed)?;
            sink.get_mut().checkpoint().map_err(|error| failed(error.into()))?;
        }
        Ok(Self {
            pass,
            name,
            sink,
            rejects: None,
            rejects_path,
            pairs: vec![options_metadata(pass.options)],
            n_sources: 0,
            n_rejects: 0,
            is_stdout,
            has_written: false,
            is_spoiled: false,
            is_broken: false,
            failure: None,
        })
    }

    /// Why the output cannot be written to any more, if the system is to blame.
    pub(crate) fn failure(&self) -> Option<&Failure> {
        self.failure.as_ref()
    }

    /// Whether the output holds rows of an input that was given up.
    pub(crate) fn is_spoiled(&self) -> bool {
        self.is_spoiled
    }

    pub(super) fn flow(&self) -> Flow {
        if self.is_broken { Flow::Stop } else { Flow::Continue }
    }

    pub(super) fn write(&mut self, done: Done<Encoded<F>>) -> Result<(), Failure> {
        self.has_written = true;
        let written = self.sink.write(done.encoded);
        self.checked(written)?;
        let path = self.rejects_path.clone();
        let kept = keep_rejects(self.pass.options, &mut self.rejects, path, done.rejects);
        if let (Err(failure), false) = (&kept, self.is_stdout) {
            self.is_broken = true;
            self.failure = Some(failure.clone());
        }
        kept
    }

    pub(super) fn end(
        &mut self,
        number: usize,
        digest: &Digested,
        is_salvaged: bool,
        mut report: InputReport,
    ) -> Result<InputReport, Failure> {
        if let Some(input) = self.pass.inputs.get(number) {
            self.pairs.extend(metadata(self.n_sources, input, digest));
        }
        self.n_sources += 1;
        self.n_rejects += report.counts.rejects;
        if is_salvaged {
            self.pairs.push(("chatlake.salvaged".to_owned(), "true".to_owned()));
        }
        self.has_written = false;
        if self.is_stdout {
            let flushed = self.sink.flush();
            self.checked(flushed)?;
            let passed_on = self.sink.get_mut().checkpoint().map_err(SinkError::Io);
            self.checked(passed_on)?;
            if let Target::Stdout(spool) = self.sink.get_mut()
                && spool.is_closed()
            {
                self.is_broken = true;
                self.pass.progress.output_closed();
            }
            report.outputs.push(OutputReport {
                path: "-".to_owned(),
                rows: report.counts.rows,
                bytes: None,
                sha256: None,
            });
        }
        if let Some(rejects) = &mut self.rejects {
            rejects.checkpoint().map_err(|error| Failure::io("write rejects", &error))?;
        }
        if report.counts.rejects > 0 && self.rejects.is_some() {
            report.rejects_path =
                self.rejects_path.as_ref().map(|path| path.to_string_lossy().into_owned());
        }
        Ok(report)
    }

    pub(super) fn give_up(&mut self) -> io::Result<Flow> {
        let had_written = std::mem::take(&mut self.has_written);
        if self.is_stdout {
            self.sink.flush().map_err(io::Error::other)?;
            self.sink.get_mut().roll_back()?;
        } else {
            self.is_spoiled |= had_written;
        }
        if let Some(rejects) = &mut self.rejects {
            rejects.roll_back()?;
        }
        Ok(self.flow())
    }

    /// Ends the output and publishes it; none for standard output.
    pub(crate) fn finish(mut self) -> Result<Option<Publishing>, Failure> {
        if self.is_stdout && self.has_written && !self.is_broken {
            // Stopped within an input: what is held of it is not let go.
            let taken_back = self.give_up();
            taken_back.map_err(|error| Failure::io("take back what was not finished", &error))?;
        }
        let Self { pass, name, sink, rejects, rejects_path, mut pairs, n_sources, .. } = self;
        let (n_rejects, is_broken) = (self.n_rejects, self.is_broken);
        if is_broken {
            return Ok(None);
        }
        let existing = pass.options.existing;
        pairs.extend(rejects_metadata(pass.options, n_rejects));
        let target = sink.close(&pairs).map_err(|error| Failure::sink(&name, &error))?;
        let failed = |error: io::Error| Failure::io(&format!("publish `{name}`"), &error);
        match target {
            Target::Stdout(mut spool) => {
                publish_rejects(rejects, rejects_path, existing).map_err(failed)?;
                spool.checkpoint().map_err(failed)?;
                Ok(None)
            }
            // Without a single whole input there is nothing to publish.
            Target::File(_) if n_sources == 0 => Ok(None),
            Target::File(file) => {
                if existing == Existing::Skip && file.path().exists() {
                    return compare(*file, rejects, rejects_path).map(Some).map_err(failed);
                }
                publish_rejects(rejects, rejects_path, existing).map_err(failed)?;
                file.publish(existing).map(Some).map_err(failed)
            }
        }
    }

    fn checked(&mut self, outcome: Result<(), SinkError>) -> Result<(), Failure> {
        outcome.map_err(|error| {
            let failure = Failure::sink(&self.name, &error);
            self.is_broken = true;
            self.failure = Some(failure.clone());
            failure
        })
    }
}
