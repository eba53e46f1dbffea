//! The end of the river: takes jobs in order, judges duplicates, writes, and keeps the accounts.

mod ledger;
mod outlet;
mod publisher;

use std::io;

use chatlake_core::{Block, EncodeError, ErrorKind, SinkError};

pub(crate) use ledger::{Ledger, Told};
pub(crate) use outlet::{Each, One, Outlet, REJECTS, SOURCE, metadata, options_metadata};
pub(crate) use publisher::{Publisher, completed};

use crate::admit::{Seen, Verdict};
use crate::format::Writing;
use crate::input::{Broken, Ended, Origins};
use crate::options::{Dedup, OnReject, Reach};
use crate::pipeline::{Done, Encoded, Ending, Flow, Pass, Refusal, Worker, Writer};
use crate::plan::Input;
use crate::report::{Cause, Counts, InputFile, InputReport, Status};

/// Keeps the accounts of every input of a pass.
pub(crate) struct Accountant<'a, F: Writing> {
    pass: &'a Pass<'a, F>,
    seen: Seen,
    outlet: Outlet<'a, F>,
    ledger: &'a Ledger<'a>,
    counts: Counts,
    first_reject: Option<String>,
    /// Whether later inputs cannot be what they should be: an earlier one failed.
    is_stopped: bool,
}

impl<'a, F: Writing> Accountant<'a, F> {
    pub(crate) fn new(
        pass: &'a Pass<'a, F>,
        outlet: Outlet<'a, F>,
        ledger: &'a Ledger<'a>,
    ) -> Self {
        let (seen, counts) = (Seen::new(), Counts::default());
        Self { pass, seen, outlet, ledger, counts, first_reject: None, is_stopped: false }
    }

    /// The outlet, when all is done.
    pub(crate) fn into_outlet(self) -> Outlet<'a, F> {
        self.outlet
    }

    fn take(
        &mut self,
        number: usize,
        mut done: Done<Encoded<F>>,
        origins: &Origins,
        block: Option<&mut Block>,
        worker: &mut Worker<'_, F>,
    ) -> Result<(), Failure> {
        if let (OnReject::Fail, Some(reject)) = (self.pass.options.on_reject, &done.first_reject) {
            return Err(Failure {
                cause: Cause::Failed,
                message: format!("{reject} (--on-reject fail)"),
            });
        }
        let drops = self.pass.options.dedup == Dedup::Drop;
        let mut drop = Vec::new();
        let counts = &mut self.counts;
        let judged = self.seen.admit_all(&done.keys, number as u32, |place, verdict| {
            if verdict == Verdict::Conflict {
                counts.conflicts += 1;
                return;
            }
            counts.duplicates += 1;
            if drops {
                drop.resize(done.keys.len(), false);
                drop.get_mut(place).into_iter().for_each(|drop| *drop = true);
            }
        });
        judged.map_err(|error| Failure::io("remember records in a temporary file", &error))?;
        if let (false, Some(block)) = (drop.is_empty(), block) {
            let done_again = worker.encode(origins, block, Some(&drop));
            done = done_again.map_err(|error| Failure::encode(&error))?;
        }
        self.counts += done.counts;
        self.first_reject = self.first_reject.take().or(done.first_reject.take());
        self.outlet.write(number, done)
    }

    /// Ends an input that is whole; yields its report, unless somebody else completes it.
    fn whole(&mut self, number: usize, ended: Ended) -> Result<Option<InputReport>, Failure> {
        let Ended { facts, digest, mut warnings, salvaged } = ended;
        let counts = Counts {
            bytes_in: facts.bytes_in,
            bytes_expanded: facts.bytes_expanded,
            trailing_bytes: facts.trailing_bytes,
            ..self.counts
        };
        if counts.rejects > 0 && self.pass.options.on_reject == OnReject::Skip {
            warnings.push(format!("{} records were rejected and left out", counts.rejects));
        }
        if counts.suspect_timestamps > 0 {
            warnings
                .push(format!("{} timestamps lie outside 2009 to 2100", counts.suspect_timestamps));
        }
        let (status, cause) = match &salvaged {
            Some(_) => (Status::Salvaged, Cause::Warnings),
            None if counts.rejects > 0 || !warnings.is_empty() => {
                (Status::Warnings, Cause::Warnings)
            }
            None => (Status::Ok, Cause::None),
        };
        let input = self.pass.inputs.get(number);
        let is_salvaged = salvaged.is_some();
        let report = InputReport {
            source: input.map(|input| input.name().to_owned()).unwrap_or_default(),
            status,
            counts,
            input: Some(InputFile { sha256: digest.sha256.clone(), bytes: digest.bytes }),
            outputs: Vec::new(),
            rejects_path: None,
            keys_path: None,
            first_reject: self.first_reject.take(),
            warnings,
            error: salvaged,
            cause,
        };
        self.outlet.end(number, &digest, is_salvaged, report)
    }

    /// Ends an input of which nothing is published.
    fn fail(&mut self, number: usize, why: Refusal) -> Flow {
        let name = self.pass.inputs.get(number).map(Input::name).unwrap_or_default();
        let report = InputReport::nothing(name, why.status, why.cause, why.message);
        let flow = self.outlet.give_up(number).unwrap_or(Flow::Stop);
        self.close(number, Some(report));
        if self.is_stopped { Flow::Stop } else { flow }
    }

    fn close(&mut self, number: usize, report: Option<InputReport>) {
        self.counts = Counts::default();
        self.first_reject = None;
        if let (Some(report), Outlet::Each(_)) = (&report, &self.outlet) {
            // What the next run mends decides what is left out of later outputs.
            let is_mended_by_the_next = matches!(
                report.cause,
                Cause::Temporary | Cause::Refused | Cause::Io | Cause::Interrupted
            );
            self.is_stopped |=
                is_mended_by_the_next && self.pass.options.leaves_out_what_came_before();
        }
        match self.pass.options.reach {
            Reach::Input => self.seen.clear(),
            Reach::Run => {
                let status = report.as_ref().map(|report| report.status);
                if matches!(status, Some(Status::Failed | Status::Damaged)) {
                    self.seen.forget(number as u32);
                }
            }
        }
        if let Some(report) = report {
            self.ledger.close(number, report);
        }
        self.pass.progress.ended();
    }
}

