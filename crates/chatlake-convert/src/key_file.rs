//! Files of keys: what records are known by, in the order in which they were written.

use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::Path;

use crate::admit::RecordKey;

/// The keys of a file, one after another: 16 bytes each, and nothing else.
#[derive(Debug)]
pub struct KeyFile<R> {
    stream: BufReader<R>,
    is_at_end: bool,
}

impl KeyFile<File> {
    /// Opens a file.
    ///
    /// # Errors
    ///
    /// It cannot be opened, or its length is no multiple of 16.
    pub fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        if file.metadata()?.len() % RecordKey::SIZE as u64 != 0 {
            return Err(torn());
        }
        Ok(Self::new(file))
    }
}

impl<R: Read> KeyFile<R> {
    /// Reads a stream, which needs no buffer of its own.
    pub fn new(stream: R) -> Self {
        Self { stream: BufReader::with_capacity(1 << 16, stream), is_at_end: false }
    }

    /// The next key; none at the end.
    fn read_key(&mut self) -> io::Result<Option<RecordKey>> {
        let mut bytes = [0; RecordKey::SIZE];
        let mut n_read = 0;
        while let Some(rest) = bytes.get_mut(n_read..).filter(|rest| !rest.is_empty()) {
            match self.stream.read(rest) {
                Ok(0) if n_read == 0 => return Ok(None),
                Ok(0) => return Err(torn()),
                Ok(n) => n_read += n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Some(RecordKey::from_bytes(bytes)))
    }
}

impl<R: Read> Iterator for KeyFile<R> {
    /// An error, that of a stream that ends within a key too, is the last item.
    type Item = io::Result<RecordKey>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_at_end {
            return None;
        }
        let key = self.read_key().transpose();
        self.is_at_end = !matches!(key, Some(Ok(_)));
        key
    }
}

/// Appends keys.
pub(crate) fn write_keys(keys: &[RecordKey], out: &mut impl Write) -> io::Result<()> {
    let mut bytes = Vec::with_capacity(keys.len() * RecordKey::SIZE);
    keys.iter().for_each(|key| bytes.extend_from_slice(&key.to_bytes()));
    out.write_all(&bytes)
}

fn torn() -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        "it ends within a key: the length of a file of keys is a multiple of 16",
    )
}

#[cfg(test)]
mod tests {
    use std::fs;

    use proptest::prelude::*;

    use super::*;

    const KEY: RecordKey = RecordKey { id: 0x0102_0304_0506_0708, content: u64::MAX - 1 };

    #[test]
    fn a_key_is_its_two_hashes_lowest_byte_first() {
        let bytes = [8, 7, 6, 5, 4, 3, 2, 1, 254, 255, 255, 255, 255, 255, 255, 255];
        assert_eq!(KEY.to_bytes(), bytes);
        assert_eq!(RecordKey::from_bytes(bytes), KEY);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(keys in prop::collection::vec(any::<(u64, u64)>(), 0..9000)) {
            let keys: Vec<_> =
                keys.into_iter().map(|(id, content)| RecordKey { id, content }).collect();
            let mut bytes = Vec::new();
            write_keys(&keys, &mut bytes).unwrap();
            prop_assert_eq!(bytes.len(), keys.len() * RecordKey::SIZE);
            let read: Vec<_> = KeyFile::new(&*bytes).map(Result::unwrap).collect();
            prop_assert_eq!(read, keys);
        }
    }

    #[test]
    fn a_file_that_ends_within_a_key_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.keys");
        fs::write(&path, [KEY.to_bytes().as_slice(), &[0; 15]].concat()).unwrap();
        let error = KeyFile::open(&path).unwrap_err();
        assert!(error.to_string().contains("multiple of 16"), "{error}");
        let mut keys = KeyFile::new(File::open(&path).unwrap());
        assert_eq!(keys.next().unwrap().unwrap(), KEY);
        assert_eq!(keys.next().unwrap().unwrap_err().kind(), io::ErrorKind::InvalidData);
        assert!(keys.next().is_none(), "an error is the end");
    }

    #[test]
    fn a_file_without_keys_is_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.keys");
        fs::write(&path, "").unwrap();
        assert_eq!(KeyFile::open(&path).unwrap().count(), 0);
    }
}
