//! One who takes part.

/// What a contender cannot do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Needs {
    /// Nothing but what the workspace builds.
    Nothing,
    /// A Python package.
    Package(&'static str),
    /// A program on the path.
    Program(&'static str),
}

/// A program and how it is called.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Contender {
    pub(crate) name: &'static str,
    pub(crate) needs: Needs,
    /// A line of shell that reads the folder `$IN` and writes to the folder `$OUT`, with `$JOBS`
    /// threads; `$CHATLAKE`, `$ARROW_JSON`, `$UNACCOUNTED`, `$PYTHON` and `$PEERS` are where things
    /// lie.
    ///
    /// A line `seconds N` on its standard output is taken for the time instead of the clock: what
    /// is written in Python does not pay for the start of Python.
    pub(crate) line: &'static str,
    /// What it does less, or otherwise.
    pub(crate) note: &'static str,
}

impl Contender {
    pub(crate) const fn ours(name: &'static str, line: &'static str, note: &'static str) -> Self {
        Self { name, needs: Needs::Nothing, line, note }
    }

    pub(crate) const fn python(
        name: &'static str,
        package: &'static str,
        line: &'static str,
        note: &'static str,
    ) -> Self {
        Self { name, needs: Needs::Package(package), line, note }
    }

    /// Whether it is ours.
    pub(crate) fn is_ours(&self) -> bool {
        self.name.starts_with("chatlake")
    }
}
