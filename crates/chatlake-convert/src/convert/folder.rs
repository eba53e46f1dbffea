//! An output per input.

use std::path::Path;

use super::{Conversion, all_failed, options_error};
use crate::format::Writing;
use crate::output::create_folder;
use crate::pipeline;
use crate::plan::PlanError;
use crate::report::InputReport;
use crate::writer::{Accountant, Each, Failure, Ledger, Outlet, Publisher};

impl Conversion<'_> {
    /// Converts each input to a file of its own, and tells of it when that is published.
    pub(super) fn convert_each<F: Writing>(
        &self,
        format: &F,
        folder: &Path,
    ) -> Result<Vec<InputReport>, PlanError> {
        let inputs = &self.plan.inputs;
        if let Err(error) = create_folder(folder) {
            let failure = Failure::io(&format!("create folder `{}`", folder.display()), &error);
            return Ok(self.tell(all_failed(inputs, &failure)));
        }
        let open = |number: usize| self.open(inputs, number, true);
        let pass = self.pass(format, inputs, &open);
        let ledger = Ledger::new(inputs.len(), self.told);
        std::thread::scope(|scope| {
            let publisher = Publisher::start(scope, &ledger);
            let outlet = Outlet::Each(Each::new(&pass, self.plan, &publisher));
            let ran = pipeline::run(&pass, Accountant::new(&pass, outlet, &ledger)).map(drop);
            publisher.finish();
            ran.map_err(|error| options_error(&error))
        })?;
        Ok(ledger.finish(|number| self.not_reached(inputs.get(number), None)))
    }
}
