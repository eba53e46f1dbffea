//! What is taken before input counts as hostile.

/// Limits on what is read. Each is a flag of the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one record, at most [`Limits::LONGEST_RECORD`]; a longer one is rejected.
    pub max_record: usize,
    /// Containers within containers, the record itself being the first; a deeper record is
    /// rejected.
    pub max_depth: usize,
    /// Bodies of one message; a message with more is rejected. Each can become a row, so that a
    /// record of some megabytes could become many gigabytes.
    pub max_bodies: usize,
    /// Bytes that one source may expand to; beyond, it is damaged.
    pub max_expanded: u64,
    /// How many times its compressed size a source may expand to, looked at after the first
    /// MiB; beyond, it is damaged.
    pub max_ratio: u64,
}

impl Limits {
    /// The most that `max_record` can be: 1 GiB.
    pub const LONGEST_RECORD: usize = 1 << 30;

    /// Bytes that a message may come to outside of its bodies, once for each of them: 16 records
    /// of the longest, and 256 MiB at least. A message with more is rejected: rows of the flat
    /// layout repeat them, so that a record of a megabyte could become a hundred gigabytes.
    pub(crate) fn max_repeated(&self) -> u64 {
        16 * self.max_record.max(Self::default().max_record) as u64
    }
}

impl Default for Limits {
    /// 16 MiB a record, 128 deep, 100,000 bodies, 64 GiB a source, ratio 200.
    fn default() -> Self {
        Self {
            max_record: 16 << 20,
            max_depth: 128,
            max_bodies: 100_000,
            max_expanded: 64 << 30,
            max_ratio: 200,
        }
    }
}
