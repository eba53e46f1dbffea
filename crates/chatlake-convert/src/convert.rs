//! A conversion from plan to report.

use std::io;
use std::path::Path;
use std::time::Instant;

use chatlake_arrow::ipc::IpcFormat;
use chatlake_core::{EncodeError, ErrorKind};
use chatlake_jsonl::Form;
use chatlake_parquet::ParquetFormat;

use crate::admit::Keyed;
use crate::existing::{self, Found, OTHERWISE_MADE};
use crate::format::{self, ArrowFile, ArrowStream, Csv, Format, Jsonl, Parquet, Writing};
use crate::input::{OpenInput, find_cut};
use crate::options::Options;
use crate::output::{OutputFile, Publishing, Spool, Target, create_folder};
use crate::pipeline::{self, Ending, Pass, Refusal};
use crate::plan::{Content, Destination, Input, Plan, PlanError};
use crate::progress::Progress;
use crate::report::{Cause, Counts, InputReport, OutputReport, Report, Status};
use crate::source::spooled;
use crate::writer::{Accountant, Each, Failure, One, Outlet, Published, Publisher};

/// Converts every input of a plan.
///
/// An input that is damaged, or that fails, is told of in the report and does not stop the
/// others.
///
/// # Errors
///
/// Options that cannot be carried out at all; nothing was read then.
pub fn convert(plan: &Plan, options: &Options, progress: &Progress) -> Result<Report, PlanError> {
    let wrong = |error: &dyn std::fmt::Display| PlanError::Options(error.to_string());
    format::check(&options.format, &options.projection).map_err(PlanError::Options)?;
    let projection = &options.projection;
    let conversion = Conversion { plan, options, progress };
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

struct Conversion<'a> {
    plan: &'a Plan,
    options: &'a Options,
    progress: &'a Progress,
}

