//! `hostile`: runs the command on input that means it ill, and looks at time, memory and what is
//! said.
//!
//! Every input goes through every format, by one worker and by two, and through `inspect` and
//! `head`. A run that takes more memory than its bound is killed, and so is one that takes longer
//! than a minute; one that ends must end with the exit code that is documented, and say why.

mod bound;
mod content;
mod input;
mod inputs;
mod packing;
mod table;
mod trial;
mod way;

use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::print_line;
use input::Input;
use trial::Trial;
use way::Way;

/// Try input that means it ill, under a bound of memory and time
///
/// Builds the command for release and makes the inputs up under target/hostile. The bounds are
/// 128 MiB, 64 MiB more per worker, and 60 seconds. Everything takes twenty minutes.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Which inputs: names, or beginnings of names; all, if none is named
    #[arg(value_name = "INPUT")]
    inputs: Vec<String>,
    /// Those that take little time, by two workers: within a minute
    #[arg(long)]
    quick: bool,
    /// Only this way, such as `csv` or `inspect`
    #[arg(long, value_enum, value_name = "WAY")]
    way: Vec<Way>,
    /// The command to try; built if it is not given
    #[arg(long, value_name = "PATH")]
    chatlake: Option<PathBuf>,
    /// List the inputs and try none
    #[arg(long)]
    list: bool,
}

pub(crate) fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    let inputs = input::named(&args.inputs)?;
    let inputs: Vec<&Input> =
        inputs.into_iter().filter(|input| input.is_quick || !args.quick).collect();
    if args.list {
        for input in inputs {
            print_line(&format!("{:<18} {}", input.name, input.is))?;
        }
        return Ok(());
    }
    let chatlake = match &args.chatlake {
        Some(path) => std::path::absolute(path)?,
        None => built()?,
    };
    let place = crate::root().join("target/hostile");
    fs::create_dir_all(&place)?;
    let ways = if args.way.is_empty() { Way::ALL } else { &args.way };
    let mut n_broken = 0;
    print_line(&table::head())?;
    for input in inputs {
        let files = input.make(&place)?;
        for trial in Trial::all(input, ways, args.quick) {
            let outcome = trial.run(&chatlake, &files, &place)?;
            n_broken += usize::from(!outcome.faults.is_empty());
            print_line(&table::line(&trial, &outcome))?;
        }
        // Some are large.
        files.remove()?;
    }
    match n_broken {
        0 => Ok(()),
        n => Err(format!("{n} runs broke their bounds, or said the wrong thing").into()),
    }
}

fn built() -> Result<PathBuf, Box<dyn Error>> {
    let root = crate::root();
    let package =
        ["build", "--quiet", "--release", "--package", "chatlake-cli", "--bin", "chatlake"];
    crate::succeed(Command::new("cargo").args(package).current_dir(&root))?;
    Ok(root.join("target/release/chatlake"))
}
