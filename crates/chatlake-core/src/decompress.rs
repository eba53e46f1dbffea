//! Expands gzip (any number of members), zstd (any number of frames) and plain bytes, told apart
//! by their magic bytes.
//!
//! The end of the stream is reported only after the checksum of the last member has been
//! compared, so whoever waits for it publishes nothing damaged.

mod input;

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;
use zstd::stream::read::Decoder as ZstdDecoder;

use crate::block_reader::foreign;
use crate::error::{Damage, DamageKind, ErrorKind};
use crate::limits::Limits;
use crate::source::Source;
use input::Input;

/// Reads a source to its verified end and keeps nothing of what it expands to: whether it is
/// whole, and how much it holds.
///
/// # Errors
///
/// It is damaged, goes beyond the limits, or cannot be read.
pub fn verify(source: &dyn Source, limits: Limits) -> Result<SourceFacts, ErrorKind> {
    let mut expander = Expander::open(source, limits)?;
    let mut buffer = vec![0; READ_SIZE];
    while expander.read(&mut buffer)? > 0 {}
    Ok(expander.facts())
}

/// How the bytes of a source are compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wrapper {
    /// gzip, RFC 1952.
    Gzip,
    /// Zstandard, RFC 8878.
    Zstd,
    /// Not at all.
    Plain,
}

impl Wrapper {
    /// What a member or frame that holds data begins with.
    fn magic(self) -> &'static [u8] {
        match self {
            Wrapper::Gzip => GZIP,
            Wrapper::Zstd => ZSTD,
            Wrapper::Plain => &[],
        }
    }
}

/// What a source turned out to be, as far as it has been read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SourceFacts {
    /// Compressed bytes read.
    pub bytes_in: u64,
    /// Expanded bytes.
    pub bytes_expanded: u64,
    /// Members of gzip or frames of zstd, whole and verified.
    pub members: u64,
    /// Bytes after the last member that are neither padding nor another member.
    pub trailing_bytes: u64,
    /// Whether the name promised gzip, and it is plain JSON.
    pub is_misnamed: bool,
}

/// The expanded bytes of a source, for whoever reads something else in it than records.
pub struct Expander {
    state: State,
    wrapper: Wrapper,
    limits: Limits,
    facts: SourceFacts,
    verified: u64,
}

enum State {
    Plain(Input),
    Gzip(Box<GzDecoder<Input>>),
    Zstd(Box<ZstdDecoder<'static, Input>>),
    /// Between members, or after the last one.
    Between(Input),
    Ended,
}

/// How much is read at a time; less before a fuzzer, which tries short sources, and many.
const READ_SIZE: usize = if cfg!(fuzzing) { 8 << 10 } else { 128 << 10 };
/// What the first look sees: enough to get past blanks to the first byte of JSON.
const LOOK_AHEAD: usize = 4 << 10;
const GZIP: &[u8] = &[0x1f, 0x8b];
const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];
/// Ratios are looked at after this much.
const RATIO_FROM: u64 = 1 << 20;
/// zstd windows beyond 128 MiB are refused.
const ZSTD_WINDOW_LOG: u32 = 27;

impl Expander {
    /// Opens a source and looks at its first bytes. Its name tells only whether gzip was promised.
    ///
    /// # Errors
    ///
    /// It cannot be opened, or its first bytes are none that could be read.
    pub fn open(source: &dyn Source, limits: Limits) -> Result<Self, ErrorKind> {
        let stream = source.open().map_err(ErrorKind::Io)?;
        let mut input = Input::new(stream, READ_SIZE);
        let head = input.peek(LOOK_AHEAD).map_err(ErrorKind::Io)?;
        let promised = [".gz", ".GZ"].iter().any(|suffix| source.name().ends_with(suffix));
        let mut facts = SourceFacts::default();
        let wrapper = if head.starts_with(GZIP) {
            Wrapper::Gzip
        } else if head.starts_with(ZSTD) || is_skippable(head) {
            Wrapper::Zstd
        } else {
            Wrapper::Plain
        };
        let damage = |kind| Damage { kind, at: 0, expanded: 0, verified: 0 };
        if head.is_empty() {
            return Err(damage(DamageKind::Empty).into());
        }
        if wrapper == Wrapper::Plain && promised {
            if let Some(kind) = foreign(head) {
                return Err(damage(kind).into());
            }
            if !begins_json(head) {
                return Err(damage(DamageKind::NotGzip).into());
            }
            facts.is_misnamed = true;
        }
        let state = match wrapper {
            Wrapper::Plain => State::Plain(input),
            _ => State::Between(input),
        };
        Ok(Self { state, wrapper, limits, facts, verified: 0 })
    }

    /// What is known so far; final once `read` has returned 0.
    pub fn facts(&self) -> SourceFacts {
        self.facts
    }

