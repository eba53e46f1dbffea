//! What a conversion does, apart from where it reads and writes.

use std::num::NonZeroUsize;

use chatlake_core::{Column, Limits, Projection, Zone};

use crate::admit::Select;
use crate::format::Format;

/// What a conversion does.
#[derive(Clone, Debug)]
pub struct Options {
    /// What comes out.
    pub format: Format,
    /// Layout, columns and credentials of the formats that have the schema.
    pub projection: Projection,
    /// Which messages are kept.
    pub select: Select,
    /// What becomes of a record that was there before.
    pub dedup: Dedup,
    /// Within what a record counts as a duplicate or a conflict.
    pub reach: Reach,
    /// Whether the keys of records are kept beside outputs.
    pub keys: Keys,
    /// What becomes of a record that is refused.
    pub on_reject: OnReject,
    /// Whether a reject that is kept has its bytes.
    pub reject_bytes: RejectBytes,
    /// The zone that file names are in.
    pub zone: ZoneChoice,
    /// Whether what is whole of a damaged input is published; never of a file of rejects.
    pub salvage: bool,
    /// When input counts as hostile.
    pub limits: Limits,
    /// What happens to an output that exists.
    pub existing: Existing,
    /// How many workers.
    pub jobs: NonZeroUsize,
}

impl Options {
    /// The defaults of the command line, for a format.
    pub fn new(format: Format) -> Self {
        Self {
            format,
            projection: Projection::default(),
            select: Select::default(),
            dedup: Dedup::default(),
            reach: Reach::default(),
            keys: Keys::default(),
            on_reject: OnReject::default(),
            reject_bytes: RejectBytes::default(),
            zone: ZoneChoice::default(),
            salvage: false,
            limits: Limits::default(),
            existing: Existing::default(),
            jobs: std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN),
        }
    }

    /// Whether what is in an output depends on the inputs before it: records that they hold are
    /// left out.
    pub(crate) fn leaves_out_what_came_before(&self) -> bool {
        self.dedup == Dedup::Drop && self.reach == Reach::Run
    }

    /// Everything that decides the bytes of an output, in one line: outputs whose lines differ
    /// were made differently.
    pub fn fingerprint(&self) -> String {
        let Self { format, projection, select, dedup, on_reject, zone, limits, .. } = self;
        let columns: Vec<&str> = projection.columns().iter().map(|column| column.name()).collect();
        let Limits { max_record, max_depth, max_bodies, .. } = limits;
        let mut line = format!(
            "{format:?} {:?} {:?} columns={}{} select={} dedup={dedup:?} on_reject={on_reject:?} zone={zone:?} salvage={} max_record={max_record} max_depth={max_depth} max_bodies={max_bodies}",
            projection.layout(),
            projection.secrets(),
            columns.join(","),
            pseudonyms(projection),
            selection(select, projection),
            self.salvage,
        );
        // What came later is said where it is not as it always was: older outputs stay what they are.
        if self.reach == Reach::Input {
            line.push_str(" reach=input");
        }
        if self.reject_bytes == RejectBytes::Withheld {
            line.push_str(" reject_bytes=withheld");
        }
        line
    }
}

/// Which columns hold pseudonyms, and which key they are made with, without a word of it.
fn pseudonyms(projection: &Projection) -> String {
    let Some(pseudonyms) = projection.pseudonyms() else { return String::new() };
    let columns: Vec<&str> = pseudonyms.columns().map(Column::name).collect();
    format!(" pseudonyms={} key_check={}", columns.join(","), pseudonyms.key_check())
}

/// What messages were selected by; where there are pseudonyms, one of it: it may name people.
fn selection(select: &Select, projection: &Projection) -> String {
    let said = format!("{select:?}");
    match projection.pseudonyms() {
        Some(pseudonyms) if !select.is_everything() => pseudonyms.of(&said),
        _ => said,
    }
}

/// What becomes of a record that was there before: the same `msg_id` and the same bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dedup {
    /// It is counted and kept.
    #[default]
    Keep,
    /// It is counted and left out.
    ///
    /// What is left out of an output depends on the inputs before it. So where each input has an
    /// output, and one cannot be read or written, those after it are not converted: made without it,
    /// they would not be what they are when it is there. One that is damaged is left out.
    Drop,
}

