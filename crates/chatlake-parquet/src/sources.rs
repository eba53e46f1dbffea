//! What footers tell of the inputs that a file was made of.

use parquet::file::metadata::KeyValue;

/// What the keys begin with; behind it stand the number of the input and what is told of it.
const SOURCE: &str = "chatlake.source.";
/// What is told of an input first: its name.
const FILE: &str = "file";

/// The pairs that tell of one input, without its number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SourcePairs(Vec<(String, Option<String>)>);

impl SourcePairs {
    pub(crate) fn is_of(&self, file: &str) -> bool {
        self.0.iter().any(|(what, value)| what == FILE && value.as_deref() == Some(file))
    }
}

/// The pairs of a footer: those that tell of inputs, and the others in their order.
pub(crate) fn split(pairs: &[KeyValue]) -> (Vec<SourcePairs>, Vec<KeyValue>) {
    let mut numbered: Vec<(u64, SourcePairs)> = Vec::new();
    let mut others = Vec::new();
    for pair in pairs {
        let Some((number, what)) = source_key(&pair.key) else {
            others.push(pair.clone());
            continue;
        };
        let told = (what.to_owned(), pair.value.clone());
        match numbered.iter_mut().find(|(other, _)| *other == number) {
            Some((_, source)) => source.0.push(told),
            None => numbered.push((number, SourcePairs(vec![told]))),
        }
    }
    numbered.sort_by_key(|(number, _)| *number);
    (numbered.into_iter().map(|(_, source)| source).collect(), others)
}

/// The pairs that tell of these inputs, numbered from 0.
pub(crate) fn pairs(sources: &[SourcePairs]) -> impl Iterator<Item = KeyValue> {
    sources.iter().enumerate().flat_map(|(number, source)| {
        source.0.iter().map(move |(what, value)| {
            KeyValue::new(format!("{SOURCE}{number}.{what}"), value.clone())
        })
    })
}

fn source_key(key: &str) -> Option<(u64, &str)> {
    let (number, what) = key.strip_prefix(SOURCE)?.split_once('.')?;
    Some((number.parse().ok()?, what))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn footer(pairs: &[(&str, &str)]) -> Vec<KeyValue> {
        pairs
            .iter()
            .map(|(key, value)| KeyValue::new((*key).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn what_is_told_of_inputs_is_numbered_anew() {
        let (sources, others) = split(&footer(&[
            ("chatlake.schema", "1"),
            ("chatlake.source.10.file", "c"),
            ("chatlake.source.2.file", "a"),
            ("chatlake.source.2.bytes", "7"),
            ("chatlake.source.x.file", "no number"),
        ]));
        assert_eq!(others.len(), 2);
        assert!(sources.iter().any(|source| source.is_of("a")));
        let kept: Vec<_> = sources.into_iter().filter(|source| !source.is_of("c")).collect();
        let expected = footer(&[("chatlake.source.0.file", "a"), ("chatlake.source.0.bytes", "7")]);
        assert_eq!(pairs(&kept).collect::<Vec<_>>(), expected);
    }
}
