//! What is read, and where it goes. Touches no record.

mod expand;
mod stem;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chatlake_core::{FileSource, Source};

pub use expand::{Listing, NamePattern, expand, is_export};
pub use stem::stem;
use stem::stem_of_rejects;

/// An input, with what its name tells.
#[derive(Clone)]
pub struct Input {
    /// Where its bytes come from.
    pub source: Arc<dyn Source>,
    /// The name without folders and extensions: what its outputs are called.
    pub stem: String,
    /// The name without folders; none for standard input.
    pub file_name: Option<String>,
    /// What is in it.
    pub content: Content,
}

/// What is in an input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Content {
    /// Records: an export.
    #[default]
    Records,
    /// Rejects of earlier conversions, a line each. They are converted as records of the sources
    /// that their lines name.
    Rejects,
}

impl Input {
    /// A file.
    pub fn file(path: &Path) -> Self {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        Self {
            source: Arc::new(FileSource::new(path)),
            stem: stem(&name).to_owned(),
            file_name: Some(name),
            content: Content::Records,
        }
    }

    /// Standard input, or anything else that has no file's name.
    pub fn unnamed(source: Arc<dyn Source>) -> Self {
        Self { source, stem: "stdin".to_owned(), file_name: None, content: Content::Records }
    }

    /// The same as a file of rejects. Its outputs have names of their own, `STEM.replay`, beside
    /// those of the conversion that it comes from.
    pub fn of_rejects(self) -> Self {
        let stem = format!("{}.replay", stem_of_rejects(&self.stem));
        Self { stem, content: Content::Rejects, ..self }
    }

    /// What it is called in reports.
    pub fn name(&self) -> &str {
        self.source.name()
    }
}

/// Where a conversion writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// A folder: an output per input, with its stem.
    Folder(PathBuf),
    /// One file of all inputs.
    File(PathBuf),
    /// Standard output.
    Stdout {
        /// Where rejects go.
        rejects: Option<PathBuf>,
    },
}

/// What is read, and where it goes.
#[derive(Clone)]
pub struct Plan {
    /// In the order in which they are read and written.
    pub inputs: Vec<Input>,
    /// Where they go.
    pub destination: Destination,
}

/// A plan that cannot be carried out.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PlanError {
    /// Nothing to read.
    #[error("no input: {0}")]
    NoInput(String),
    /// Two inputs that would have the same output.
    #[error(
        "`{first}` and `{second}` would both be written to `{stem}`: convert them into different folders"
    )]
    SameStem {
        /// One of them.
        first: String,
        /// The other.
        second: String,
        /// What both are called.
        stem: String,
    },
    /// A pattern that is none.
    #[error("`{pattern}` is no pattern: {reason}")]
    Pattern {
        /// As it was given.
        pattern: String,
        /// Why.
        reason: String,
    },
    /// A folder or a list that cannot be read.
    #[error("failed to read `{path}`: {source}")]
    Read {
        /// Where.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The options do not go together.
    #[error("{0}")]
    Options(String),
}

impl Plan {
    /// A plan; every stem must be there once where each input has its own output.
    ///
    /// # Errors
    ///
    /// [`PlanError::NoInput`] and [`PlanError::SameStem`].
    pub fn new(inputs: Vec<Input>, destination: Destination) -> Result<Self, PlanError> {
        if matches!(destination, Destination::Folder(_)) {
            let mut by_stem: Vec<&Input> = inputs.iter().collect();
            by_stem.sort_by(|a, b| a.stem.cmp(&b.stem));
            for pair in by_stem.windows(2) {
                if let [first, second] = pair
                    && first.stem == second.stem
                {
                    return Err(PlanError::SameStem {
                        first: first.name().to_owned(),
                        second: second.name().to_owned(),
                        stem: first.stem.clone(),
                    });
                }
            }
        }
        Ok(Self { inputs, destination })
    }

    /// Where the output of an input goes; none for standard output.
    pub fn output_of(&self, input: &Input, extension: &str, is_salvaged: bool) -> Option<PathBuf> {
        match &self.destination {
            Destination::Folder(folder) => {
                let mark = if is_salvaged { ".salvaged" } else { "" };
                Some(folder.join(format!("{}{mark}.{extension}", input.stem)))
            }
            Destination::File(path) => Some(path.clone()),
            Destination::Stdout { .. } => None,
        }
    }

    /// Where the rejects of an input go; none if there is no place for them.
    pub fn rejects_of(&self, input: &Input) -> Option<PathBuf> {
        match &self.destination {
            Destination::Folder(folder) => {
                Some(folder.join("_rejects").join(format!("{}.jsonl", input.stem)))
            }
            Destination::File(path) => {
                let mut name = path.as_os_str().to_owned();
                name.push(".rejects.jsonl");
                Some(name.into())
            }
            Destination::Stdout { rejects } => rejects.clone(),
        }
    }
}
