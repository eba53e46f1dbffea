//! From messages to rows: one per body, and one for a message without any.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, Int32Array, RecordBatch, StringArray, StringBuilder, StructArray,
    TimestampMicrosecondArray, UInt32Array,
};
use arrow::compute::take;
use arrow::datatypes::Int64Type;
use arrow::error::ArrowError;

/// The rows of a batch of messages.
pub(super) fn flat(messages: &RecordBatch) -> Result<RecordBatch, ArrowError> {
    let payload = column(messages.column_by_name("payload"))?.as_struct();
    let bodies = column(payload.column_by_name("bodies"))?.as_list::<i32>();
    let mut rows = Rows::default();
    for message in 0..bodies.len() {
        let (start, n_bodies) = match bodies.is_valid(message) {
            true => (bodies.value_offsets()[message], bodies.value_length(message)),
            false => (0, 0),
        };
        rows.add(message as u32, start as u32, n_bodies);
    }
    let Rows { messages: parents, bodies: children, places, counts } = rows;
    let (parents, children) = (UInt32Array::from(parents), UInt32Array::from(children));

    let of_message = |name| take(column(messages.column_by_name(name))?, &parents, None);
    let of_payload = |name| take(column(payload.column_by_name(name))?, &parents, None);
    let body = take(bodies.values(), &children, None)?;
    let body = body.as_struct();
    let size = field(body, "size")?.as_struct().clone();

    let (from, to) = (of_message("from")?, of_message("to")?);
    let (from, to) = (from.as_string(), to.as_string());
    let sender = coalesce(of_payload("from")?.as_string(), from);
    let recipient = coalesce(of_payload("to")?.as_string(), to);
    let chat_type = of_message("chat_type")?;
    let millis = of_message("timestamp")?;
    let micros =
        millis.as_primitive::<Int64Type>().unary(|millis: i64| millis.saturating_mul(1000));
    let timestamp: TimestampMicrosecondArray = micros;

    RecordBatch::try_from_iter_with_nullable([
        ("msg_id", of_message("msg_id")?, true),
        ("body_index", Arc::new(Int32Array::from(places)) as ArrayRef, true),
        ("body_count", Arc::new(Int32Array::from(counts)), true),
        ("timestamp", Arc::new(timestamp.with_timezone("UTC")), true),
        ("chat_type", Arc::clone(&chat_type), true),
        ("direction", of_message("direction")?, true),
        ("from_raw", Arc::new(differing(from, &sender)), true),
        ("to_raw", Arc::new(differing(to, &recipient)), true),
        (
            "conversation_id",
            Arc::new(conversation(chat_type.as_string(), &sender, &recipient)),
            true,
        ),
        ("sender", Arc::new(sender), true),
        ("recipient", Arc::new(recipient), true),
        ("body_type", body_type(body)?, true),
        ("text", field(body, "msg")?, true),
        ("url", field(body, "url")?, true),
        ("filename", field(body, "filename")?, true),
        ("file_length", field(body, "file_length")?, true),
        ("duration_s", field(body, "length")?, true),
        ("width", field(&size, "width")?, true),
        ("height", field(&size, "height")?, true),
        ("thumb_url", field(body, "thumb")?, true),
        ("thumb_filename", field(body, "thumbFilename")?, true),
        ("lat", field(body, "lat")?, true),
        ("lng", field(body, "lng")?, true),
        ("addr", field(body, "addr")?, true),
        ("cmd_action", field(body, "action")?, true),
        ("custom_event", field(body, "customEvent")?, true),
        ("combine_level", field(body, "combineLevel")?, true),
        ("title", field(body, "title")?, true),
        ("summary", field(body, "summary")?, true),
    ])
}

/// Which message and which body, if any, each row is made from.
#[derive(Default)]
struct Rows {
    messages: Vec<u32>,
    bodies: Vec<Option<u32>>,
    places: Vec<i32>,
    counts: Vec<i32>,
}

impl Rows {
    fn add(&mut self, message: u32, first_body: u32, n_bodies: i32) {
        for place in 0..n_bodies.max(1) {
            self.messages.push(message);
            self.bodies.push((n_bodies > 0).then_some(first_body + place as u32));
            self.places.push(place);
            self.counts.push(n_bodies);
        }
    }
}

fn column(column: Option<&ArrayRef>) -> Result<&ArrayRef, ArrowError> {
    column.ok_or_else(|| ArrowError::SchemaError("a column of the schema is missing".to_owned()))
}

/// A field, null where the struct itself is.
fn field(parent: &StructArray, name: &str) -> Result<ArrayRef, ArrowError> {
    let array = column(parent.column_by_name(name))?;
    let nulls = arrow::buffer::NullBuffer::union(parent.nulls(), array.nulls());
    array.to_data().into_builder().nulls(nulls).build().map(arrow::array::make_array)
}

fn body_type(body: &StructArray) -> Result<ArrayRef, ArrowError> {
    let (kind, sub) = (field(body, "type")?, field(body, "subType")?);
    let pairs = kind.as_string::<i32>().iter().zip(sub.as_string::<i32>());
    let names = pairs.map(|(kind, sub)| match sub {
        Some("sub_combine") => Some("combine"),
        _ => kind,
    });
    Ok(Arc::new(names.collect::<StringArray>()))
}

fn coalesce(first: &StringArray, second: &StringArray) -> StringArray {
    first.iter().zip(second).map(|(first, second)| first.or(second)).collect()
}

fn differing(raw: &StringArray, told: &StringArray) -> StringArray {
    raw.iter().zip(told).map(|(raw, told)| if raw == told { None } else { raw }).collect()
}

fn conversation(kinds: &StringArray, from: &StringArray, to: &StringArray) -> StringArray {
    let mut ids = StringBuilder::with_capacity(to.len(), to.value_data().len() * 2);
    for ((kind, from), to) in kinds.iter().zip(from).zip(to) {
        match (kind, from, to) {
            (Some("chat"), Some(from), Some(to)) => {
                ids.append_value(format!("{}|{}", from.min(to), from.max(to)));
            }
            (Some("chat"), None, _) => ids.append_null(),
            (_, _, to) => ids.append_option(to),
        }
    }
    ids.finish()
}
