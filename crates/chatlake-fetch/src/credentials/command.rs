//! Commands that print secrets, run without a shell.

use std::fmt;
use std::str::FromStr;

/// A program and its arguments.
///
/// A text is cut at white space; single and double quotes keep it together. Nothing is expanded:
/// no variables, no globs, no backslashes. Arguments may be secrets, so they are not shown.
#[derive(Clone, PartialEq, Eq)]
pub struct CommandLine {
    program: String,
    arguments: Vec<String>,
}

impl CommandLine {
    /// A program with its arguments as they are.
    pub fn new(program: impl Into<String>, arguments: impl IntoIterator<Item = String>) -> Self {
        Self { program: program.into(), arguments: arguments.into_iter().collect() }
    }

    /// The program.
    pub fn program(&self) -> &str {
        &self.program
    }

    /// What it is called with.
    pub fn arguments(&self) -> &[String] {
        &self.arguments
    }
}

impl fmt::Debug for CommandLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CommandLine({:?}, {} arguments)", self.program, self.arguments.len())
    }
}

impl FromStr for CommandLine {
    type Err = BadCommand;

    fn from_str(text: &str) -> Result<Self, BadCommand> {
        let mut words: Vec<String> = Vec::new();
        let (mut word, mut quote) = (None::<String>, None);
        for c in text.chars() {
            match quote {
                Some(open) if c == open => quote = None,
                Some(_) => word.get_or_insert_default().push(c),
                None if c == '\'' || c == '"' => {
                    quote = Some(c);
                    word.get_or_insert_default();
                }
                None if c.is_whitespace() => words.extend(word.take()),
                None => word.get_or_insert_default().push(c),
            }
        }
        if quote.is_some() {
            return Err(BadCommand::Quote);
        }
        words.extend(word);
        let mut words = words.into_iter();
        match words.next().filter(|program| !program.is_empty()) {
            Some(program) => Ok(Self::new(program, words)),
            None => Err(BadCommand::Empty),
        }
    }
}

/// A text that is no command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadCommand {
    /// No program in it.
    #[error("there is no program in the command for the secret")]
    Empty,
    /// A quote without its other half.
    #[error("a quote in the command for the secret is not closed")]
    Quote,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_cut_at_white_space_outside_quotes_and_nothing_is_expanded() {
        for (text, expected) in [
            ("pass show  chat/lake", vec!["pass", "show", "chat/lake"]),
            ("cat 'my file' \"x'y\" a'b c'd", vec!["cat", "my file", "x'y", "ab cd"]),
            (
                "echo $HOME *.txt `id` ; rm \\",
                vec!["echo", "$HOME", "*.txt", "`id`", ";", "rm", "\\"],
            ),
            ("x ''", vec!["x", ""]),
        ] {
            let command: CommandLine = text.parse().unwrap();
            assert_eq!(command.program(), expected[0]);
            assert_eq!(command.arguments(), &expected[1..]);
        }
    }

    #[test]
    fn what_is_no_command_is_refused() {
        for (text, error) in [
            ("", BadCommand::Empty),
            (" ", BadCommand::Empty),
            ("'' x", BadCommand::Empty),
            ("a 'b", BadCommand::Quote),
        ] {
            assert_eq!(text.parse::<CommandLine>(), Err(error));
        }
    }
}
