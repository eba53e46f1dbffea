//! Standard input, and sources that can be read once made such that can be read again.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::{Arc, Mutex, PoisonError};

use chatlake_core::Source;

use crate::plan::Input;

/// Standard input; can be opened once.
#[derive(Debug, Default)]
pub struct StdinSource {
    is_taken: Mutex<bool>,
}

impl Source for StdinSource {
    fn name(&self) -> &str {
        "-"
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        let mut is_taken = self.is_taken.lock().unwrap_or_else(PoisonError::into_inner);
        if std::mem::replace(&mut *is_taken, true) {
            return Err(io::Error::other("standard input can be read only once"));
        }
        Ok(Box::new(io::stdin()))
    }
}

/// Lets an input be read more than once: one that is no file is copied to a file without a name
/// when it is opened first.
pub(crate) fn spooled(input: &mut Input) {
    if input.file_name.is_none() {
        let source = Arc::clone(&input.source);
        input.source = Arc::new(SpooledSource { source, copy: Mutex::new(None) });
    }
}

struct SpooledSource {
    source: Arc<dyn Source>,
    copy: Mutex<Option<File>>,
}

impl Source for SpooledSource {
    fn name(&self) -> &str {
        self.source.name()
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        let mut copy = self.copy.lock().unwrap_or_else(PoisonError::into_inner);
        if copy.is_none() {
            let mut file = tempfile::tempfile()?;
            io::copy(&mut self.source.open()?, &mut file)?;
            file.flush()?;
            *copy = Some(file);
        }
        let Some(file) = &*copy else { return Ok(Box::new(io::empty())) };
        let mut file = file.try_clone()?;
        file.seek(SeekFrom::Start(0))?;
        Ok(Box::new(file))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standard_input_can_be_read_only_once() {
        let source = StdinSource::default();
        assert!(source.open().is_ok());
        assert_eq!(
            source.open().map(|_| ()).unwrap_err().to_string(),
            "standard input can be read only once"
        );
    }
}
