//! Encoded bytes that wait for their turn, in bounded memory.
//!
//! What a job comes to is held until the jobs before it have been written. Usually that is some
//! megabytes; where an input is made to swell, it is as much as a disk holds. So a worker has a
//! share of memory for what waits, and what goes beyond waits in a file without a name.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// How many bytes of a worker wait in memory: several jobs of usual size.
const SHARE: usize = 8 << 20;

/// A file gets no longer than this, give or take a piece; its space is free when the last of its
/// pieces has been taken.
const LONGEST_FILE: u64 = 256 << 20;

/// A place for pieces that wait. Clones are the same place.
#[derive(Clone, Debug, Default)]
pub struct Overflow(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    /// How many bytes may be in memory, and how many are.
    allowed: AtomicUsize,
    held: AtomicUsize,
    /// The file that is being filled, and up to where.
    file: Mutex<Option<(Arc<File>, u64)>>,
}

/// The memory of one worker in an [`Overflow`], for as long as it lives.
#[derive(Debug)]
pub struct Share(Arc<Inner>);

/// Bytes that wait.
#[derive(Debug)]
pub struct Piece(Place);

#[derive(Debug)]
enum Place {
    Memory { bytes: Vec<u8>, of: Arc<Inner> },
    File { file: Arc<File>, at: u64, len: usize },
}

impl Overflow {
    /// A place in which nobody has a share yet: all waits in files.
    pub fn new() -> Self {
        Self::default()
    }

    /// A place for those who bound what they hold by themselves: all waits in memory.
    pub fn in_memory() -> Self {
        let inner = Inner { allowed: AtomicUsize::new(usize::MAX / 2), ..Inner::default() };
        Self(Arc::new(inner))
    }

    /// Has the memory for one more worker.
    pub fn share(&self) -> Share {
        self.0.allowed.fetch_add(SHARE, Ordering::Relaxed);
        Share(Arc::clone(&self.0))
    }

    /// Lets bytes wait.
    ///
    /// # Errors
    ///
    /// If there is no room on the disk of the temporary files.
    pub fn put(&self, bytes: Vec<u8>) -> io::Result<Piece> {
        let len = bytes.len();
        let held = self.0.held.fetch_add(len, Ordering::Relaxed) + len;
        if held <= self.0.allowed.load(Ordering::Relaxed) {
            return Ok(Piece(Place::Memory { bytes, of: Arc::clone(&self.0) }));
        }
        self.0.held.fetch_sub(len, Ordering::Relaxed);
        let (file, at) = self.room(len as u64)?;
        file.write_all_at(&bytes, at)?;
        Ok(Piece(Place::File { file, at, len }))
    }

    /// A stretch of a file.
    fn room(&self, len: u64) -> io::Result<(Arc<File>, u64)> {
        let mut current = self.0.file.lock().unwrap_or_else(PoisonError::into_inner);
        let (file, at) = match current.take() {
            Some((file, at)) if at < LONGEST_FILE => (file, at),
            _ => (Arc::new(tempfile::tempfile()?), 0),
        };
        *current = Some((Arc::clone(&file), at + len));
        Ok((file, at))
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.0.allowed.fetch_sub(SHARE, Ordering::Relaxed);
    }
}

impl Piece {
    /// How many bytes wait.
    pub fn len(&self) -> usize {
        match &self.0 {
            Place::Memory { bytes, .. } => bytes.len(),
            Place::File { len, .. } => *len,
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes.
    ///
    /// # Errors
    ///
    /// If they cannot be read back from the disk.
    pub fn take(mut self) -> io::Result<Vec<u8>> {
        match &mut self.0 {
            Place::Memory { bytes, of } => {
                of.held.fetch_sub(bytes.len(), Ordering::Relaxed);
                Ok(std::mem::take(bytes))
            }
            Place::File { file, at, len } => {
                let mut bytes = vec![0; *len];
                file.read_exact_at(&mut bytes, *at)?;
                Ok(bytes)
            }
        }
    }
}

impl Drop for Piece {
    fn drop(&mut self) {
        if let Place::Memory { bytes, of } = &self.0 {
            of.held.fetch_sub(bytes.len(), Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_in_memory(piece: &Piece) -> bool {
        matches!(piece.0, Place::Memory { .. })
    }

    #[test]
    fn what_waits_comes_back_from_wherever_it_was() {
        let overflow = Overflow::new();
        let share = overflow.share();
        let pieces: Vec<Piece> = (0..10).map(|n| overflow.put(vec![n; 3 << 20]).unwrap()).collect();
        assert_eq!(pieces.iter().filter(|piece| is_in_memory(piece)).count(), 2);
        for (n, piece) in (0..).zip(pieces) {
            assert_eq!(piece.len(), 3 << 20);
            assert!(piece.take().unwrap() == vec![n; 3 << 20]);
        }
        drop(share);
        assert!(!is_in_memory(&overflow.put(vec![1]).unwrap()));
    }

    #[test]
    fn memory_is_free_again_when_pieces_are_taken_or_dropped() {
        let overflow = Overflow::new();
        let _share = overflow.share();
        for _ in 0..3 {
            let taken = overflow.put(vec![0; SHARE / 2]).unwrap();
            let dropped = overflow.put(vec![0; SHARE / 2]).unwrap();
            assert!(is_in_memory(&taken) && is_in_memory(&dropped));
            assert!(!is_in_memory(&overflow.put(vec![0]).unwrap()));
            taken.take().unwrap();
        }
        assert_eq!(overflow.0.held.load(Ordering::Relaxed), 0);
    }

    #[test]
    fn a_share_more_is_memory_more() {
        let overflow = Overflow::new();
        let _shares = [overflow.share(), overflow.clone().share()];
        let first = overflow.put(vec![0; SHARE]).unwrap();
        let second = overflow.put(vec![0; SHARE]).unwrap();
        assert!(is_in_memory(&first) && is_in_memory(&second));
    }
}
