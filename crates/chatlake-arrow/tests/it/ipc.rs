use std::io::{self, Cursor};

use arrow::array::RecordBatch;
use arrow::ipc::reader::{FileReader, StreamReader};
use chatlake_arrow::BatchBuilder;
use chatlake_arrow::ipc::{Compression, IpcFormat};
use chatlake_core::{Encoder, Layout, Projection, Sink, SinkError};
use chatlake_testing::Full;

use crate::records::{origin, records};

const COMPRESSIONS: [Compression; 3] = [Compression::None, Compression::Lz4, Compression::Zstd(1)];

fn pairs() -> Vec<(String, String)> {
    [("b", "2"), ("a", "1")].map(|(key, value)| (key.to_owned(), value.to_owned())).to_vec()
}

fn expected(projection: &Projection) -> RecordBatch {
    let mut builder = BatchBuilder::new(projection);
    for (number, record) in records().iter().enumerate() {
        builder.append(record.as_record(), origin(number));
    }
    builder.finish()
}

/// Encodes the records in two jobs and one without records.
fn write<S: Sink<Encoded = chatlake_arrow::ipc::IpcMessages>>(
    format: &IpcFormat,
    mut sink: S,
) -> S::Output {
    let mut encoder = format.encoder();
    for (number, record) in records().iter().enumerate() {
        encoder.append(record.as_record(), origin(number)).unwrap();
        if number == 4 {
            sink.write(encoder.finish().unwrap()).unwrap();
            sink.write(encoder.finish().unwrap()).unwrap();
        }
    }
    sink.write(encoder.finish().unwrap()).unwrap();
    sink.close(&pairs()).unwrap()
}

#[test]
fn a_file_reads_back_in_any_order() {
    for layout in [Layout::Flat, Layout::Nested] {
        let projection = Projection::new(layout);
        let expected = expected(&projection);
        for compression in COMPRESSIONS {
            let format = IpcFormat::new(&projection, compression).unwrap();
            let file = write(&format, format.sink(Vec::new()).unwrap());
            let mut reader = FileReader::try_new(Cursor::new(&file), None).unwrap();
            assert_eq!(reader.schema(), *format.schema());
            assert_eq!(reader.num_batches(), 2);
            assert_eq!(reader.custom_metadata()["a"], "1");
            reader.set_index(1).unwrap();
            let last = reader.next().unwrap().unwrap();
            let rows = expected.num_rows() - last.num_rows();
            assert_eq!(last, expected.slice(rows, last.num_rows()));
            reader.set_index(0).unwrap();
            assert_eq!(reader.next().unwrap().unwrap(), expected.slice(0, rows));
            assert_eq!(file, write(&format, format.sink(Vec::new()).unwrap()));
        }
    }
}

#[test]
fn a_stream_reads_back_and_is_the_body_of_a_file() {
    let projection = Projection::default();
    let expected = expected(&projection);
    for compression in COMPRESSIONS {
        let format = IpcFormat::new(&projection, compression).unwrap();
        let stream = write(&format, format.stream_sink(Vec::new()).unwrap());
        let batches: Result<Vec<_>, _> =
            StreamReader::try_new(Cursor::new(&stream), None).unwrap().collect();
        let batches = batches.unwrap();
        let all = arrow::compute::concat_batches(format.schema(), &batches).unwrap();
        assert_eq!(all, expected);
        let file = write(&format, format.sink(Vec::new()).unwrap());
        assert_eq!(file[64..64 + stream.len()], stream);
    }
}

#[test]
fn an_output_without_records_is_a_file_and_a_stream() {
    let format = IpcFormat::new(&Projection::default(), Compression::default()).unwrap();
    let file = format.sink(Vec::new()).unwrap().close(&[]).unwrap();
    assert_eq!(FileReader::try_new(Cursor::new(file), None).unwrap().num_batches(), 0);
    let stream = format.stream_sink(Vec::new()).unwrap().close(&[]).unwrap();
    assert_eq!(StreamReader::try_new(Cursor::new(stream), None).unwrap().count(), 0);
}

#[test]
fn a_level_that_zstd_lacks_is_refused() {
    assert!(IpcFormat::new(&Projection::default(), Compression::Zstd(23)).is_err());
}

#[test]
fn what_the_output_says_is_an_io_error() {
    let format = IpcFormat::new(&Projection::default(), Compression::None).unwrap();
    let mut encoder = format.encoder();
    for record in records() {
        encoder.append(record.as_record(), origin(0)).unwrap();
    }
    let mut sink = format.sink(Full(4096)).unwrap();
    let result = sink.write(encoder.finish().unwrap()).and_then(|()| sink.close(&[])).map(|_| ());
    let Err(SinkError::Io(error)) = result else { panic!("{result:?}") };
    assert_eq!(error.kind(), io::ErrorKind::StorageFull);
}
