//! What is said of inputs that went to a lake.

use std::collections::BTreeMap;

use chatlake_convert::{Cause, Counts, InputReport, OutputReport, Report, Status};

use super::LakeReport;
use super::commits::{Outcome, is_published};
use crate::commit::Committed;
use crate::error::LakeError;
use crate::manifest::Manifest;
use crate::plan::{Hour, LakePlan};
use crate::slot::Slot;

/// Why a slot is not in the lake, or not as it should be.
#[derive(Clone, Debug)]
pub(super) struct Failed {
    message: String,
    exit_code: u8,
    /// What must be converted with it.
    wants: Option<Slot>,
}

impl Failed {
    pub(super) fn of(error: &LakeError) -> Self {
        let mut message = error.to_string();
        let mut source = std::error::Error::source(error);
        while let Some(cause) = source {
            let cause_says = cause.to_string();
            // Some say what their cause says.
            if !message.contains(&cause_says) {
                message.push_str(&format!(": {cause_says}"));
            }
            source = cause.source();
        }
        let wants = match error {
            LakeError::Neighbour { neighbour, .. } => Some(*neighbour),
            _ => None,
        };
        Self { message, exit_code: error.exit_code(), wants }
    }

    fn cause(&self) -> Cause {
        match self.exit_code {
            2 => Cause::Usage,
            4 => Cause::Damaged,
            8 => Cause::Io,
            130 => Cause::Interrupted,
            _ => Cause::Failed,
        }
    }
}

/// The reports so far, by the numbers of hours. What is said of an hour later counts.
pub(super) struct Reported<'a> {
    plan: &'a LakePlan,
    reports: BTreeMap<usize, Reporting>,
}

/// What is said of an input.
struct Reporting {
    report: InputReport,
    /// The exit code of the command, if it is to be higher than the report has it.
    exit_code: u8,
    /// The slot that it failed for want of.
    wants: Option<Slot>,
}

impl<'a> Reported<'a> {
    pub(super) fn new(plan: &'a LakePlan) -> Self {
        Self { plan, reports: BTreeMap::new() }
    }

    /// An input that was in the lake already.
    pub(super) fn skipped(&mut self, hour: &Hour) {
        self.insert(hour, nothing(Status::Skipped, Cause::None, None));
    }

    /// An input of which nothing came into the lake.
    pub(super) fn refused(&mut self, hour: &Hour, error: &LakeError) {
        self.failed(hour, &Failed::of(error));
    }

    /// An input that was converted, or could not be.
    pub(super) fn converted(
        &mut self,
        hour: &Hour,
        report: InputReport,
        outcome: Option<&Outcome>,
    ) {
        if !is_published(&report) {
            match outcome {
                Some(Outcome::Failed(failed)) => self.failed(hour, failed),
                _ => self.insert(hour, report),
            }
            return;
        }
        match outcome {
            Some(Outcome::Committed(Committed::Written { manifest, before })) => {
                let report = self.written(report, manifest, before.as_deref());
                self.insert(hour, report);
            }
            Some(Outcome::Committed(Committed::WasThere)) => self.skipped(hour),
            Some(Outcome::Failed(failed)) => self.failed(hour, failed),
            Some(Outcome::Interrupted) | None => {
                let says = "interrupted before it was committed".to_owned();
                self.insert(hour, nothing(Status::Failed, Cause::Interrupted, Some(says)));
            }
        }
    }

    /// The report of all inputs.
    pub(super) fn finish(self, elapsed_s: f64) -> LakeReport {
        let wants = self.wants().collect();
        let exit_code = self.reports.values().map(|told| told.exit_code).max().unwrap_or(0);
        let inputs: Vec<InputReport> = self.reports.into_values().map(|told| told.report).collect();
        let mut totals = Counts::default();
        inputs.iter().for_each(|input| totals += input.counts);
        let report = Report { inputs, totals, elapsed_s };
        let exit_code = report.exit_code().max(exit_code);
        LakeReport { report, wants, exit_code }
    }

    /// The slots that inputs failed for want of.
    pub(super) fn wants(&self) -> impl Iterator<Item = Slot> {
        self.reports.values().filter_map(|told| told.wants)
    }

    /// The slot that an hour failed for want of.
    pub(super) fn want_of(&self, hour: &Hour) -> Option<Slot> {
        self.reports.get(&hour.number)?.wants
    }

    fn failed(&mut self, hour: &Hour, failed: &Failed) {
        let message = Some(failed.message.clone());
        let report = nothing(Status::Failed, failed.cause(), message);
        let Failed { exit_code, wants, .. } = *failed;
        self.tell(hour, Reporting { report, exit_code, wants });
    }

    fn insert(&mut self, hour: &Hour, report: InputReport) {
        self.tell(hour, Reporting { report, exit_code: 0, wants: None });
    }

    fn tell(&mut self, hour: &Hour, mut told: Reporting) {
        hour.input.name().clone_into(&mut told.report.source);
        self.reports.insert(hour.number, told);
    }

    /// The report of a conversion, with what is in the lake of it.
    fn written(
        &self,
        report: InputReport,
        manifest: &Manifest,
        before: Option<&Manifest>,
    ) -> InputReport {
        let shown = |key: &str| self.plan.asked.store.place().shown(key);
        let output = OutputReport {
            path: shown(&manifest.output.path),
            rows: manifest.output.rows,
            bytes: Some(manifest.output.bytes),
            sha256: Some(manifest.output.sha256.clone()),
        };
        let mut report = InputReport {
            counts: manifest.accounts,
            outputs: vec![output],
            rejects_path: manifest.rejects.as_ref().map(|file| shown(&file.path)),
            keys_path: manifest.keys.as_ref().map(|file| shown(&file.path)),
            ..report
        };
        if let Some(before) = before.filter(|it| it.accounts.records > manifest.accounts.records) {
            let (less, more) = (manifest.accounts.records, before.accounts.records);
            report.warnings.push(format!("it has {less} records, and what it replaces had {more}"));
            if report.status == Status::Ok {
                report.status = Status::Warnings;
                report.cause = Cause::Warnings;
            }
        }
        report
    }
}

/// An input of which nothing came into the lake.
fn nothing(status: Status, cause: Cause, error: Option<String>) -> InputReport {
    InputReport {
        source: String::new(),
        status,
        counts: Counts::default(),
        input: None,
        outputs: Vec::new(),
        rejects_path: None,
        keys_path: None,
        first_reject: None,
        warnings: Vec::new(),
        error,
        cause,
    }
}
