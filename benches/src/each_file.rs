//! Files side by side, one per thread: the loop of the peers that are written here.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;

/// Anything.
pub type Error = Box<dyn std::error::Error + Send + Sync>;

/// Runs a program that is called `NAME IN OUT JOBS`: gives every export of the folder `IN`, or the
/// file `IN`, and its output in the folder `OUT` to `convert`, in `JOBS` threads. Returns the sum of
/// what those return, which is rows.
///
/// # Errors
///
/// The arguments, the folders, or what `convert` says first.
pub fn each_file(
    program: &str,
    convert: impl Fn(&Path, &Path) -> Result<u64, Error> + Sync,
) -> Result<u64, Error> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [from, to, jobs] = arguments.as_slice() else {
        return Err(format!("usage: {program} IN OUT JOBS").into());
    };
    let inputs = Mutex::new(inputs(Path::new(from))?);
    fs::create_dir_all(to)?;
    let next = || inputs.lock().ok().and_then(|mut inputs| inputs.pop());
    let work = || {
        let mut rows = 0;
        while let Some(input) = next() {
            let name = Path::new(input.file_name().unwrap_or_default()).with_extension("parquet");
            rows += convert(&input, &Path::new(to).join(name))?;
        }
        Ok::<u64, Error>(rows)
    };
    let jobs: usize = jobs.parse()?;
    let mut rows = 0;
    thread::scope(|scope| {
        let workers: Vec<_> = (0..jobs).map(|_| scope.spawn(work)).collect();
        for worker in workers {
            rows += worker.join().map_err(|_| "a worker panicked")??;
        }
        Ok::<(), Error>(())
    })?;
    Ok(rows)
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