    /// Reads expanded bytes; 0 only at the verified end.
    ///
    /// # Errors
    ///
    /// The source is damaged, goes beyond the limits, or cannot be read.
    pub fn read(&mut self, out: &mut [u8]) -> Result<usize, ErrorKind> {
        loop {
            let outcome = match &mut self.state {
                State::Plain(input) => input.read(out),
                State::Gzip(decoder) => decoder.read(out),
                State::Zstd(decoder) => decoder.read(out),
                State::Between(_) => {
                    self.open_member()?;
                    continue;
                }
                State::Ended => return Ok(0),
            };
            self.facts.bytes_in = self.position();
            match outcome {
                Ok(0) => self.close_member(),
                Ok(n) => {
                    self.facts.bytes_expanded += n as u64;
                    self.check_limits()?;
                    return Ok(n);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(self.failed(error)),
            }
        }
    }

    /// The member has been read and its checksum compared.
    fn close_member(&mut self) {
        self.verified = self.facts.bytes_expanded;
        self.state = match std::mem::replace(&mut self.state, State::Ended) {
            State::Gzip(decoder) => {
                self.facts.members += 1;
                State::Between(decoder.into_inner())
            }
            State::Zstd(decoder) => {
                self.facts.members += 1;
                State::Between(decoder.finish())
            }
            _ => State::Ended,
        };
    }

    /// Begins the next member; or ends, when only padding or foreign bytes are left.
    fn open_member(&mut self) -> Result<(), ErrorKind> {
        let State::Between(mut input) = std::mem::replace(&mut self.state, State::Ended) else {
            return Ok(());
        };
        let padding = if self.facts.members > 0 { skip_nul(&mut input)? } else { 0 };
        let head = input.peek(4).map_err(ErrorKind::Io)?;
        let is_member = match self.wrapper {
            Wrapper::Zstd if is_skippable(head) => true,
            wrapper => head.starts_with(wrapper.magic()),
        };
        if is_member {
            self.state = match self.wrapper {
                Wrapper::Gzip => State::Gzip(Box::new(GzDecoder::new(input))),
                _ => {
                    let mut decoder =
                        ZstdDecoder::with_buffer(input).map_err(ErrorKind::Io)?.single_frame();
                    decoder.window_log_max(ZSTD_WINDOW_LOG).map_err(ErrorKind::Io)?;
                    State::Zstd(Box::new(decoder))
                }
            };
            return Ok(());
        }
        if self.wrapper.magic().starts_with(head) && !head.is_empty() {
            let n_left = head.len() as u64;
            self.facts.bytes_in = input.count() + n_left;
            return Err(self.damage(DamageKind::Truncated));
        }
        if !head.is_empty() {
            self.facts.trailing_bytes = padding + skip_all(&mut input)?;
        }
        self.facts.bytes_in = input.count();
        Ok(())
    }

    fn check_limits(&self) -> Result<(), ErrorKind> {
        let expanded = self.facts.bytes_expanded;
        if expanded > self.limits.max_expanded {
            let limit = self.limits.max_expanded;
            return Err(self.damage(DamageKind::TooLarge { limit }));
        }
        let allowed = self.facts.bytes_in.saturating_mul(self.limits.max_ratio);
        if expanded > RATIO_FROM && expanded > allowed {
            let limit = self.limits.max_ratio;
            return Err(self.damage(DamageKind::TooDense { limit }));
        }
        Ok(())
    }

    /// Tells damage from what the system could not read.
    fn failed(&self, error: io::Error) -> ErrorKind {
        let stream_failed = self.input().is_none_or(Input::has_failed);
        if self.wrapper == Wrapper::Plain || stream_failed {
            return ErrorKind::Io(error);
        }
        self.damage(match error.kind() {
            io::ErrorKind::UnexpectedEof => DamageKind::Truncated,
            _ if error.to_string().contains("header field too long") => DamageKind::LongHeader,
            _ if error.to_string().contains("header") => DamageKind::Header,
            io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData | io::ErrorKind::Other => {
                DamageKind::Corrupt
            }
            _ => return ErrorKind::Io(error),
        })
    }

    fn damage(&self, kind: DamageKind) -> ErrorKind {
        let SourceFacts { bytes_in, bytes_expanded, .. } = self.facts;
        Damage { kind, at: bytes_in, expanded: bytes_expanded, verified: self.verified }.into()
    }

    fn position(&self) -> u64 {
        self.input().map_or(self.facts.bytes_in, Input::count)
    }

    fn input(&self) -> Option<&Input> {
        match &self.state {
            State::Plain(input) | State::Between(input) => Some(input),
            State::Gzip(decoder) => Some(decoder.get_ref()),
            State::Zstd(decoder) => Some(decoder.get_ref()),
            State::Ended => None,
        }
    }
}

/// zstd frames that hold no data: `0x184D2A50` to `5F`, little-endian.
fn is_skippable(head: &[u8]) -> bool {
    matches!(head, [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..])
}

fn begins_json(head: &[u8]) -> bool {
    let head = head.strip_prefix(crate::framing::BOM).unwrap_or(head);
    matches!(head.trim_ascii_start().first(), Some(b'{' | b'['))
}

/// Skips NUL bytes; returns how many.
fn skip_nul(input: &mut Input) -> Result<u64, ErrorKind> {
    let start = input.count();
    loop {
        let buffer = input.fill_buf().map_err(ErrorKind::Io)?;
        let n = buffer.iter().take_while(|byte| **byte == 0).count();
        if n == 0 {
            return Ok(input.count() - start);
        }
        input.consume(n);
    }
}

fn skip_all(input: &mut Input) -> Result<u64, ErrorKind> {
    io::copy(input, &mut io::sink()).map_err(ErrorKind::Io)
}
