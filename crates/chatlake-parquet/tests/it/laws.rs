use chatlake_core::{Layout, Projection, Reader, RecordBuf, Secrets};
use chatlake_testing::record::message;
use chatlake_testing::{batch, cases, oracle};
use proptest::prelude::*;

use crate::file::{format, hours, read, rows, write};

proptest! {
    #![proptest_config(cases(12))]

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

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn what_a_file_tells_is_what_the_messages_said(
        messages in prop::collection::vec(message(), 1..8),
        length in 1usize..5,
    ) {
        let mut reader = Reader::from_bytes("hour", messages.join("\n").into_bytes()).unwrap();
        let records: Vec<RecordBuf> = reader.records().map(Result::unwrap).collect();
        let jobs: Vec<_> = records.chunks(length).collect();
        let expected: Vec<_> =
            messages.iter().map(|message| oracle::told_by_columns(message)).collect();

        let write = |layout| {
            let projection = Projection::new(layout).with_secrets(Secrets::Included);
            read(&write(&format(&projection), &jobs, 1))
        };
        let flat = oracle::flat_all(&batch::rows(&write(Layout::Flat)));
        prop_assert_eq!(&flat, &expected);
        let nested = write(Layout::Nested);
        let rows = batch::rows(&nested).into_iter().zip(batch::bodies(&nested));
        let nested: Vec<_> = rows.map(|(row, bodies)| oracle::nested(&row, &bodies)).collect();
        prop_assert_eq!(&nested, &expected);
    }
}