impl Conversion<'_> {
    fn run<F: Writing>(&self, format: &F) -> Result<Report, PlanError> {
        format.encoder().map_err(|error| options_error(&error))?;
        let started = Instant::now();
        let reports = match &self.plan.destination {
            Destination::Folder(folder) => self.convert_each(format, folder)?,
            Destination::File(path) => self.convert_all(format, Some(path))?,
            Destination::Stdout { .. } => self.convert_all(format, None)?,
        };
        let mut totals = Counts::default();
        reports.iter().for_each(|report| totals += report.counts);
        Ok(Report { inputs: reports, totals, elapsed_s: started.elapsed().as_secs_f64() })
    }

    /// An output per input.
    fn convert_each<F: Writing>(
        &self,
        format: &F,
        folder: &Path,
    ) -> Result<Vec<InputReport>, PlanError> {
        let inputs = &self.plan.inputs;
        if let Err(error) = create_folder(folder) {
            let failure = Failure::io(&format!("create folder `{}`", folder.display()), &error);
            return Ok(all_failed(inputs, &failure));
        }
        let open = |number: usize| self.open(inputs, number, true);
        let pass = self.pass(format, inputs, &open);
        std::thread::scope(|scope| {
            let publisher = Publisher::start(scope);
            let outlet = Outlet::Each(Each::new(&pass, self.plan, &publisher));
            let ran = pipeline::run(&pass, Accountant::new(&pass, outlet));
            let (outlet, reports) = ran.map_err(|error| options_error(&error))?.into_parts();
            let mut published = match outlet {
                Outlet::Each(each) => each.published,
                Outlet::One(_) => Vec::new(),
            };
            published.extend(publisher.finish());
            let mut reports = self.completed(inputs, reports, None);
            published.into_iter().for_each(|published| told(&mut reports, published));
            Ok(reports)
        })
    }

    /// One output of all inputs.
    fn convert_all<F: Writing>(
        &self,
        format: &F,
        path: Option<&Path>,
    ) -> Result<Vec<InputReport>, PlanError> {
        let mut inputs = self.plan.inputs.clone();
        let rereads = path.is_some() && inputs.len() > 1;
        if rereads {
            inputs.iter_mut().for_each(spooled);
        }
        if let Some(path) = path {
            if let Some(reports) = self.one_exists(&inputs, path) {
                return Ok(reports);
            }
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
            if let Some(Err(error)) = folder.map(create_folder) {
                return Ok(all_failed(&inputs, &Failure::io("create the folder", &error)));
            }
        }
        // Inputs that were given up in an earlier pass, which had spoiled the output.
        let mut given_up: Vec<Option<InputReport>> = inputs.iter().map(|_| None).collect();
        loop {
            let is_left: Vec<bool> = given_up.iter().map(Option::is_none).collect();
            let kept: Vec<Input> = inputs
                .iter()
                .zip(&is_left)
                .filter(|(_, is_left)| **is_left)
                .map(|(input, _)| input.clone())
                .collect();
            let (reports, is_spoiled) = self.pass_over_all(format, &kept, path)?;
            let mut reports = reports.into_iter();
            let merged = given_up.iter().zip(&is_left).filter_map(|(earlier, is_left)| {
                if *is_left { reports.next() } else { earlier.clone() }
            });
            let merged: Vec<InputReport> = merged.collect();
            if !is_spoiled {
                return Ok(merged);
            }
            for (slot, report) in given_up.iter_mut().zip(merged) {
                if matches!(report.status, Status::Damaged | Status::Failed) {
                    *slot = Some(report);
                }
            }
        }
    }

    /// One pass over the inputs that are left; says whether the output was spoiled, and with it
    /// not published.
    fn pass_over_all<F: Writing>(
        &self,
        format: &F,
        inputs: &[Input],
        path: Option<&Path>,
    ) -> Result<(Vec<InputReport>, bool), PlanError> {
        let open = |number: usize| self.open(inputs, number, false);
        let pass = self.pass(format, inputs, &open);
        let (name, target) = match path {
            None => ("-".to_owned(), Ok(Target::Stdout(Spool::new()))),
            Some(path) => {
                (path.to_string_lossy().into_owned(), OutputFile::create(path).map(Target::file))
            }
        };
        let rejects_path = inputs.first().and_then(|input| self.plan.rejects_of(input));
        let begun = target
            .map_err(|error| Failure::io(&format!("create `{name}`"), &error))
            .and_then(|target| One::new(&pass, name.clone(), target, rejects_path));
        let one = match begun {
            Ok(one) => one,
            Err(failure) => return Ok((all_failed(inputs, &failure), false)),
        };
        let ran = pipeline::run(&pass, Accountant::new(&pass, Outlet::One(one)));
        let (outlet, reports) = ran.map_err(|error| options_error(&error))?.into_parts();
        let Outlet::One(one) = outlet else { unreachable!("the pass was given one output") };
        if let (Some(failure), Some(_)) = (one.failure(), path) {
            // A file that the disk refused is made whole by the next run, or not at all.
            return Ok((all_failed(inputs, failure), false));
        }
        let was_stopped = reports.iter().any(Option::is_none);
        let is_spoiled = one.is_spoiled();
        let mut reports = self.completed(inputs, reports, Some(&name));
        if was_stopped && (path.is_some() || is_spoiled) {
            // Half of the inputs are not what was asked for.
            let failure = Failure {
                cause: self.stopped(),
                message: "stopped before the end: nothing was published".to_owned(),
            };
            return Ok((all_failed(inputs, &failure), false));
        }
        if is_spoiled {
            return Ok((reports, true));
        }
        match one.finish() {
            Ok(None) => {}
            Ok(Some(publishing)) => {
                for report in reports.iter_mut().filter(|report| is_published(report)) {
                    tell(report, &publishing, &name);
                }
            }
            Err(failure) => return Ok((all_failed(inputs, &failure), false)),
        }
        Ok((reports, false))
    }

    fn pass<'p, F>(
        &'p self,
        format: &'p F,
        inputs: &'p [Input],
        open: &'p (dyn Fn(usize) -> Result<OpenInput, Ending> + Sync),
    ) -> Pass<'p, F> {
        Pass {
            format,
            options: self.options,
            progress: self.progress,
            keyed: Keyed::random(),
            inputs,
            open,
        }
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
        if has_output {
            let extension = self.options.format.extension();
            if let Some(path) = self.plan.output_of(&input, extension, cut.is_some()) {
                match existing::look(&path, &[&input], self.options) {
                    Found::Nothing => {}
                    Found::Refused(refusal) => return Err(Ending::Refused(refusal)),
                }
            }
        }
        OpenInput::open(&input, self.options.limits, cut).map_err(Ending::Broken)
    }

    /// What is said of every input if the one output is there already.
    fn one_exists(&self, inputs: &[Input], path: &Path) -> Option<Vec<InputReport>> {
        let all: Vec<&Input> = inputs.iter().collect();
        let Found::Refused(Refusal { status, cause, message }) =
            existing::look(path, &all, self.options)
        else {
            return None;
        };
        let report = |input: &Input| InputReport {
            error: message.clone(),
            ..InputReport::nothing(input.name(), status, cause, String::new())
        };
        Some(inputs.iter().map(report).collect())
    }

    /// Fills in what the pass did not come to.
    fn completed(
        &self,
        inputs: &[Input],
        reports: Vec<Option<InputReport>>,
        output: Option<&str>,
    ) -> Vec<InputReport> {
        let message = match (self.stopped(), output) {
            (Cause::Closed, _) => "nobody reads standard output any more".to_owned(),
            (Cause::Io, Some(output)) => format!("`{output}` could not be written"),
            _ => "interrupted before it was converted".to_owned(),
        };
        let missing = |input: &Input| {
            InputReport::nothing(input.name(), Status::Failed, self.stopped(), message.clone())
        };
        let reports = inputs.iter().zip(reports);
        reports.map(|(input, report)| report.unwrap_or_else(|| missing(input))).collect()
    }

    /// Why a pass came to an end before its inputs did.
    fn stopped(&self) -> Cause {
        if self.progress.is_finishing() {
            Cause::Interrupted
        } else if self.progress.is_output_closed() {
            Cause::Closed
        } else {
            Cause::Io
        }
    }
}

