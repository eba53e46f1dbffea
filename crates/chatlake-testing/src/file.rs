//! Made-up files: records in every framing, plain or compressed.

use std::io::Write;

use chatlake_core::Framing;
use flate2::write::GzEncoder;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::broken::line;
use crate::record::{message, record};
use crate::spelling::pretty;

/// A file before it is packed, and what is in it.
#[derive(Clone, Debug)]
pub struct File {
    /// The bytes, not compressed.
    pub bytes: Vec<u8>,
    /// Its records as they stand there, without what is between them.
    pub records: Vec<String>,
    /// How they are told apart.
    pub framing: Framing,
}

/// A file of right records, with line ends of any kind and, now and then, a byte order mark.
pub fn file() -> impl Strategy<Value = File> {
    let form = select(vec![
        (Framing::Lines, false),
        (Framing::Lines, false),
        (Framing::Concatenated, false),
        (Framing::Concatenated, true),
        (Framing::Array, false),
        (Framing::Array, true),
    ]);
    let line_end = select(vec!["\n", "\r\n"]);
    (vec(message(), 2..6), form, line_end, any::<bool>()).prop_map(
        |(mut records, (framing, is_pretty), line_end, is_marked)| {
            if is_pretty {
                let spelled = |record: &String| pretty(record).replace('\n', line_end);
                records = records.iter().map(spelled).collect();
            }
            let text = match framing {
                Framing::Array => {
                    format!("[{line_end}{}]", records.join(&format!(",{line_end}  ")))
                }
                // On lines of their own they would be just that.
                Framing::Concatenated if !is_pretty => records.concat(),
                _ => records.join(line_end) + line_end,
            };
            let mark = if is_marked { "\u{feff}" } else { "" };
            File { bytes: format!("{mark}{text}").into_bytes(), records, framing }
        },
    )
}

/// Bytes of all framings, with white space and byte order marks where they may stand and, now and
/// then, something broken.
pub fn source() -> impl Strategy<Value = Vec<u8>> {
    let gaps = || select(vec!["\n", "\r\n", "\n\n", "\n \t\n", "\r\n\r\n", "\n\u{feff}", " \n "]);
    let records =
        || vec(prop_oneof![3 => record().prop_map(String::into_bytes), 1 => line()], 0..8);
    let lines = (records(), vec(gaps(), 9)).prop_map(|(records, gaps)| {
        let mut source = Vec::new();
        for (record, gap) in records.iter().zip(gaps) {
            source.extend_from_slice(record);
            source.extend_from_slice(gap.as_bytes());
        }
        source
    });
    let join =
        |separator: &'static str| move |records: Vec<Vec<u8>>| records.join(separator.as_bytes());
    let broken_up = records().prop_map(|records| {
        let spread = records.iter().map(|record| {
            let text = String::from_utf8_lossy(record).replace("\":", "\":\n    ");
            text.replacen('{', "{\n  ", 1)
        });
        spread.collect::<Vec<_>>().join("\n").into_bytes()
    });
    let array = (records(), any::<bool>()).prop_map(move |(records, is_closed)| {
        let close = if is_closed { "]\n" } else { "" };
        [b"[", &*records.join(&b",\n "[..]), close.as_bytes()].concat()
    });
    prop_oneof![
        4 => lines,
        1 => records().prop_map(join("")),
        1 => records().prop_map(join("\r")),
        2 => broken_up,
        2 => array,
        2 => file().prop_map(|file| file.bytes),
        1 => vec(select(b"{}[]\",:\\ \n\r\xef\xbb\xbfa".to_vec()), 0..60),
    ]
}

/// How a file is compressed, if at all.
#[derive(Clone, Debug)]
pub enum Packing {
    /// It is not.
    Plain,
    /// gzip of a level, a member from every cut to the next; some hold nothing.
    Gzip(u32, Vec<Index>),
    /// zstd, a frame from every cut to the next.
    Zstd(Vec<Index>),
}

impl Packing {
    /// The bytes as they lie on a disk.
    ///
    /// # Panics
    ///
    /// Never: the levels exist, and memory takes what is written.
    pub fn pack(&self, plain: &[u8]) -> Vec<u8> {
        match self {
            Packing::Plain => plain.to_vec(),
            Packing::Gzip(level, cuts) => parts(plain, cuts)
                .flat_map(|part| {
                    let level = flate2::Compression::new(*level);
                    let mut member = GzEncoder::new(Vec::new(), level);
                    member.write_all(part).expect("memory takes it");
                    member.finish().expect("memory takes it")
                })
                .collect(),
            Packing::Zstd(cuts) => parts(plain, cuts)
                .flat_map(|part| zstd::encode_all(part, 1).expect("memory takes it"))
                .collect(),
        }
    }
}

/// Every way to pack.
pub fn packing() -> impl Strategy<Value = Packing> {
    let cuts = || vec(any::<Index>(), 0..5);
    prop_oneof![
        1 => Just(Packing::Plain),
        4 => (select(vec![0, 1, 6, 9]), cuts()).prop_map(|(level, cuts)| Packing::Gzip(level, cuts)),
        1 => cuts().prop_map(Packing::Zstd),
    ]
}

/// The bytes from cut to cut; cuts that fall together have nothing between them.
fn parts<'a>(plain: &'a [u8], cuts: &[Index]) -> impl Iterator<Item = &'a [u8]> {
    let mut places: Vec<_> = cuts.iter().map(|cut| cut.index(plain.len() + 1)).collect();
    places.sort_unstable();
    let starts: Vec<_> = [0].into_iter().chain(places.iter().copied()).collect();
    let ends = places.into_iter().chain([plain.len()]);
    starts.into_iter().zip(ends).map(|(start, end)| &plain[start..end])
}
