//! A file per input.

use chatlake_core::Sink;

use super::{keep_rejects, metadata, options_metadata};
use crate::format::Writing;
use crate::input::Digested;
use crate::options::Dedup;
use crate::output::{OutputFile, Target};
use crate::pipeline::{Encoded, Pass};
use crate::plan::Plan;
use crate::writer::Failure;
use crate::writer::publisher::{Publication, Published, Publisher};

/// Writes a file per input.
pub(crate) struct Each<'a, F: Writing> {
    pass: &'a Pass<'a, F>,
    plan: &'a Plan,
    publisher: &'a Publisher<'a>,
    current: Option<F::Sink>,
    rejects: Option<OutputFile>,
    /// What was published without the publisher's help.
    pub(crate) published: Vec<Published>,
}

impl<'a, F: Writing> Each<'a, F> {
    pub(crate) fn new(pass: &'a Pass<'a, F>, plan: &'a Plan, publisher: &'a Publisher<'a>) -> Self {
        Self { pass, plan, publisher, current: None, rejects: None, published: Vec::new() }
    }

    pub(super) fn write(
        &mut self,
        number: usize,
        encoded: Encoded<F>,
        rejects: &[u8],
    ) -> Result<(), Failure> {
        let path = self.path(number, false);
        self.sink(number)?.write(encoded).map_err(|error| Failure::sink(&path, &error))?;
        let rejects_path = self.pass.inputs.get(number).and_then(|i| self.plan.rejects_of(i));
        keep_rejects(self.pass.options, &mut self.rejects, rejects_path, rejects)
    }

    pub(super) fn end(
        &mut self,
        number: usize,
        digest: &Digested,
        is_salvaged: bool,
    ) -> Result<(), Failure> {
        self.sink(number)?;
        let path = self.path(number, is_salvaged);
        let (Some(sink), Some(input)) = (self.current.take(), self.pass.inputs.get(number)) else {
            return Ok(());
        };
        let mut pairs = metadata(0, input, digest);
        pairs.push(options_metadata(self.pass.options));
        if is_salvaged {
            pairs.push(("chatlake.salvaged".to_owned(), "true".to_owned()));
        }
        let target = sink.close(&pairs).map_err(|error| Failure::sink(&path, &error))?;
        let Target::File(output) = target else { return Ok(()) };
        let publication = Publication {
            number,
            output: output.renamed(path.into()),
            rejects: self.rejects.take(),
            rejects_path: self.plan.rejects_of(input),
            existing: self.pass.options.existing,
        };
        // A later input's duplicates are dropped only for what is safe on disk.
        if self.pass.options.dedup == Dedup::Drop {
            let published = publication.publish();
            if let Err(error) = &published.outcome {
                return Err(Failure::io("publish the output", error));
            }
            self.published.push(published);
        } else {
            self.publisher.send(publication);
        }
        Ok(())
    }

    pub(super) fn give_up(&mut self) {
        self.current = None;
        self.rejects = None;
    }

    fn path(&self, number: usize, is_salvaged: bool) -> String {
        let extension = self.pass.options.format.extension();
        let input = self.pass.inputs.get(number);
        let path = input.and_then(|input| self.plan.output_of(input, extension, is_salvaged));
        path.unwrap_or_default().to_string_lossy().into_owned()
    }

    /// The sink of the input in hand, begun if need be.
    fn sink(&mut self, number: usize) -> Result<&mut F::Sink, Failure> {
        if self.current.is_none() {
            let path = self.path(number, false);
            let file = OutputFile::create(path.as_ref())
                .map_err(|error| Failure::io(&format!("create `{path}`"), &error))?;
            let sink = self.pass.format.sink(Target::file(file));
            self.current = Some(sink.map_err(|error| Failure::sink(&path, &error))?);
        }
        self.current.as_mut().ok_or_else(|| Failure {
            cause: crate::report::Cause::Failed,
            message: "no output".to_owned(),
        })
    }
}
