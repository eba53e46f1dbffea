//! A place where a scenario is run, again and again.

use std::error::Error;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use chatlake_sim::corpus::{Corpus, HourName, Quantity, Rates, gzip};

use super::call::Call;
use super::log::Log;
use super::results::Files;
use super::run::{End, Ran, run};
use super::scenario::{Outputs, Scenario};
use super::tracer::{self, Tracing};
use super::world::{GROWING, Turn, World};

/// A folder with what a scenario needs, a copy of it as it was at the start, and a platform.
pub(super) struct Stage {
    pub(super) scenario: Scenario,
    folder: PathBuf,
    prepared: PathBuf,
    log: PathBuf,
    said: PathBuf,
    chatlake: PathBuf,
    world: Option<World>,
    /// What is called otherwise in every stage, and how it is called in points.
    aliases: Vec<(String, String)>,
}

const RATES: Rates =
    Rates { legacy: 300_000, duplicates: 100_000, conflicts: 50_000, malformed: 100_000 };

/// That of the exports.
const DAY: &str = "2026-11-20";

/// What the second run of a conversion does with outputs that are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Existing {
    Skipped,
    Replaced,
}

impl Stage {
    /// Prepares one below `place`.
    pub(super) fn new(
        scenario: Scenario,
        place: &Path,
        chatlake: &Path,
    ) -> Result<Self, Box<dyn Error>> {
        let stage = Self {
            scenario,
            folder: place.join("stage"),
            prepared: place.join("prepared"),
            log: place.join("log"),
            said: place.join("said"),
            chatlake: chatlake.to_owned(),
            world: if scenario.is_supply() { Some(World::new(scenario)?) } else { None },
            aliases: Vec::new(),
        };
        if place.exists() {
            fs::remove_dir_all(place)?;
        }
        fs::create_dir_all(&stage.folder)?;
        for folder in ["home", "tmp"] {
            fs::create_dir(stage.folder.join(folder))?;
        }
        stage.prepare()?;
        copy(&stage.folder, &stage.prepared)?;
        Ok(stage)
    }

    /// What is there before the first run.
    fn prepare(&self) -> Result<(), Box<dyn Error>> {
        match self.scenario {
            Scenario::Convert { outputs, .. } => {
                self.write_exports()?;
                if outputs == Outputs::Salvaged {
                    let whole = self.folder.join("in/2026112007.gz");
                    let bytes = fs::read(&whole)?;
                    fs::write(whole, bytes.get(..bytes.len() / 2).unwrap_or_default())?;
                }
                if outputs == Outputs::Replaced {
                    let mut command = self.command(Command::new(&self.chatlake), Turn::Before);
                    self.succeed(command.arg("--dedup=drop"))?;
                }
            }
            Scenario::Replay => {
                self.write_exports()?;
                let mut command = self.bare(Command::new(&self.chatlake), Turn::Before);
                command.arg("convert").arg(self.folder.join("in")).arg("--out").arg(self.results());
                self.succeed(&mut command)?;
            }
            Scenario::Lake => self.write_exports()?,
            Scenario::Compact => {
                self.write_exports()?;
                let mut command = self.bare(Command::new(&self.chatlake), Turn::Before);
                self.succeed(self.to_lake(&mut command))?;
            }
            Scenario::Sync | Scenario::SyncLake => {}
            Scenario::Refetch | Scenario::Attachments | Scenario::Repair => {
                let mut command = self.bare(Command::new(&self.chatlake), Turn::Before);
                self.succeed(command.arg("sync"))?;
                // The platform that is begun afresh knows nothing of this token.
                fs::remove_dir_all(self.folder.join("state"))?;
            }
        }
        Ok(())
    }

