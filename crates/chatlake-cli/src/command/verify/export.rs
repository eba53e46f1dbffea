//! An export, read to its last checksum.

use std::fs::File;
use std::io;
use std::path::Path;

use chatlake_core::{
    Block, BlockReader, ErrorKind, FileSource, Limits, Parsed, Parser, SourceFacts,
};
use sha2::{Digest, Sha256};

use super::{Check, Verdict};
use crate::exit::Exit;
use crate::failure::exit_of;
use crate::screen::{bytes, count, plural};

/// What an export turned out to hold.
pub(super) struct Export {
    pub(super) file_name: String,
    pub(super) sha256: String,
    /// None where it is damaged.
    pub(super) counts: Option<ExportCounts>,
}

/// What an export comes to when all of it is converted.
#[derive(Clone, Copy, Default)]
pub(super) struct ExportCounts {
    pub(super) records: u64,
    pub(super) rejects: u64,
    /// Of the flat layout.
    pub(super) rows: u64,
}

/// How many bytes are parsed at a time.
const BLOCK_SIZE: usize = 1 << 20;

impl Export {
    /// Reads an export twice: for the hash of its bytes, and for what is in it.
    pub(super) fn read(path: &Path) -> (Check, Option<Self>) {
        let file_name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let sha256 = match digest(path) {
            Ok(sha256) => sha256,
            Err(error) => return (Check::unreadable(path, &error), None),
        };
        match survey(path) {
            Ok((counts, facts)) => {
                let mut says = format!(
                    "whole: {}, {}",
                    bytes(facts.bytes_in),
                    plural(counts.records, "record")
                );
                if counts.rejects > 0 {
                    says.push_str(&format!(", {} that cannot be rows", count(counts.rejects)));
                }
                let export = Self { file_name, sha256, counts: Some(counts) };
                (Check::new(path, Verdict::Ok, says), Some(export))
            }
            Err(error) => {
                let exit = exit_of(&error);
                let verdict = if exit == Exit::IO { Verdict::Unreadable } else { Verdict::Bad };
                let check = Check::new(path, verdict, error.to_string());
                (check, Some(Self { file_name, sha256, counts: None }))
            }
        }
    }
}

fn digest(path: &Path) -> io::Result<String> {
    let mut hash = HashWriter(Sha256::new());
    io::copy(&mut File::open(path)?, &mut hash)?;
    Ok(hash.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Lets bytes be copied into a hash.
struct HashWriter(Sha256);

impl io::Write for HashWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn survey(path: &Path) -> Result<(ExportCounts, SourceFacts), ErrorKind> {
    let limits = Limits::default();
    let mut blocks = BlockReader::open(&FileSource::new(path), limits)?;
    let mut parser = Parser::new(limits);
    let mut block = Block::new();
    let mut counts = ExportCounts::default();
    while blocks.next_block(&mut block, BLOCK_SIZE)? {
        parser.parse(&mut block, |parsed| -> Result<(), ErrorKind> {
            counts.records += 1;
            match parsed {
                Parsed::Record(_, record) => counts.rows += record.body_count().max(1) as u64,
                Parsed::Reject(_) => counts.rejects += 1,
            }
            Ok(())
        })?;
    }
    Ok((counts, blocks.facts()))
}
