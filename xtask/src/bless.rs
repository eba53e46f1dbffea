//! `bless`: takes what the code writes today for what it must write.
//!
//! The test that compares is also the one that writes, so that both mean the same files.

use std::error::Error;
use std::process::Command;

pub(crate) fn run() -> Result<(), Box<dyn Error>> {
    let mut test = Command::new("cargo");
    test.args(["test", "--quiet", "--package", "xtask", "--test", "it", "golden"])
        .env("CHATLAKE_BLESS", "1")
        .current_dir(crate::root());
    crate::succeed(&mut test)?;
    Ok(crate::print_line("wrote testdata/golden: look at the diff before you commit it")?)
}