/// Within what a record counts as a duplicate or a conflict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// All inputs of the run.
    #[default]
    Run,
    /// Its own input: what becomes of one does not depend on the others.
    Input,
}

/// Whether the keys of records are kept beside outputs, so that records can be found again later.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keys {
    /// They are made for the run, and nobody can know them.
    #[default]
    Forgotten,
    /// Each output in a folder has a file of the keys of the records in it, in their order:
    /// `STEM.keys`, which [`KeyFile`](crate::KeyFile) reads.
    Kept {
        /// What they are made with: only those of one seed can be compared. Whoever knows it can
        /// make records that are taken for the same.
        seed: u64,
    },
}

/// What becomes of a record that is refused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnReject {
    /// It goes to a file of rejects, with the reason and its bytes.
    #[default]
    Quarantine,
    /// It is counted.
    Skip,
    /// Its input fails.
    Fail,
}

/// Whether a reject that is kept has its bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RejectBytes {
    /// It has them, and can be converted again.
    #[default]
    Kept,
    /// It has its place and a reason that quotes nothing: messages do not get to where rejects
    /// are, and can be had again only from their source.
    Withheld,
}

/// The zone that file names are in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ZoneChoice {
    /// The one that the file's first timestamps fit.
    #[default]
    Auto,
    /// This one.
    Fixed(Zone),
}

/// What happens to an output that exists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Existing {
    /// Its input fails.
    #[default]
    Fail,
    /// It is replaced, in one step.
    Overwrite,
    /// Its input is skipped if it was made from the same bytes, schema and options, and its rejects
    /// are beside it; otherwise it fails. Rejects that are missing are published again.
    Skip,
}

#[cfg(test)]
mod tests {
    use chatlake_core::{Compression, PseudonymKey, Pseudonyms};
    use chatlake_csv::Guard;

    use super::*;

    #[test]
    fn what_came_later_is_told_where_it_is_not_as_it_always_was() {
        let usual = Options::new(Format::Jsonl(Compression::Plain));
        let line = usual.fingerprint();
        assert!(!line.contains("reach") && !line.contains("reject_bytes"), "{line}");
        let of = |options: Options| options.fingerprint();
        let keys = Keys::Kept { seed: 1 };
        assert_eq!(of(Options { keys, ..usual.clone() }), line, "they are in no output");
        let reach = Reach::Input;
        assert_eq!(of(Options { reach, ..usual.clone() }), format!("{line} reach=input"));
        let reject_bytes = RejectBytes::Withheld;
        let withheld = of(Options { reject_bytes, ..usual });
        assert_eq!(withheld, format!("{line} reject_bytes=withheld"));
    }

    #[test]
    fn pseudonyms_are_told_by_their_columns_and_neither_by_their_key_nor_by_a_name() {
        let usual = Options::new(Format::Csv(Compression::Plain, Guard::On));
        let of = |key: &[u8], name: &str| {
            let key = PseudonymKey::new(key).unwrap();
            let pseudonyms = Pseudonyms::new(&[Column::Text, Column::Sender], key).unwrap();
            let check = pseudonyms.key_check();
            let projection = Projection::default().with_pseudonyms(pseudonyms);
            let select = Select::default().with("sender", vec![name.to_owned()]).unwrap();
            let line = Options { projection, select, ..usual.clone() }.fingerprint();
            let told = "sender,recipient,from_raw,to_raw,conversation_id,text";
            assert!(line.contains(&format!(" pseudonyms={told} key_check={check} ")), "{line}");
            line
        };
        let line = of(b"0123456789abcdef", "somebody");
        assert!(!line.contains("somebody") && !line.contains("0123456789"), "{line}");
        assert_eq!(line, of(b"0123456789abcdef", "somebody"));
        assert_ne!(line, of(b"0123456789abcdef", "nobody"));
        assert_ne!(line, of(b"0123456789abcdeg", "somebody"));
        assert!(!usual.fingerprint().contains("pseudonyms"));
    }
}
