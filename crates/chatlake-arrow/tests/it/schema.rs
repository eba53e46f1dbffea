use arrow::datatypes::{DataType, TimeUnit};
use chatlake_arrow::schema;
use chatlake_core::{Column, Layout, Projection};

#[test]
fn flat_fields_are_the_columns_in_order() {
    let schema = schema(&Projection::new(Layout::Flat));
    let names: Vec<_> = schema.fields().iter().map(|field| field.name().as_str()).collect();
    let expected: Vec<_> = Column::ALL.iter().map(|column| column.name()).collect();
    assert_eq!(names, expected);
    assert!(schema.fields().iter().all(|field| field.is_nullable()));
    let utc = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
    for (name, data_type) in [
        ("msg_id", DataType::Utf8),
        ("body_index", DataType::Int32),
        ("timestamp", utc.clone()),
        ("file_length", DataType::Int64),
        ("lat", DataType::Float64),
        ("source_hour", utc),
    ] {
        assert_eq!(schema.field_with_name(name).unwrap().data_type(), &data_type, "{name}");
    }
}

#[test]
fn json_columns_say_so() {
    let schema = schema(&Projection::default());
    let json: Vec<_> = schema
        .fields()
        .iter()
        .filter(|field| field.metadata().get("chatlake.type").is_some_and(|kind| kind == "json"))
        .map(|field| field.name().as_str())
        .collect();
    assert_eq!(json, ["custom_exts", "ext", "extra"]);
    assert_eq!(schema.metadata()["chatlake.schema"], "1");
}

#[test]
fn nested_bodies_stand_where_body_type_stood() {
    let schema = schema(&Projection::new(Layout::Nested));
    let names: Vec<_> = schema.fields().iter().map(|field| field.name().as_str()).collect();
    assert_eq!(names[8..11], ["conversation_id", "bodies", "ext"]);
    assert!(!names.contains(&"body_index") && !names.contains(&"body_count"));
    let DataType::List(element) = schema.field(9).data_type() else { panic!("not a list") };
    assert_eq!(element.name(), "element");
    let DataType::Struct(body) = element.data_type() else { panic!("not a struct") };
    let first_and_last = (body[0].name().as_str(), body[body.len() - 1].name().as_str());
    assert_eq!(first_and_last, ("body_type", "extra"));
    assert_eq!(body.len(), 22);
}

#[test]
fn a_projection_without_columns_of_bodies_has_no_list() {
    let keep = [Column::MsgId, Column::Timestamp];
    let schema = schema(&Projection::new(Layout::Nested).with_columns(&keep));
    assert_eq!(schema.fields().len(), 2);
}
