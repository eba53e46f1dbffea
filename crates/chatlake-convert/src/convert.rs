//! A conversion from plan to report.

mod folder;
mod one;

use std::io;
use std::sync::Mutex;
use std::time::Instant;

use chatlake_arrow::ipc::IpcFormat;
use chatlake_core::{EncodeError, ErrorKind};
use chatlake_jsonl::Form;
use chatlake_parquet::ParquetFormat;

use crate::admit::Keyed;
use crate::existing::{self, Found};
use crate::format::{self, ArrowFile, ArrowStream, Csv, Format, Jsonl, Parquet, Writing};
use crate::input::{OpenInput, find_cut};
use crate::options::{Existing, Keys, Options};
use crate::pipeline::{Ending, Pass};
use crate::plan::{Content, Destination, Input, Plan, PlanError};
use crate::progress::Progress;
use crate::report::{Cause, Counts, InputReport, Report, Status};
use crate::source::spooled;
use crate::writer::{Failure, Told};

/// Converts every input of a plan.
///
/// An input that is damaged, or that fails, is told of in the report and does not stop the
/// others.
///
/// # Errors
///
/// Options that cannot be carried out at all; nothing was read then.
pub fn convert(plan: &Plan, options: &Options, progress: &Progress) -> Result<Report, PlanError> {
    convert_told(plan, options, progress, &|_| {})
}

/// Converts every input of a plan, and lets the report of each be heard when it is final.
///
/// `told` hears of every input once, also of those that fail or that are not come to, and from
/// any thread; of those that go to a folder, as soon as the output is published, and the next
/// ones are published when it returns. Those that go to one output are told of at the end.
///
/// # Errors
///
/// Options that cannot be carried out at all; nothing was read then, and nothing told.
pub fn convert_told(
    plan: &Plan,
    options: &Options,
    progress: &Progress,
    told: &(dyn Fn(&InputReport) + Sync),
) -> Result<Report, PlanError> {
    let wrong = |error: &dyn std::fmt::Display| PlanError::Options(error.to_string());
    format::check(&options.format, &options.projection).map_err(PlanError::Options)?;
    check_keys(&plan.destination, options)?;
    let projection = &options.projection;
    let conversion = Conversion { plan, options, progress, told };
    let is_stream = matches!(plan.destination, Destination::Stdout { .. });
    match options.format {
        Format::Parquet(_) if is_stream => {
            Err(PlanError::Options("parquet cannot go to standard output".to_owned()))
        }
        Format::Parquet(parquet) => {
            let format = ParquetFormat::new(projection, parquet).map_err(|error| wrong(&error))?;
            conversion.run(&Parquet(format))
        }
        Format::Arrow(compression) => {
            let format = IpcFormat::new(projection, compression).map_err(|error| wrong(&error))?;
            if is_stream {
                conversion.run(&ArrowStream(format))
            } else {
                conversion.run(&ArrowFile(format))
            }
        }
        Format::Csv(compression, guard) => {
            conversion.run(&Csv { projection: projection.clone(), compression, guard })
        }
        Format::Jsonl(compression) => conversion.run(&Jsonl { form: Form::Verbatim, compression }),
        Format::FlatJsonl(compression) => {
            conversion.run(&Jsonl { form: Form::Flat(projection.clone()), compression })
        }
    }
}

/// Whether keys can be kept, if they are to be.
fn check_keys(destination: &Destination, options: &Options) -> Result<(), PlanError> {
    let says = |text: &str| Err(PlanError::Options(text.to_owned()));
    match (options.keys, destination) {
        (Keys::Forgotten, _) => Ok(()),
        (Keys::Kept { .. }, Destination::File(_) | Destination::Stdout { .. }) => says(
            "keys are kept beside the outputs of a folder, not beside one output of all inputs",
        ),
        (Keys::Kept { .. }, Destination::Folder(_)) if options.existing == Existing::Skip => {
            says("keys cannot be kept where outputs are skipped, which do not tell of their keys")
        }
        (Keys::Kept { .. }, Destination::Folder(_)) => Ok(()),
    }
}

struct Conversion<'a> {
    plan: &'a Plan,
    options: &'a Options,
    progress: &'a Progress,
    told: &'a Told<'a>,
}

