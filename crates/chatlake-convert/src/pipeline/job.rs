//! One job: parse, select, encode, and count.

use std::io;
use std::panic::resume_unwind;
use std::sync::PoisonError;
use std::thread;

use chatlake_core::timestamp::PLAUSIBLE_MS;
use chatlake_core::{
    Block, Compression, EncodeError, Encoder, Parsed, Parser, PieceWriter, Pieces, Record,
};

use crate::admit::RecordKey;
use crate::format::Writing;
use crate::input::Origins;
use crate::options::Dedup;
use crate::pipeline::Pass;
use crate::pipeline::within::Within;
use crate::rejects;
use crate::report::Counts;

/// What one worker keeps from job to job.
pub(crate) struct Worker<'a, F: Writing> {
    pass: &'a Pass<'a, F>,
    parser: Parser,
    encoder: F::Encoder,
    /// The rejects of a job, as lines.
    rejects: PieceWriter,
    within: Within,
}

/// What became of a job.
pub(crate) struct Done<E> {
    pub(crate) encoded: E,
    /// Of this job; what depends on earlier records is counted later.
    pub(crate) counts: Counts,
    /// Keys of the records that were written, in order.
    pub(crate) keys: Vec<RecordKey>,
    /// Rejects as lines.
    pub(crate) rejects: Pieces,
    /// Where and why, of the first one.
    pub(crate) first_reject: Option<String>,
}

/// The encoded form of a format.
pub(crate) type Encoded<F> = <<F as Writing>::Encoder as Encoder>::Encoded;

impl<'a, F: Writing> Worker<'a, F> {
    pub(crate) fn new(pass: &'a Pass<'a, F>) -> Result<Self, EncodeError> {
        Ok(Self {
            pass,
            parser: Parser::new(pass.options.limits),
            encoder: pass.format.encoder()?,
            rejects: PieceWriter::new(Compression::Plain).map_err(not_kept)?,
            within: Within::default(),
        })
    }

    /// Encodes a block. `drop` says of each record that was written the first time whether to
    /// leave it out after all.
    pub(crate) fn encode(
        &mut self,
        origins: &Origins,
        block: &mut Block,
        drop: Option<&[bool]>,
    ) -> Result<Done<Encoded<F>>, EncodeError> {
        if !is_huge(block, F::JOB_SIZE) {
            return self.encode_here(origins, block, drop);
        }
        // One at a time is memory enough. Each is a thread of its own, so that what allocators keep
        // for a thread, they keep for one.
        let _alone = self.pass.huge.lock().unwrap_or_else(PoisonError::into_inner);
        thread::scope(|scope| {
            let job = scope.spawn(|| self.encode_here(origins, block, drop));
            job.join().unwrap_or_else(|panic| resume_unwind(panic))
        })
    }

    fn encode_here(
        &mut self,
        origins: &Origins,
        block: &mut Block,
        drop: Option<&[bool]>,
    ) -> Result<Done<Encoded<F>>, EncodeError> {
        let Pass { options, keyed, .. } = self.pass;
        let Self { encoder, within, rejects: lines, .. } = self;
        within.clear();
        let drops = options.dedup == Dedup::Drop;
        let mut counts = Counts::default();
        let mut keys = Vec::with_capacity(block.n_records());
        let mut first_reject = None;
        let mut drop = drop.unwrap_or_default().iter();
        let reject_bytes = options.reject_bytes;
        let selects = !options.select.is_everything();
        let outcome = self.parser.parse(block, |parsed| {
            let facts = origins.of(counts.records as usize);
            counts.records += 1;
            let (number, record) = match parsed {
                Parsed::Record(number, record) => (number, record),
                Parsed::Reject(reject) => {
                    counts.rejects += 1;
                    first_reject.get_or_insert_with(|| {
                        let (record, byte) = (reject.record, reject.byte_offset);
                        let reason = rejects::reason(reject.reason, reject_bytes);
                        format!("record {record} at byte {byte}: {reason}")
                    });
                    let line = lines.anywhere();
                    return rejects::write_line(&facts.name, &reject, reject_bytes, line)
                        .map_err(not_kept);
                }
            };
            if selects && !options.select.keeps(record) {
                counts.filtered += 1;
                return Ok(());
            }
            let key = keyed.key(record);
            if drops && !within.is_first(key) {
                counts.duplicates += 1;
                counts.duplicates_dropped += 1;
                return Ok(());
            }
            if drop.next() == Some(&true) {
                counts.duplicates_dropped += 1;
                return Ok(());
            }
            keys.push(key);
            counts.rows += encoder.append(record, facts.origin(number))?;
            counts.written += 1;
            counts.suspect_timestamps += u64::from(is_suspect(record));
            Ok(())
        });
        // What was appended before an error belongs to no output.
        let (encoded, rejects) = (encoder.finish(), lines.finish());
        outcome?;
        let rejects = rejects.map_err(not_kept)?;
        Ok(Done { encoded: encoded?, counts, keys, rejects, first_reject })
    }
}

/// Whether a job takes far more memory than others: its records are megabytes long, or the last one
/// goes far beyond the size of a job.
fn is_huge(block: &Block, job_size: usize) -> bool {
    block.n_bytes() > job_size + LONG || block.n_bytes() > block.n_records() * LONG
}

const LONG: usize = 2 << 20;

fn not_kept(error: io::Error) -> EncodeError {
    EncodeError::new("rejects", error)
}

fn is_suspect(record: Record<'_>) -> bool {
    record.timestamp_ms().is_some_and(|ms| !PLAUSIBLE_MS.contains(&ms))
}
