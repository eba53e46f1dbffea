//! Keys in the files of the AWS command line.

use std::fs;
use std::io;
use std::path::PathBuf;

use super::Obstacle;
use super::environment::Environment;

/// What the files say of a profile. Shows itself to nobody.
#[derive(Default)]
pub(super) struct Profile {
    pub(super) keys: Option<Keys>,
    pub(super) region: Option<String>,
    pub(super) endpoint: Option<String>,
}

/// Who asks.
pub(super) struct Keys {
    pub(super) id: String,
    pub(super) secret: String,
    pub(super) token: Option<String>,
}

/// The profile that is asked for, or else the one that is called default.
///
/// # Errors
///
/// A file cannot be read, or the profile that is asked for has no keys: those of single sign-on
/// and of roles are not in files.
pub(super) fn read(environment: &Environment) -> Result<Profile, Obstacle> {
    let asked_for = environment.first(&["AWS_PROFILE", "AWS_DEFAULT_PROFILE"]);
    let name = asked_for.map_or("default", |(_, name)| name);
    let credentials = text(environment.file("AWS_SHARED_CREDENTIALS_FILE", ".aws/credentials"))?;
    let config = text(environment.file("AWS_CONFIG_FILE", ".aws/config"))?;
    let in_config = if name == "default" { name.to_owned() } else { format!("profile {name}") };
    let value = |key| {
        let here = setting(&credentials, name, key);
        here.or_else(|| setting(&config, &in_config, key)).map(str::to_owned)
    };
    let keys = match (value("aws_access_key_id"), value("aws_secret_access_key")) {
        (Some(id), Some(secret)) => Some(Keys { id, secret, token: value("aws_session_token") }),
        _ => None,
    };
    match (asked_for, &keys) {
        (Some((variable, _)), None) => Err(Obstacle::credentials(format!(
            "the profile `{name}` of {variable} has no keys in a file: `eval \"$(aws configure export-credentials --profile {name} --format env)\"` gets those of other kinds"
        ))),
        _ => Ok(Profile { keys, region: value("region"), endpoint: value("endpoint_url") }),
    }
}

/// A file that is not there says nothing.
fn text(path: Option<PathBuf>) -> Result<String, Obstacle> {
    let Some(path) = path else { return Ok(String::new()) };
    match fs::read_to_string(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => {
            let why = format!("failed to read `{}`: {error}", path.display());
            Err(Obstacle::credentials(why))
        }
        Ok(text) => Ok(text),
    }
}

/// The value of a key in a section. What is indented belongs to the line above it.
fn setting<'a>(text: &'a str, section: &str, key: &str) -> Option<&'a str> {
    let mut is_within = false;
    let mut found = None;
    for line in text.lines() {
        let is_comment = line.trim_start().starts_with(['#', ';']);
        if is_comment || line.starts_with([' ', '\t']) {
            continue;
        }
        if let Some(rest) = line.strip_prefix('[') {
            let name = rest.split(']').next().unwrap_or_default();
            is_within = name.split_whitespace().eq(section.split_whitespace());
        } else if is_within
            && let Some((name, value)) = line.split_once('=')
            && name.trim() == key
        {
            found = Some(value.trim()).filter(|value| !value.is_empty());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
# of mine
[default]
region = eu-west-1
[profile  dev]
s3 =
    region = nowhere
aws_access_key_id=AKIA
aws_secret_access_key = a=b/c
[other]
region = us-east-2
";

    #[test]
    fn keys_are_found_in_their_section() {
        assert_eq!(setting(TEXT, "default", "region"), Some("eu-west-1"));
        assert_eq!(setting(TEXT, "profile dev", "region"), None);
        assert_eq!(setting(TEXT, "profile dev", "aws_secret_access_key"), Some("a=b/c"));
        assert_eq!(setting(TEXT, "nobody", "region"), None);
    }
}
