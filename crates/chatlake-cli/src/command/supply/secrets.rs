//! Where the secret comes from.

use chatlake_fetch::Credentials;

use crate::args::{CredentialArgs, Given};
use crate::command::secret::{Ways, both, is_said, only};
use crate::exit::Exit;
use crate::failure::Failure;

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
    let secrets = Ways {
        file: ("--client-secret-file", client_secret_file),
        command: ("--client-secret-command", client_secret_command),
        variable: "CHATLAKE_CLIENT_SECRET",
    };
    let tokens = Ways {
        file: ("--token-file", token_file),
        command: ("--token-command", token_command),
        variable: "CHATLAKE_TOKEN",
    };
    let (secrets, tokens) = (secrets.places(given)?, tokens.places(given)?);
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

fn missing(what: &str) -> Failure {
    Failure::Told(Exit::AUTH, what.to_owned())
}
