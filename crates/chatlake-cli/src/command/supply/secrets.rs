//! Where the secret comes from.

use std::env;

use chatlake_fetch::credentials::CommandLine;
use chatlake_fetch::{Credentials, SecretSource};

use crate::args::{CredentialArgs, Given};
use crate::exit::Exit;
use crate::failure::Failure;

/// Variables that hold a secret itself. They are no settings: no option has them, no file may,
/// and nothing shows them.
const CLIENT_SECRET: &str = "CHATLAKE_CLIENT_SECRET";
const TOKEN: &str = "CHATLAKE_TOKEN";

/// A place that a secret can be had from, and what to call it.
struct Place {
    name: &'static str,
    is_said: bool,
    source: SecretSource,
}

/// Who asks, if anybody is named. What the command line says goes before settings.
pub(in crate::command) fn credentials(
    args: &CredentialArgs,
    given: &Given,
) -> Result<Option<Credentials>, Failure> {
    let CredentialArgs {
        client_id,
        client_secret_file,
        client_secret_command,
        token_file,
        token_command,
    } = args;
    let file = |path: &Option<_>| path.clone().map(SecretSource::File);
    let place = |name: &'static str, id: &str, source: Option<SecretSource>| {
        Some(Place { name, is_said: given.has(id), source: source? })
    };
    let secret_command = command(client_secret_command)?;
    let secrets = [
        place("--client-secret-file", "client_secret_file", file(client_secret_file)),
        place("--client-secret-command", "client_secret_command", secret_command),
        place(CLIENT_SECRET, "", variable(CLIENT_SECRET)),
    ];
    let tokens = [
        place("--token-file", "token_file", file(token_file)),
        place("--token-command", "token_command", command(token_command)?),
        place(TOKEN, "", variable(TOKEN)),
    ];
    let there = |places: [Option<Place>; 3]| places.into_iter().flatten().collect::<Vec<_>>();
    let (secrets, tokens) = (there(secrets), there(tokens));
    let is_said = |places: &[Place]| places.iter().any(|place| place.is_said);
    let says_client = given.has("client_id") || is_said(&secrets);
    let by_token = match (is_said(&tokens), says_client) {
        (true, false) => true,
        (false, true) => false,
        _ => match (tokens.first(), secrets.first()) {
            (Some(token), Some(secret)) => return Err(both(token, secret)),
            (token, _) => token.is_some(),
        },
    };
    if by_token {
        return Ok(only(tokens)?.map(Credentials::Token));
    }
    match (client_id, only(secrets)?) {
        (None, None) => Ok(None),
        (Some(id), Some(secret)) => Ok(Some(Credentials::Client { id: id.clone(), secret })),
        (Some(_), None) => Err(missing(
            "there is a client id and no secret: set CHATLAKE_CLIENT_SECRET, --client-secret-file or --client-secret-command",
        )),
        (None, Some(_)) => {
            Err(missing("there is a client secret and no id: say whose it is with --client-id ID"))
        }
    }
}

fn variable(name: &str) -> Option<SecretSource> {
    let is_set = env::var_os(name).is_some_and(|value| !value.is_empty());
    is_set.then(|| SecretSource::Env(name.to_owned()))
}

fn command(text: &Option<String>) -> Result<Option<SecretSource>, Failure> {
    let parsed = text.as_deref().map(str::parse::<CommandLine>).transpose();
    // The text may hold a secret, so it is not shown.
    let parsed = parsed.map_err(|error| Failure::usage(error.to_string()))?;
    Ok(parsed.map(SecretSource::Command))
}

/// The one place that is meant.
fn only(mut places: Vec<Place>) -> Result<Option<SecretSource>, Failure> {
    if places.iter().any(|place| place.is_said) {
        places.retain(|place| place.is_said);
    }
    if let [first, second, ..] = places.as_slice() {
        return Err(both(first, second));
    }
    Ok(places.pop().map(|place| place.source))
}

fn both(first: &Place, second: &Place) -> Failure {
    Failure::usage(format!(
        "{} and {} are both set, and one is enough: unset the other, or say on the command line which is meant",
        first.name, second.name
    ))
}

fn missing(what: &str) -> Failure {
    Failure::Told(Exit::AUTH, what.to_owned())
}
