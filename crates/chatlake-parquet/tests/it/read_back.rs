use chatlake_core::{Layout, Projection, Secrets};
use chatlake_parquet::{Compression, ParquetFormat, ParquetOptions};

use crate::file::{format, hours, read, rows, write};

#[test]
fn the_rows_come_back() {
    let records = hours();
    for layout in [Layout::Flat, Layout::Nested] {
        let projection = Projection::new(layout).with_secrets(Secrets::Included);
        let expected = rows(&projection, &records);
        assert!(expected.num_rows() > 100);
        for compression in
            [Compression::None, Compression::Snappy, Compression::Lz4, Compression::Zstd(3)]
        {
            let options = ParquetOptions { compression, ..ParquetOptions::default() };
            let format = ParquetFormat::new(&projection, options).unwrap();
            let file = write(&format, &[&records], 1);
            // The schema too: types, names, metadata of fields.
            assert_eq!(read(&file), expected, "{layout:?} {compression:?}");
        }
    }
}

#[test]
fn a_file_without_rows_has_the_schema() {
    for layout in [Layout::Flat, Layout::Nested] {
        let format = format(&Projection::new(layout));
        for jobs in [&[][..], &[&[][..], &[]]] {
            let batch = read(&write(&format, jobs, 1));
            assert_eq!((batch.num_rows(), batch.schema()), (0, format.arrow_schema().clone()));
        }
    }
}

#[test]
fn no_columns_and_no_such_level_are_refused() {
    let nothing = Projection::default().with_columns(&[]);
    assert!(ParquetFormat::new(&nothing, ParquetOptions::default()).is_err());
    let options = ParquetOptions { compression: Compression::Zstd(0), ..Default::default() };
    assert!(ParquetFormat::new(&Projection::default(), options).is_err());
}
