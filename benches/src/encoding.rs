//! Encoding without a pipeline around it.

use chatlake_core::{Block, EncodeError, Encoder, Origin, Parsed, Parser, RecordBuf};

/// What the records of a file have in common.
const ORIGIN: Origin<'_> =
    Origin { file: Some("2018112717.gz"), hour_us: Some(1_543_309_200_000_000), record: 0 };

/// Encodes records that were parsed before, as one job; returns the rows and what they became.
///
/// # Errors
///
/// What the encoder says.
pub fn encode_records<E: Encoder>(
    encoder: &mut E,
    records: &[RecordBuf],
) -> Result<(u64, E::Encoded), EncodeError> {
    let mut rows = 0;
    for record in records {
        let origin = Origin { record: record.number(), ..ORIGIN };
        rows += encoder.append(record.as_record(), origin)?;
    }
    Ok((rows, encoder.finish()?))
}

/// Parses a block and encodes it, as one job; returns the rows and what they became.
///
/// # Errors
///
/// What the encoder says.
pub fn encode<E: Encoder>(
    parser: &mut Parser,
    encoder: &mut E,
    block: &mut Block,
) -> Result<(u64, E::Encoded), EncodeError> {
    let mut rows = 0;
    parser.parse(block, |parsed| {
        if let Parsed::Record(record_number, record) = parsed {
            rows += encoder.append(record, Origin { record: record_number, ..ORIGIN })?;
        }
        Ok(())
    })?;
    Ok((rows, encoder.finish()?))
}
