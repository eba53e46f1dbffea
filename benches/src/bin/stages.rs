//! `stages IN` prints the CPU seconds of every stage on one thread, a line each, after the bytes
//! of JSON that were read: for the perfect-overlap floor of `cargo xtask peers`.

use std::error::Error;
use std::io::Write;

use chatlake_benches::Stages;
use chatlake_convert::{Input, Listing, expand};

fn main() -> Result<(), Box<dyn Error>> {
    let from = std::env::args().nth(1).ok_or("usage: stages IN")?;
    let mut stages = Stages::default();
    for path in expand(&from, Listing::default())? {
        stages.measure(&Input::file(&path))?;
    }
    let mut out = std::io::stdout().lock();
    writeln!(out, "bytes {}", stages.n_bytes)?;
    for (stage, seconds) in &stages.seconds {
        writeln!(out, "{stage} {seconds:.4}")?;
    }
    Ok(())
}