    /// Three exports: with rejects, with the records of another once more, and plain.
    fn write_exports(&self) -> Result<(), Box<dyn Error>> {
        let folder = self.folder.join("in");
        fs::create_dir(&folder)?;
        let corpus = Corpus::new(7).with_rates(RATES);
        let hour = |name: &str| -> Result<Vec<u8>, Box<dyn Error>> {
            let mut records = Vec::new();
            let hour: HourName = name.parse()?;
            corpus.write_hour(&mut records, hour, Quantity::Records(40))?;
            Ok(records)
        };
        let (first, second) = (hour("2026112006")?, hour("2026112007")?);
        let packed = |name: &str, members: &[&[u8]]| -> Result<(), Box<dyn Error>> {
            let mut file = File::create(folder.join(name))?;
            for member in members {
                let mut out = gzip(&mut file, 6);
                out.write_all(member)?;
                out.finish()?;
            }
            Ok(())
        };
        packed("2026112006.gz", &[&first])?;
        packed("2026112007.gz", &[&second, &first])?;
        fs::write(folder.join("2026112008.jsonl"), hour("2026112008")?)?;
        Ok(())
    }

    fn succeed(&self, command: &mut Command) -> Result<(), Box<dyn Error>> {
        let ran = run(command, &self.said)?;
        match ran.end {
            End::Exit(0 | 3) => Ok(()),
            end => Err(format!("the preparation ended with {end:?}: {}", ran.said).into()),
        }
    }

    /// All as it was at the start.
    pub(super) fn reset(&mut self) -> Result<(), Box<dyn Error>> {
        fs::remove_dir_all(&self.folder)?;
        copy(&self.prepared, &self.folder)?;
        self.world.as_mut().map_or(Ok(()), World::restart)
    }

    /// Runs the scenario, under `strace`.
    pub(super) fn traced(&self, tracing: &Tracing<'_>) -> Result<(Ran, Log), Box<dyn Error>> {
        let real = |path: &str| {
            let rename = |path: String, (real, alias): &(String, String)| path.replace(alias, real);
            self.folder.join(self.aliases.iter().fold(path.to_owned(), rename))
        };
        let mut strace = tracer::command(tracing, &self.log, real);
        strace.arg(&self.chatlake);
        let ran = run(&mut self.command(strace, Turn::First), &self.said)?;
        Ok((ran, Log::read(&self.log)?))
    }

    /// Runs it once more, by itself, as one would after a failure.
    pub(super) fn again(&self, existing: Existing) -> Result<Ran, Box<dyn Error>> {
        let mut command = self.command(Command::new(&self.chatlake), Turn::Again);
        let says_so = match self.scenario {
            Scenario::Convert { outputs, .. } => outputs != Outputs::Replaced,
            Scenario::Replay => true,
            _ => false,
        };
        if says_so {
            command.arg(match existing {
                Existing::Skipped => "--skip-existing",
                Existing::Replaced => "--overwrite",
            });
        }
        Ok(run(&mut command, &self.said)?)
    }

    /// Has the archive and the lake verified, or outputs against their exports where they tell what
    /// they were made of; nothing of others.
    pub(super) fn verify(&self) -> Result<Vec<Ran>, Box<dyn Error>> {
        let bare = || self.bare(Command::new(&self.chatlake), Turn::Again);
        let mut commands = Vec::new();
        match self.scenario {
            // What was salvaged is not what the export says.
            Scenario::Convert { to: "parquet" | "arrow", outputs }
                if outputs != Outputs::Salvaged =>
            {
                let mut command = bare();
                command.arg("verify").arg(self.folder.join("in")).arg(self.results());
                commands.push(command);
            }
            _ if self.scenario.is_supply() => {
                let mut command = bare();
                command.arg("verify").arg(self.archive());
                commands.push(command);
            }
            _ => {}
        }
        if self.scenario.is_lake() {
            let mut command = bare();
            command.args(["lake", "verify"]).arg(self.lake());
            commands.push(command);
        }
        commands.iter_mut().map(|command| Ok(run(command, &self.said)?)).collect()
    }

