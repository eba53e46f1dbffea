//! `peers`: whole programs against one another, on the same files, in one run.
//!
//! What is run is a table, [`contest::CONTESTS`]: a line of shell per contender. Contenders of a
//! contest take turns, so that a machine that slows down slows all of them; medians are compared.

mod contender;
mod contenders;
mod contest;
mod corpora;
mod floor;
mod goals;
mod machine;
mod measure;
mod results;
mod table;
mod tools;
mod trial;

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use contest::CONTESTS;
use results::Results;
use tools::Tools;

/// Compare with DuckDB, ClickHouse, Polars, pyarrow, arrow-json and pigz on this machine
///
/// Installs them under target/peers, makes up the corpora there (5 GB), and writes
/// benches/runs/DATE-CPU.md. Takes an hour; nothing else should run meanwhile.
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// Small corpora, to try the harness; the table goes to target/peers
    #[arg(long)]
    quick: bool,
    /// Turns of each contender, after one that does not count
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
    /// Only the contests whose name contains one of these, such as `parquet/day`; the table goes
    /// to target/peers
    #[arg(long, value_delimiter = ',', value_name = "CONTEST")]
    only: Vec<String>,
    /// The command to measure; built if it is not given
    #[arg(long, value_name = "PATH")]
    chatlake: Option<PathBuf>,
}

impl Args {
    fn wants(&self, contest: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|part| contest.contains(part.as_str()))
    }
}

/// Cores that every contender may use.
const JOBS: u32 = 2;

pub(crate) fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    let folder = crate::root().join("target/peers");
    fs::create_dir_all(&folder)?;
    let tools = Tools::install(&folder, args.chatlake.as_deref())?;
    let mut results = Results::new(args.quick, args.runs);
    for contest in CONTESTS.iter().filter(|contest| args.wants(contest.name)) {
        crate::print_line(&format!("{}: {}", contest.name, contest.title))?;
        let input = contest.corpus.make(&folder.join("corpora"), args.quick)?;
        let runs = contest.runs.unwrap_or(args.runs);
        results.contests.push(trial::hold(contest, &input, &tools, &folder, runs)?);
        if contest.has_floor {
            results.floor = Some(floor::measure(&tools, &input, args.runs)?);
        }
    }
    let path = if args.quick || !args.only.is_empty() {
        folder.join("run.md")
    } else {
        let runs = crate::root().join("benches/runs");
        fs::create_dir_all(&runs)?;
        runs.join(format!("{}-{}.md", machine::today(), machine::cpu_slug()))
    };
    fs::write(&path, table::markdown(&results, &tools))?;
    crate::print_line(&format!("wrote {}", path.display()))?;
    Ok(())
}
