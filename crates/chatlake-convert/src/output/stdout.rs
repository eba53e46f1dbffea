//! Standard output, one whole input at a time.

use std::io::{self, Seek, SeekFrom, Write};

use tempfile::SpooledTempFile;

/// Holds the bytes of an input back until it is known to be whole: in memory, then in a file
/// without a name.
pub(crate) struct Spool {
    held: SpooledTempFile,
    is_closed: bool,
}

/// Beyond this, bytes wait in a file.
const IN_MEMORY: usize = 8 << 20;

impl Spool {
    pub(crate) fn new() -> Self {
        Self { held: SpooledTempFile::new(IN_MEMORY), is_closed: false }
    }

    /// Whether nobody reads standard output any more.
    pub(crate) fn is_closed(&self) -> bool {
        self.is_closed
    }

    /// Lets the bytes go that are held.
    pub(crate) fn checkpoint(&mut self) -> io::Result<()> {
        self.held.seek(SeekFrom::Start(0))?;
        let mut stdout = io::stdout().lock();
        let copied = io::copy(&mut self.held, &mut stdout).and_then(|_| stdout.flush());
        match copied {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => self.is_closed = true,
            outcome => outcome?,
        }
        self.roll_back()
    }

    /// Forgets the bytes that are held.
    pub(crate) fn roll_back(&mut self) -> io::Result<()> {
        self.held = SpooledTempFile::new(IN_MEMORY);
        Ok(())
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.held.flush()
    }
}
