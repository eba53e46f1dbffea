-- The flat columns of schema v1 as DuckDB can make them from `messages`: one row per body, one
-- for a message without bodies. `ext` is JSON, written anew, not verbatim; unknown fields are
-- lost, so there is no `extra`; there is no number of the record in its file.
SELECT
    msg_id,
    (place - 1)::INTEGER AS body_index,
    len(payload.bodies)::INTEGER AS body_count,
    make_timestamptz("timestamp" * 1000) AS "timestamp",
    chat_type,
    direction,
    sender,
    recipient,
    CASE WHEN "from" IS DISTINCT FROM sender THEN "from" END AS from_raw,
    CASE WHEN "to" IS DISTINCT FROM recipient THEN "to" END AS to_raw,
    CASE WHEN chat_type = 'chat'
        THEN least(sender, recipient) || '|' || greatest(sender, recipient)
        ELSE recipient END AS conversation_id,
    CASE WHEN body."subType" = 'sub_combine' THEN 'combine' ELSE body.type END AS body_type,
    body.msg AS text,
    body.url,
    body.filename,
    body.file_length,
    body.length AS duration_s,
    body.size.width AS width,
    body.size.height AS height,
    body.thumb AS thumb_url,
    body."thumbFilename" AS thumb_filename,
    body.lat,
    body.lng,
    body.addr,
    body.action AS cmd_action,
    body."customEvent" AS custom_event,
    coalesce(body."customExts", body."v2:customExts")::VARCHAR AS custom_exts,
    body."combineLevel" AS combine_level,
    body.title,
    body.summary,
    payload.ext::VARCHAR AS ext,
    parse_filename(filename) AS source_file
FROM (
    SELECT
        *,
        coalesce(payload."from", "from") AS sender,
        coalesce(payload."to", "to") AS recipient,
        unnest(CASE WHEN len(payload.bodies) > 0 THEN payload.bodies ELSE [NULL] END) AS body,
        generate_subscripts(CASE WHEN len(payload.bodies) > 0 THEN payload.bodies ELSE [NULL] END, 1) AS place
    FROM read_ndjson(
        {inputs},
        compression = 'gzip',
        filename = true,
        maximum_object_size = 16777216,
        columns = {
            msg_id: 'VARCHAR',
            "timestamp": 'BIGINT',
            chat_type: 'VARCHAR',
            direction: 'VARCHAR',
            "from": 'VARCHAR',
            "to": 'VARCHAR',
            payload: 'STRUCT(
                "from" VARCHAR,
                "to" VARCHAR,
                ext JSON,
                bodies STRUCT(
                    type VARCHAR, "subType" VARCHAR, msg VARCHAR, url VARCHAR, filename VARCHAR,
                    file_length BIGINT, length INTEGER, size STRUCT(width INTEGER, height INTEGER),
                    thumb VARCHAR, "thumbFilename" VARCHAR, lat DOUBLE, lng DOUBLE, addr VARCHAR,
                    action VARCHAR, "customEvent" VARCHAR, "customExts" JSON, "v2:customExts" JSON,
                    "combineLevel" INTEGER, title VARCHAR, summary VARCHAR
                )[]
            )'
        }
    )
)
