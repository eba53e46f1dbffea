//! What the environment says.

use std::collections::BTreeMap;
use std::path::PathBuf;

/// The variables of a process. An empty one says nothing.
#[derive(Debug)]
pub(crate) struct Environment {
    variables: BTreeMap<String, String>,
}

impl Environment {
    pub(crate) fn new(variables: impl IntoIterator<Item = (String, String)>) -> Self {
        let variables = variables.into_iter().filter(|(_, value)| !value.is_empty());
        Self { variables: variables.collect() }
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str)
    }

    /// The first of these that says something.
    pub(super) fn first(&self, names: &[&'static str]) -> Option<(&'static str, &str)> {
        names.iter().find_map(|name| Some((*name, self.get(name)?)))
    }

    /// Whether all of these say something.
    pub(super) fn has_all(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.get(name).is_some())
    }

    pub(super) fn is_true(&self, name: &str) -> bool {
        let says = |word: &str| self.get(name).is_some_and(|said| said.eq_ignore_ascii_case(word));
        says("true") || says("1") || says("yes") || says("on")
    }

    /// All whose names begin so.
    pub(super) fn beginning_with(&self, prefix: &str) -> impl Iterator<Item = (&str, &str)> {
        let all = self.variables.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        all.filter(move |(name, _)| name.starts_with(prefix))
    }

    /// A file that a variable names, or one below the user's folder.
    pub(super) fn file(&self, name: &str, below_home: &str) -> Option<PathBuf> {
        match self.get(name) {
            Some(path) => Some(PathBuf::from(path)),
            None => Some(PathBuf::from(self.get("HOME")?).join(below_home)),
        }
    }
}
