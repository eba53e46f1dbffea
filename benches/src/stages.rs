//! The CPU time of each stage on one thread: what perfect overlap could at best come to.

use std::time::Duration;

use chatlake_arrow::ipc::{self, IpcFormat};
use chatlake_convert::Input;
use chatlake_core::{Block, Compression, Encoder, Limits, Parser, Projection};
use chatlake_csv::{CsvEncoder, Guard};
use chatlake_jsonl::{Form, JsonlEncoder};
use chatlake_parquet::{ParquetFormat, ParquetOptions};
use rustix::time::{ClockId, clock_gettime};

use crate::encoding::encode;
use crate::parsers;
use crate::records::for_each_block;

type Error = Box<dyn std::error::Error>;

/// CPU seconds by stage, in the order in which they were first seen.
#[derive(Default)]
pub struct Stages {
    /// Stage and seconds.
    pub seconds: Vec<(&'static str, f64)>,
    /// Bytes of JSON read.
    pub n_bytes: u64,
}

/// Blocks as large as the jobs of the columnar formats.
const BLOCK: usize = 32 << 20;

impl Stages {
    /// Measures all stages on one file, block by block, and adds the times to what is there.
    ///
    /// `read` is expanding and framing, `parse` is parsing without looking at what was found, and
    /// the formats are what encoding comes to beyond that. Writing files is in none of them.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn measure(&mut self, input: &Input) -> Result<(), Error> {
        let columns = Projection::default();
        let mut parser = Parser::new(Limits::default());
        let mut parquet = ParquetFormat::new(&columns, ParquetOptions::default())?.encoder();
        let mut arrow = IpcFormat::new(&columns, ipc::Compression::Lz4)?.encoder();
        let mut csv = CsvEncoder::new(&columns, Guard::On, Compression::Plain)?;
        let mut jsonl = JsonlEncoder::new(&Form::Verbatim, Compression::ZSTD)?;

        let mut block = Block::new();
        let mut read_from = now();
        for_each_block(input.source.as_ref(), BLOCK, &mut block, |block| {
            self.add("read", since(read_from));
            self.n_bytes += block.n_bytes() as u64;
            let start = now();
            parsers::chatlake_untouched(&mut parser, block);
            let parsing = since(start);
            self.add("parse", parsing);
            self.encode("parquet", parsing, &mut parser, &mut parquet, block)?;
            self.encode("arrow", parsing, &mut parser, &mut arrow, block)?;
            self.encode("csv", parsing, &mut parser, &mut csv, block)?;
            self.encode("jsonl", parsing, &mut parser, &mut jsonl, block)?;
            read_from = now();
            Ok::<(), Error>(())
        })?;
        self.add("read", since(read_from));
        Ok(())
    }

    /// What a block's records are encoded with is what they were parsed with: the parsing is taken
    /// off.
    fn encode<E: Encoder>(
        &mut self,
        stage: &'static str,
        parsing: f64,
        parser: &mut Parser,
        encoder: &mut E,
        block: &mut Block,
    ) -> Result<(), Error> {
        let start = now();
        let (_rows, encoded) = encode(parser, encoder, block)?;
        self.add(stage, since(start) - parsing);
        drop(encoded);
        Ok(())
    }

    fn add(&mut self, stage: &'static str, seconds: f64) {
        match self.seconds.iter_mut().find(|(name, _)| *name == stage) {
            Some((_, sum)) => *sum += seconds,
            None => self.seconds.push((stage, seconds)),
        }
    }
}

/// CPU time of this thread.
fn now() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec.unsigned_abs() as u32)
}

fn since(start: Duration) -> f64 {
    (now() - start).as_secs_f64()
}
