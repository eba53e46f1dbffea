//! Hours, several at a time.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::sync::Mutex;
use std::thread;

use chatlake_sim::corpus::{Census, Corpus, HourName, Quantity, gzip};

/// A file that was written.
pub(crate) struct HourFile {
    pub(crate) hour: HourName,
    pub(crate) census: Census,
    /// Bytes of the file.
    pub(crate) compressed: u64,
}

/// Writes every hour of the plan to `folder` and lists them in the plan's order.
pub(crate) fn write(
    corpus: &Corpus,
    plan: &[(HourName, Quantity)],
    folder: &Path,
    level: u32,
    jobs: u32,
) -> io::Result<Vec<HourFile>> {
    let queue = Mutex::new(plan.iter());
    let next = || queue.lock().map(|mut queue| queue.next()).ok().flatten();
    let work = || -> io::Result<Vec<HourFile>> {
        let mut files = Vec::new();
        while let Some((hour, quantity)) = next() {
            files.push(write_one(corpus, *hour, *quantity, folder, level)?);
        }
        Ok(files)
    };
    let mut files = Vec::with_capacity(plan.len());
    thread::scope(|scope| {
        let workers: Vec<_> = (0..jobs).map(|_| scope.spawn(work)).collect();
        for worker in workers {
            files.extend(worker.join().map_err(|_| io::Error::other("a worker panicked"))??);
        }
        io::Result::Ok(())
    })?;
    files.sort_by_key(|file| file.hour);
    Ok(files)
}

/// Writes to a temporary name first, so that an interrupted run leaves no half hour.
fn write_one(
    corpus: &Corpus,
    hour: HourName,
    quantity: Quantity,
    folder: &Path,
    level: u32,
) -> io::Result<HourFile> {
    let unfinished = folder.join(format!(".{hour}.gz.part"));
    let mut out = gzip(File::create(&unfinished)?, level);
    let census = corpus.write_hour(&mut out, hour, quantity)?;
    let compressed = out.finish()?.metadata()?.len();
    fs::rename(&unfinished, folder.join(format!("{hour}.gz")))?;
    Ok(HourFile { hour, census, compressed })
}
