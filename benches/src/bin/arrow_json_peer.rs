//! A peer for `cargo xtask peers`: `arrow_json_peer IN OUT JOBS` converts a folder or a file of
//! exports to Parquet with arrow-json, one file per thread.

use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;

use chatlake_benches::arrow_json::convert_file;

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [from, to, jobs] = arguments.as_slice() else {
        return Err("usage: arrow_json_peer IN OUT JOBS".into());
    };
    let inputs = Mutex::new(inputs(Path::new(from))?);
    fs::create_dir_all(to)?;
    let next = || inputs.lock().ok().and_then(|mut inputs| inputs.pop());
    let work = || {
        let mut rows = 0;
        while let Some(input) = next() {
            let name = Path::new(input.file_name().unwrap_or_default()).with_extension("parquet");
            rows += convert_file(&input, &Path::new(to).join(name))?.rows;
        }
        Ok::<u64, Box<dyn Error + Send + Sync>>(rows)
    };
    let jobs: usize = jobs.parse()?;
    let mut rows = 0;
    thread::scope(|scope| {
        let workers: Vec<_> = (0..jobs).map(|_| scope.spawn(work)).collect();
        for worker in workers {
            rows += worker.join().map_err(|_| "a worker panicked")??;
        }
        Ok::<(), Box<dyn Error + Send + Sync>>(())
    })?;
    writeln!(std::io::stdout(), "{rows} rows")?;
    Ok(())
}

/// The files, last first, as they are taken from the end.
fn inputs(from: &Path) -> std::io::Result<Vec<PathBuf>> {
    if from.is_file() {
        return Ok(vec![from.to_owned()]);
    }
    let entries = fs::read_dir(from)?.map(|entry| Ok(entry?.path()));
    let mut files = entries.collect::<std::io::Result<Vec<_>>>()?;
    files.retain(|path| path.extension().is_some_and(|extension| extension == "gz"));
    files.sort();
    files.reverse();
    Ok(files)
}
