//! One output of all inputs.

use std::path::Path;

use super::{Conversion, all_failed, options_error};
use crate::existing::{self, Found};
use crate::format::Writing;
use crate::output::{OutputFile, Spool, Target, create_folder};
use crate::pipeline::{self, Refusal};
use crate::plan::{Input, PlanError};
use crate::report::{InputReport, Status};
use crate::source::spooled;
use crate::writer::{Accountant, Failure, Ledger, One, Outlet, completed};

impl Conversion<'_> {
    /// Converts all inputs to one output: a file, or standard output where there is no path.
    pub(super) fn convert_all<F: Writing>(
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
        // What is said of an input is not final before the output is published.
        let ledger = Ledger::new(inputs.len(), &|_| {});
        let ran = pipeline::run(&pass, Accountant::new(&pass, Outlet::One(one), &ledger));
        let outlet = ran.map_err(|error| options_error(&error))?.into_outlet();
        let Outlet::One(one) = outlet else { unreachable!("the pass was given one output") };
        if let (Some(failure), Some(_)) = (one.failure(), path) {
            // A file that the disk refused is made whole by the next run, or not at all.
            return Ok((all_failed(inputs, failure), false));
        }
        let was_stopped = !ledger.is_complete();
        let is_spoiled = one.is_spoiled();
        let reports = ledger.finish(|number| self.not_reached(inputs.get(number), Some(&name)));
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
        let reports = match one.finish() {
            Ok(None) => reports,
            Ok(Some(publishing)) => {
                let tell = |report: InputReport| match report.is_published() {
                    true => completed(report, &publishing, name.as_ref()),
                    false => report,
                };
                reports.into_iter().map(tell).collect()
            }
            Err(failure) => all_failed(inputs, &failure),
        };
        Ok((reports, false))
    }

    /// What is said of every input if the one output is there already.
    fn one_exists(&self, inputs: &[Input], path: &Path) -> Option<Vec<InputReport>> {
        let all: Vec<&Input> = inputs.iter().collect();
        let rejects = inputs.first().and_then(|input| self.plan.rejects_of(input));
        let Found::Refused(Refusal { status, cause, message }) =
            existing::look(path, rejects.as_deref(), &all, self.options)
        else {
            return None;
        };
        let report =
            |input: &Input| InputReport::nothing(input.name(), status, cause, message.clone());
        Some(inputs.iter().map(report).collect())
    }
}
