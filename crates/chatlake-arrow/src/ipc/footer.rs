//! What ends an IPC file: the schema again, and where every batch stands.

use std::collections::HashMap;

use arrow::datatypes::Schema;
use arrow::ipc::convert::{IpcSchemaEncoder, metadata_to_fb};
use arrow::ipc::{Block, FooterBuilder, MetadataVersion};

/// The footer of a file, as the flatbuffer of `File.fbs`, without its length and magic.
pub(super) fn footer(
    schema: &Schema,
    blocks: &[Block],
    metadata: &HashMap<String, String>,
) -> Vec<u8> {
    // Arrow's own builder, emptied: it does not export the type, and another version of
    // flatbuffers would not fit its generated code.
    let mut builder = IpcSchemaEncoder::new().schema_to_fb(&Schema::empty());
    builder.reset();
    let dictionaries = builder.create_vector::<Block>(&[]);
    let batches = builder.create_vector(blocks);
    let schema = IpcSchemaEncoder::new().schema_to_fb_offset(&mut builder, schema);
    let metadata = (!metadata.is_empty()).then(|| metadata_to_fb(&mut builder, metadata));
    let mut footer = FooterBuilder::new(&mut builder);
    footer.add_version(MetadataVersion::V5);
    footer.add_schema(schema);
    footer.add_dictionaries(dictionaries);
    footer.add_recordBatches(batches);
    if let Some(metadata) = metadata {
        footer.add_custom_metadata(metadata);
    }
    let footer = footer.finish();
    builder.finish(footer, None);
    builder.finished_data().to_vec()
}
