//! Outputs that refuse bytes.

use chatlake_core::{Encoder, Projection, RecordBuf, Sink, SinkError};
use chatlake_parquet::ParquetFormat;
use chatlake_testing::Full;

use crate::file::{format, hours, origin, write};

fn write_to(output: Full, format: &ParquetFormat, records: &[RecordBuf]) -> Result<(), SinkError> {
    let mut encoder = format.encoder();
    for record in records {
        encoder.append(record.as_record(), origin(record)).unwrap();
    }
    let mut sink = format.sink(output)?;
    sink.write(encoder.finish().unwrap())?;
    sink.close(&[]).map(|_| ())
}

#[test]
fn an_output_that_is_full_at_any_byte_is_an_io_error() {
    let format = format(&Projection::default());
    let records: Vec<_> = hours().into_iter().take(40).collect();
    let n_bytes = write(&format, &[&records], 1).len();
    for n_room in (0..n_bytes - 100).step_by(61) {
        let result = write_to(Full(n_room), &format, &records);
        assert!(matches!(result, Err(SinkError::Io(_))), "{n_room} bytes: {result:?}");
    }
    write_to(Full(n_bytes), &format, &records).unwrap();
}