impl<F: Writing> Writer<F> for Accountant<'_, F> {
    fn job(
        &mut self,
        number: usize,
        done: Done<Encoded<F>>,
        origins: &Origins,
        block: Option<&mut Block>,
        worker: &mut Worker<'_, F>,
    ) -> Flow {
        if self.is_stopped {
            return Flow::Stop;
        }
        match self.take(number, done, origins, block, worker) {
            Ok(()) => Flow::Continue,
            Err(failure) => match self.fail(number, failure.with(Status::Failed)) {
                Flow::Stop => Flow::Stop,
                _ => Flow::Abandon,
            },
        }
    }

    fn end(&mut self, number: usize, ending: Ending) -> Flow {
        if self.is_stopped {
            return Flow::Stop;
        }
        let why = match ending {
            Ending::Whole(ended) => match self.whole(number, *ended) {
                Ok(report) => {
                    self.close(number, report);
                    return if self.is_stopped { Flow::Stop } else { self.outlet.flow() };
                }
                Err(failure) => failure.with(Status::Failed),
            },
            Ending::Broken(broken) => {
                let (status, cause) = match &broken {
                    Broken::Source(ErrorKind::Damaged(_)) | Broken::Line(_) => {
                        (Status::Damaged, Cause::Damaged)
                    }
                    // Whoever stops may have cut it off.
                    _ if self.pass.progress.is_stopping() => (Status::Failed, Cause::Interrupted),
                    Broken::Source(ErrorKind::Io(error)) => (Status::Failed, Cause::of(error)),
                    Broken::Source(_) => (Status::Failed, Cause::Io),
                };
                Refusal { status, cause, message: Some(broken.to_string()) }
            }
            Ending::Encode(error) => Failure::encode(&error).with(Status::Failed),
            Ending::Refused(refusal) => refusal,
        };
        self.fail(number, why)
    }
}

/// Why nothing of an input is published.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    pub(crate) cause: Cause,
    pub(crate) message: String,
}

impl Failure {
    /// The system refused an act.
    pub(crate) fn io(act: &str, error: &io::Error) -> Self {
        Self { cause: Cause::Io, message: format!("failed to {act}: {error}") }
    }

    /// An encoder refused a record, or the disk what the encoder could not keep in memory.
    fn encode(error: &EncodeError) -> Self {
        let is_io = error.source.is::<io::Error>();
        let cause = if is_io { Cause::Io } else { Cause::Failed };
        Self { cause, message: chain(error) }
    }

    fn with(self, status: Status) -> Refusal {
        Refusal { status, cause: self.cause, message: Some(self.message) }
    }

    /// A sink refused what it was given, or its output did.
    pub(crate) fn sink(path: &str, error: &SinkError) -> Self {
        match error {
            SinkError::Io(source) => Self::io(&format!("write `{path}`"), source),
            other => Self { cause: Cause::Failed, message: format!("`{path}`: {}", chain(other)) },
        }
    }
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut message = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        message.push_str(&format!(": {cause}"));
        source = cause.source();
    }
    message
}
