//! `chatlake lake sql`.

use std::env;
use std::path::absolute;

use chatlake_lake::views::{RowsFrom, Views};
use chatlake_lake::{Lake, LakeError};
use chatlake_store::{Place, Store};

use super::{failure, open};
use crate::args::LakeSqlArgs;
use crate::command::print_text;
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;

/// Where the tools of Azure look for it.
const ACCOUNT: &str = "AZURE_STORAGE_ACCOUNT_NAME";

/// Prints statements that make a lake tables.
pub(super) fn run(args: &LakeSqlArgs, console: &Console) -> Result<Exit, Failure> {
    let lake = open(Store::open(&args.place)?)?;
    let place = from_anywhere(&args.place)?;
    let account = env::var(ACCOUNT).ok();
    let views = Views {
        place: &place,
        app: &lake.terms().app,
        columns: &lake.terms().columns(),
        rows: if args.delta { RowsFrom::Delta } else { RowsFrom::Files },
        account: account.as_deref(),
    };
    let statements = views.statements(args.dialect);
    let statements = statements.map_err(|error| Failure::usage(error.to_string()))?;
    warn(&lake, args.delta, console).map_err(|error| failure(&error))?;
    print_text(&statements)?;
    Ok(Exit::OK)
}

/// What would surprise whoever runs them.
fn warn(lake: &Lake, delta: bool, console: &Console) -> Result<(), LakeError> {
    let has_table = lake.has_table()?;
    if lake.manifests()?.files().is_empty() {
        console
            .warn("the lake has no rows yet: most engines refuse to read files that are not there");
    }
    if delta && !has_table {
        console.warn("the lake has no table yet: `chatlake lake register` makes one");
    }
    if !delta && has_table && !lake.retired()?.is_empty() {
        console.warn(
            "the lake has a table, and keeps files for its readers that are superseded: by their names their rows are read twice; take --delta",
        );
    }
    Ok(())
}

/// The place as it is called wherever the statements are run.
fn from_anywhere(place: &Place) -> Result<Place, Failure> {
    match place {
        Place::Folder(folder) => match absolute(folder) {
            Ok(folder) => Ok(Place::Folder(folder)),
            Err(error) => Err(Failure::io(format!("find `{}`", folder.display()), &error)),
        },
        Place::Bucket(_) => Ok(place.clone()),
    }
}
