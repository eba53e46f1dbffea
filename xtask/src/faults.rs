//! `faults`: runs the command while the system fails it, call by call, and looks at what is left.
//!
//! A scenario is run once under `strace`, and every call that touches its folder is a place where
//! something can go wrong: an error once, an error from then on, a kill. Each of these points is
//! tried in a folder as it was at the start. Afterwards the exit code must be one that is
//! documented, nothing may lie under a final name that is not whole, and a second run without
//! faults must end with the very files and facts that there are without any fault.

mod call;
mod class;
mod judge;
mod log;
mod order;
mod paced;
mod pick;
mod point;
mod power;
mod results;
mod run;
mod scenario;
mod stage;
mod survey;
mod sweep;
mod tally;
mod tracer;
mod world;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::print_line;
use pick::Pick;
use point::Point;
use scenario::Scenario;

/// Fail or kill the command at every call to the system, and look at what is left
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Which scenarios: names, or beginnings of names; all, if none is named
    #[arg(value_name = "SCENARIO")]
    scenarios: Vec<String>,
    /// Try so many points, of all kinds, and not all
    #[arg(long, value_name = "N")]
    sample: Option<usize>,
    /// What the sample is drawn by
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Try this point alone, and show what the command says
    #[arg(long, value_name = "POINT")]
    only: Option<Point>,
    /// How many points are tried at a time
    #[arg(long, default_value_t = 1)]
    jobs: usize,
    /// The command to try; built if it is not given
    #[arg(long, value_name = "PATH")]
    chatlake: Option<PathBuf>,
    /// Cut the power of a disk at the calls that change it; left out where no disk can be mounted
    #[arg(long, conflicts_with = "list")]
    power: bool,
    /// List the points and try none
    #[arg(long)]
    list: bool,
}

pub(crate) fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    if !args.power {
        tracer::look()?;
    }
    let chatlake = match &args.chatlake {
        Some(path) => std::path::absolute(path)?,
        None => built(&crate::root())?,
    };
    let scenarios = Scenario::named(&args.scenarios)?;
    let place = Place::new()?;
    let pick = Pick { sample: args.sample, seed: args.seed };
    if args.power {
        return power::run(&scenarios, &pick, args.only.as_ref(), &place.0, &chatlake);
    }
    if let Some(point) = &args.only {
        let [scenario] = scenarios[..] else {
            return Err("say which scenario the point is of".into());
        };
        return sweep::one(scenario, point, &place.0, &chatlake);
    }
    let mut surveyed = Vec::new();
    for scenario in scenarios {
        surveyed.push((scenario, sweep::survey(scenario, &place.0, &chatlake)?));
    }
    let picked = pick.of(&surveyed);
    if args.list {
        for (scenario, point) in picked {
            print_line(&format!("{} {point}", scenario.name()))?;
        }
        return Ok(());
    }
    sweep::all(&surveyed, &picked, args.jobs.max(1), &place.0, &chatlake)
}

/// A folder of this run, in memory where there is such a place: waiting for disks shows nothing.
/// Gone at the end.
struct Place(PathBuf);

impl Place {
    fn new() -> Result<Self, Box<dyn Error>> {
        let name = format!("chatlake-faults-{}", std::process::id());
        let folders = [PathBuf::from("/dev/shm"), std::env::temp_dir()];
        for folder in folders {
            let path = folder.join(&name);
            if std::fs::create_dir(&path).is_ok() {
                return Ok(Self(path.canonicalize()?));
            }
        }
        Err("there is no folder for files that come and go".into())
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _left = std::fs::remove_dir_all(&self.0);
    }
}

fn built(root: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let package = ["build", "--quiet", "--package", "chatlake-cli", "--bin", "chatlake"];
    crate::succeed(Command::new("cargo").args(package).current_dir(root))?;
    Ok(root.join("target/debug/chatlake"))
}