impl Conversion<'_> {
    fn run<F: Writing>(&self, format: &F) -> Result<Report, PlanError> {
        format.encoder().map_err(|error| options_error(&error))?;
        let started = Instant::now();
        let inputs = match &self.plan.destination {
            Destination::Folder(folder) => self.convert_each(format, folder)?,
            Destination::File(path) => self.tell(self.convert_all(format, Some(path))?),
            Destination::Stdout { .. } => self.tell(self.convert_all(format, None)?),
        };
        let mut totals = Counts::default();
        inputs.iter().for_each(|report| totals += report.counts);
        Ok(Report { inputs, totals, elapsed_s: started.elapsed().as_secs_f64() })
    }

    /// Lets reports be heard that are final all at once.
    fn tell(&self, reports: Vec<InputReport>) -> Vec<InputReport> {
        reports.iter().for_each(self.told);
        reports
    }

    fn pass<'p, F>(
        &'p self,
        format: &'p F,
        inputs: &'p [Input],
        open: &'p (dyn Fn(usize) -> Result<OpenInput, Ending> + Sync),
    ) -> Pass<'p, F> {
        let Self { options, progress, .. } = self;
        let (keyed, huge) = (Keyed::new(options.keys), Mutex::default());
        Pass { format, options, progress, keyed, huge, inputs, open }
    }

    /// Opens an input, after a look at its output where it has one of its own.
    fn open(&self, inputs: &[Input], number: usize, has_output: bool) -> Result<OpenInput, Ending> {
        let Some(input) = inputs.get(number) else {
            let missing = ErrorKind::Io(io::ErrorKind::NotFound.into());
            return Err(Ending::Broken(missing.into()));
        };
        let mut input = input.clone();
        let cut = if self.options.salvage && input.content == Content::Records {
            spooled(&mut input);
            find_cut(&input, self.options.limits).map_err(|kind| Ending::Broken(kind.into()))?
        } else {
            None
        };
        // What is left out of an output is not told by it: it is made again, and compared.
        let is_compared =
            self.options.existing == Existing::Skip && self.options.leaves_out_what_came_before();
        if has_output && !is_compared {
            let extension = self.options.format.extension();
            if let Some(path) = self.plan.output_of(&input, extension, cut.is_some()) {
                let rejects = self.plan.rejects_of(&input);
                match existing::look(&path, rejects.as_deref(), &[&input], self.options) {
                    Found::Nothing => {}
                    Found::Refused(refusal) => return Err(Ending::Refused(refusal)),
                }
            }
        }
        OpenInput::open(&input, self.options.limits, cut).map_err(Ending::Broken)
    }

    /// What is said of an input that a pass did not come to.
    fn not_reached(&self, input: Option<&Input>, output: Option<&str>) -> InputReport {
        let message = match (self.stopped(), output) {
            (Cause::Closed, _) => "nobody reads standard output any more".to_owned(),
            (Cause::Io, Some(output)) => format!("`{output}` could not be written"),
            (Cause::Failed, _) => {
                "not converted: an input before it failed, whose records may have to be left out (--dedup drop)"
                    .to_owned()
            }
            _ => "interrupted before it was converted".to_owned(),
        };
        let name = input.map(Input::name).unwrap_or_default();
        InputReport::nothing(name, Status::Failed, self.stopped(), Some(message))
    }

    /// Why a pass came to an end before its inputs did.
    fn stopped(&self) -> Cause {
        if self.progress.is_finishing() {
            Cause::Interrupted
        } else if self.progress.is_output_closed() {
            Cause::Closed
        } else if self.options.leaves_out_what_came_before()
            && matches!(self.plan.destination, Destination::Folder(_))
        {
            // The input that failed says more.
            Cause::Failed
        } else {
            Cause::Io
        }
    }
}

fn all_failed(inputs: &[Input], failure: &Failure) -> Vec<InputReport> {
    let Failure { cause, message } = failure;
    let report = |input: &Input| {
        InputReport::nothing(input.name(), Status::Failed, *cause, Some(message.clone()))
    };
    inputs.iter().map(report).collect()
}

fn options_error(error: &EncodeError) -> PlanError {
    let source = std::error::Error::source(error);
    PlanError::Options(source.map_or_else(|| error.to_string(), ToString::to_string))
}
