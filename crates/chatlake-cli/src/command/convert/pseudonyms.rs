//! Pseudonyms, from the arguments and the place where their key is.

use chatlake_convert::RejectBytes;
use chatlake_core::{Column, Projection, PseudonymKey, Pseudonyms};

use crate::args::{Given, PseudonymArgs};
use crate::command::secret::{Ways, is_said, only};
use crate::console::Console;
use crate::failure::{Failure, chain};

/// The pseudonyms that were asked for, with their key.
pub(in crate::command) fn pseudonyms(
    args: &PseudonymArgs,
    given: &Given,
) -> Result<Option<Pseudonyms>, Failure> {
    let PseudonymArgs { pseudonymise, pseudonym_key_file, pseudonym_key_command } = args;
    let ways = Ways {
        file: ("--pseudonym-key-file", pseudonym_key_file),
        command: ("--pseudonym-key-command", pseudonym_key_command),
        variable: "CHATLAKE_PSEUDONYM_KEY",
    };
    let places = ways.places(given)?;
    if pseudonymise.is_empty() {
        // Whoever names a key and no column would share names without knowing.
        return match is_said(&places) {
            true => Err(Failure::usage(
                "there is a key for pseudonyms and no column: say which with --pseudonymise",
            )),
            false => Ok(None),
        };
    }
    let key = only(places)?.ok_or_else(|| {
        Failure::usage(
            "there is no key for pseudonyms: set CHATLAKE_PSEUDONYM_KEY, --pseudonym-key-file or --pseudonym-key-command",
        )
    })?;
    let key = key.read().map_err(|error| Failure::usage(chain(&error)))?;
    let key = PseudonymKey::new(key.expose().as_bytes());
    let key = key.map_err(|error| Failure::usage(error.to_string()))?;
    let pseudonyms = Pseudonyms::new(pseudonymise, key);
    pseudonyms.map(Some).map_err(|error| Failure::usage(format!("--pseudonymise: {error}")))
}

/// Whether rejects are kept with their bytes: they hold the names that pseudonyms stand for.
pub(in crate::command) fn reject_bytes(projection: &Projection) -> RejectBytes {
    match projection.pseudonyms() {
        Some(_) => RejectBytes::Withheld,
        None => RejectBytes::Kept,
    }
}

/// Warns of columns that may name people all the same.
pub(in crate::command) fn warn_of_names(projection: &Projection, console: &Console) {
    let Some(pseudonyms) = projection.pseudonyms() else { return };
    let may_name = |column: &&Column| column.is_free_form() && !pseudonyms.has(**column);
    let columns = projection.columns().iter().filter(may_name).map(|column| column.name());
    let columns = columns.collect::<Vec<_>>().join(",");
    if !columns.is_empty() {
        console.warn(&format!(
            "what people and apps wrote may name people, and is written as it is: to leave it out, add --drop-columns {columns}"
        ));
    }
}
