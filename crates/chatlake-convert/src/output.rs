//! Where bytes land: nothing is visible before it is whole.

mod file;
mod stdout;

use std::io::{self, Write};

pub(crate) use file::{OutputFile, Publishing, create_folder, hex, remove};
pub(crate) use stdout::Spool;

/// Where the bytes of a sink go.
pub(crate) enum Target {
    /// A file that appears under its name when it is published.
    File(Box<OutputFile>),
    /// Standard output, one whole input at a time.
    Stdout(Spool),
}

impl Target {
    /// A file in the making.
    pub(crate) fn file(file: OutputFile) -> Self {
        Target::File(Box::new(file))
    }

    /// Says that all bytes so far are good.
    pub(crate) fn checkpoint(&mut self) -> io::Result<()> {
        match self {
            Target::File(file) => file.checkpoint(),
            Target::Stdout(spool) => spool.checkpoint(),
        }
    }

    /// Takes back the bytes since the last checkpoint.
    pub(crate) fn roll_back(&mut self) -> io::Result<()> {
        match self {
            Target::File(file) => file.roll_back(),
            Target::Stdout(spool) => spool.roll_back(),
        }
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Target::File(file) => file.write(bytes),
            Target::Stdout(spool) => spool.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Target::File(file) => file.flush(),
            Target::Stdout(spool) => spool.flush(),
        }
    }
}
