//! `corpus`: writes made-up hourly exports, for benches and by-hand trials.

mod args;
mod hours;
mod table;

use std::error::Error;
use std::fs;

pub(crate) use args::Args;

use crate::testdata;

pub(crate) fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    if args.testdata {
        let n_files = testdata::write()?;
        table::print_line(&format!("wrote {n_files} files to testdata"))?;
        return Ok(());
    }
    let Some(folder) = &args.out else {
        return Err("say where to write with --out or --testdata".into());
    };
    fs::create_dir_all(folder)
        .map_err(|error| format!("failed to create folder `{}`: {error}", folder.display()))?;
    let corpus = args.corpus();
    let files = hours::write(&corpus, &args.plan()?, folder, args.level, args.jobs)?;
    table::print(&files)?;
    Ok(())
}
