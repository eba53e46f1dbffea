//! What is compressed piece by piece, and read by others.

use std::io;

use chatlake_core::{Compression, Compressor};
use chatlake_testing::expand;

#[test]
fn pieces_one_after_another_are_one_stream() {
    let noise = (0..200_000u32).map(|i| (i.wrapping_mul(0x9E37_79B1) >> 24) as u8);
    let pieces = [b"".to_vec(), b"a".to_vec(), vec![b'x'; 300_000], noise.collect()];
    for compression in [Compression::Plain, Compression::ZSTD, Compression::GZIP] {
        let mut compressor = Compressor::new(compression).unwrap();
        let mut stream = Vec::new();
        for piece in &pieces {
            let mut plain = piece.clone();
            stream.extend(compressor.compress(&mut plain).unwrap());
            assert!(plain.is_empty());
        }
        assert_eq!(expand(compression, &stream), pieces.concat(), "{compression:?}");
    }
}

#[test]
fn the_same_bytes_compress_to_the_same_bytes_whatever_came_before() {
    for compression in [Compression::Zstd(1), Compression::Gzip(1)] {
        let mut used = Compressor::new(compression).unwrap();
        used.compress(&mut vec![7; 100_000]).unwrap();
        let again = used.compress(&mut b"the same".to_vec()).unwrap();
        let fresh = Compressor::new(compression).unwrap().compress(&mut b"the same".to_vec());
        assert_eq!(again, fresh.unwrap(), "{compression:?}");
    }
}

#[test]
fn a_zstd_frame_tells_its_content_size() {
    let frame = Compressor::new(Compression::ZSTD).unwrap().compress(&mut vec![0; 5000]);
    let size = zstd::zstd_safe::get_frame_content_size(&frame.unwrap());
    assert_eq!(size.ok().flatten(), Some(5000));
}

#[test]
fn levels_that_do_not_exist_are_refused() {
    for wrong in [Compression::Zstd(23), Compression::Gzip(10)] {
        let kind = Compressor::new(wrong).err().map(|error| error.kind());
        assert_eq!(kind, Some(io::ErrorKind::InvalidInput), "{wrong:?}");
    }
}