fn is_published(report: &InputReport) -> bool {
    matches!(report.status, Status::Ok | Status::Warnings | Status::Salvaged)
}

fn told(reports: &mut [InputReport], published: Published) {
    let Some(report) = reports.get_mut(published.number) else { return };
    match published.outcome {
        Ok((publishing, rejects)) => {
            tell(report, &publishing, &published.path.to_string_lossy());
            if is_published(report) {
                report.rejects_path = rejects.map(|path| path.to_string_lossy().into_owned());
            }
        }
        Err(error) => {
            let failure = Failure::io("publish the output", &error);
            let Failure { cause, message } = failure;
            *report = InputReport::nothing(&report.source, Status::Failed, cause, message);
        }
    }
}

/// Adds to a report what came of publishing its output.
fn tell(report: &mut InputReport, publishing: &Publishing, path: &str) {
    let source = &report.source;
    match publishing {
        Publishing::Done(file) => report.outputs.push(OutputReport {
            path: file.path.to_string_lossy().into_owned(),
            rows: report.counts.rows,
            bytes: Some(file.bytes),
            sha256: Some(file.sha256.clone()),
        }),
        Publishing::WasThere => {
            let skipped = InputReport::nothing(source, Status::Skipped, Cause::None, String::new());
            *report = InputReport { error: None, ..skipped };
        }
        Publishing::InTheWay => {
            let message = format!("`{path}` {OTHERWISE_MADE}");
            *report = InputReport::nothing(source, Status::Failed, Cause::Usage, message);
        }
    }
}

fn all_failed(inputs: &[Input], failure: &Failure) -> Vec<InputReport> {
    let report = |input: &Input| {
        InputReport::nothing(input.name(), Status::Failed, failure.cause, failure.message.clone())
    };
    inputs.iter().map(report).collect()
}

fn options_error(error: &EncodeError) -> PlanError {
    let source = std::error::Error::source(error);
    PlanError::Options(source.map_or_else(|| error.to_string(), ToString::to_string))
}
