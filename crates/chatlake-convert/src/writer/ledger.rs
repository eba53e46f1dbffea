//! The final reports of the inputs of a pass.

use std::sync::{Mutex, PoisonError};

use crate::report::InputReport;

/// Who hears the final report of each input, from whichever thread.
pub(crate) type Told<'a> = dyn Fn(&InputReport) + Sync + 'a;

/// Takes the report of each input when it is final, and lets it be heard at once.
pub(crate) struct Ledger<'a> {
    told: &'a Told<'a>,
    reports: Mutex<Vec<Option<InputReport>>>,
}

impl<'a> Ledger<'a> {
    pub(crate) fn new(n_inputs: usize, told: &'a Told<'a>) -> Self {
        Self { told, reports: Mutex::new(vec![None; n_inputs]) }
    }

    /// The report of an input is final.
    pub(crate) fn close(&self, number: usize, report: InputReport) {
        (self.told)(&report);
        let mut reports = self.reports.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = reports.get_mut(number) {
            *place = Some(report);
        }
    }

    /// Whether every input has its report.
    pub(crate) fn is_complete(&self) -> bool {
        let reports = self.reports.lock().unwrap_or_else(PoisonError::into_inner);
        reports.iter().all(Option::is_some)
    }

    /// The reports, in the order of inputs. Those that the pass did not come to are `missing`,
    /// which is heard too.
    pub(crate) fn finish(&self, missing: impl Fn(usize) -> InputReport) -> Vec<InputReport> {
        let reports = self.reports.lock().unwrap_or_else(PoisonError::into_inner).split_off(0);
        let report = |(number, report): (usize, Option<InputReport>)| {
            report.unwrap_or_else(|| {
                let report = missing(number);
                (self.told)(&report);
                report
            })
        };
        reports.into_iter().enumerate().map(report).collect()
    }
}
