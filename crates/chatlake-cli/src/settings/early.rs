//! What must be known before arguments can be parsed.

use std::env;
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;

use crate::args::LogFormat;

/// What must be known before arguments can be parsed: where settings are, and how to say that
/// the arguments are wrong.
#[derive(Debug)]
pub(crate) struct Early {
    config: Option<PathBuf>,
    /// Prefer the settings of this profile.
    pub(crate) profile: Option<String>,
    pub(crate) log_format: LogFormat,
}

impl Early {
    /// Looks through the arguments, and where they say nothing, the environment.
    pub(crate) fn scan(arguments: &[OsString]) -> Self {
        let told = |option: &str, variable: &str| {
            given(arguments, option).or_else(|| env::var_os(variable).filter(|v| !v.is_empty()))
        };
        let is_json = told("--log-format", "CHATLAKE_LOG_FORMAT").is_some_and(|v| v == "json");
        Self {
            config: told("--config", "CHATLAKE_CONFIG").map(PathBuf::from),
            profile: told("--profile", "CHATLAKE_PROFILE")
                .map(|name| name.to_string_lossy().into_owned()),
            log_format: if is_json { LogFormat::Json } else { LogFormat::Text },
        }
    }

    /// Whether somebody has said which file.
    pub(crate) fn names_config(&self) -> bool {
        self.config.is_some()
    }

    /// The file that settings are read from, whether it is there or not; none where there is no
    /// home either.
    pub(crate) fn config_path(&self) -> Option<PathBuf> {
        let folder = |variable: &str| {
            env::var_os(variable).map(PathBuf::from).filter(|path| path.is_absolute())
        };
        let standard = || {
            let base =
                folder("XDG_CONFIG_HOME").or_else(|| Some(folder("HOME")?.join(".config")))?;
            Some(base.join("chatlake").join("config.toml"))
        };
        self.config.clone().or_else(standard)
    }
}

/// The value of an option, as `--option value` or `--option=value`; the last one counts.
fn given(arguments: &[OsString], option: &str) -> Option<OsString> {
    let mut found = None;
    let mut arguments = arguments.iter().skip(1).take_while(|argument| *argument != "--");
    while let Some(argument) = arguments.next() {
        if argument == option {
            found = arguments.next().cloned();
        } else if let Some(value) = argument.as_bytes().strip_prefix(option.as_bytes())
            && let Some(value) = value.strip_prefix(b"=")
        {
            found = Some(OsStr::from_bytes(value).to_owned());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_is_found_in_both_spellings_and_before_the_end_of_options() {
        let find = |line: &str| {
            let arguments: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            given(&arguments, "--config").map(|value| value.to_string_lossy().into_owned())
        };
        assert_eq!(find("chatlake head --config a x").as_deref(), Some("a"));
        assert_eq!(find("chatlake --config=a head --config=b").as_deref(), Some("b"));
        assert_eq!(find("chatlake head --configuration=a -- --config=b"), None);
    }
}
