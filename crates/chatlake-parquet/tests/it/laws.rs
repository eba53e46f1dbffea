use chatlake_core::{Layout, Projection};
use proptest::prelude::*;

use crate::file::{format, hours, read, rows, write};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn bytes_do_not_depend_on_who_encodes(
        length in 20usize..200,
        n_workers in 2usize..4,
        nested in any::<bool>(),
    ) {
        let layout = if nested { Layout::Nested } else { Layout::Flat };
        let projection = Projection::new(layout);
        let format = format(&projection);
        let records = hours();
        let jobs: Vec<_> = records.chunks(length).collect();
        let alone = write(&format, &jobs, 1);
        prop_assert!(alone == write(&format, &jobs, n_workers));
        prop_assert_eq!(read(&alone), rows(&projection, &records));
    }
}