    /// Adds the arguments that bring the exports into a lake.
    fn to_lake<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.arg("convert").arg(self.folder.join("in")).arg("--lake").arg(self.lake());
        command.args(["--app", "org/app", "--zone", "+08:00"])
    }

    /// Adds the arguments of the scenario.
    fn command(&self, command: Command, turn: Turn) -> Command {
        let mut command = self.bare(command, turn);
        match self.scenario {
            Scenario::Convert { to, outputs } => {
                let out = match self.scenario.one_file() {
                    Some(name) => self.results().join(name),
                    None => self.results(),
                };
                // A folder says so by its end.
                let slash = if outputs == Outputs::One { "" } else { "/" };
                command.arg("convert").arg(self.folder.join("in"));
                command.args(["--to", to, "--out"]).arg(format!("{}{slash}", out.display()));
                match outputs {
                    Outputs::Many | Outputs::One => {}
                    Outputs::Distinct => {
                        command.args(["--dedup", "drop"]);
                    }
                    Outputs::Replaced => {
                        command.arg("--overwrite");
                    }
                    Outputs::Salvaged => {
                        command.arg("--salvage");
                    }
                }
            }
            Scenario::Lake => {
                self.to_lake(&mut command);
            }
            Scenario::Compact => {
                command.args(["lake", "compact", "--date", DAY]).arg(self.lake());
            }
            Scenario::Replay => {
                command.arg("replay").arg(self.results()).arg("--out").arg(self.results());
            }
            Scenario::Sync => {
                command.arg("sync");
            }
            Scenario::SyncLake => {
                command.arg("sync").arg("--lake").arg(self.lake());
            }
            Scenario::Refetch => {
                command.args(["fetch", "--refetch", "--hour", GROWING]);
            }
            Scenario::Attachments => {
                command.arg("attachments");
            }
            Scenario::Repair => {
                command.arg("verify").arg(self.archive()).arg("--repair");
            }
        }
        command
    }

    /// A command in a world of its own.
    fn bare(&self, mut command: Command, turn: Turn) -> Command {
        let path = std::env::var_os("PATH").unwrap_or_default();
        command
            .env_clear()
            .env("PATH", path)
            .env("HOME", self.folder.join("home"))
            .env("XDG_CONFIG_HOME", self.folder.join("home"))
            .env("TMPDIR", self.folder.join("tmp"))
            .env("CHATLAKE_JOBS", "1")
            .current_dir(&self.folder);
        if let Some(world) = &self.world {
            world.tell(&mut command, &self.folder, turn);
        }
        command
    }

    /// Learns from a run without faults what has a name of its own in this stage: the platform,
    /// which has another port, and what is called by the hash of an url, which has it too.
    pub(super) fn learn(&mut self, log: &Log) {
        let host = self.world.as_ref().map(World::filed);
        self.aliases = host.into_iter().map(|host| (host, "HOST".to_owned())).collect();
        for path in log.calls().iter().flat_map(|call| &call.paths) {
            let Some((_, name)) = path.rsplit_once("/.new/") else { continue };
            let Some(hash) = name.split('.').next().filter(|name| name.len() == 64) else {
                continue;
            };
            if !self.aliases.iter().any(|(known, _)| known == hash) {
                let alias = format!("URL{:02}", self.aliases.len());
                self.aliases.push((hash.to_owned(), alias));
            }
        }
    }

    /// What the calls of a log are, with the same paths in every stage.
    pub(super) fn calls(&self, log: &Log) -> Vec<Call> {
        let mut calls = log.calls();
        for path in calls.iter_mut().flat_map(|call| &mut call.paths) {
            for (real, alias) in &self.aliases {
                *path = path.replace(real, alias);
            }
        }
        calls
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn world(&self) -> Option<&World> {
        self.world.as_ref()
    }

    /// The folder that holds what comes of it.
    pub(super) fn results(&self) -> PathBuf {
        self.folder.join(self.scenario.holds())
    }

    /// The archive of a supply.
    pub(super) fn archive(&self) -> PathBuf {
        self.results().join("archive")
    }

    /// Where a lake comes to be.
    fn lake(&self) -> PathBuf {
        if self.scenario.is_supply() { self.results().join("lake") } else { self.results() }
    }

    /// The files that come of it.
    pub(super) fn files(&self) -> Result<Files, Box<dyn Error>> {
        Ok(Files::read(&self.results())?)
    }

    /// The files that were there before.
    pub(super) fn files_before(&self) -> Result<Files, Box<dyn Error>> {
        Ok(Files::read(&self.prepared.join(self.scenario.holds()))?)
    }
}

fn copy(from: &Path, to: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir(to)?;
    fs::set_permissions(to, fs::metadata(from)?.permissions())?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}
