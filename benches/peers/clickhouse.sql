-- The flat columns of schema v1 as ClickHouse can make them: one row per body, one for a message
-- without bodies. `ext` and `custom_exts` are verbatim; unknown fields are lost, so there is no
-- `extra`; there is no number of the record in its file.
SELECT
    msg_id,
    toInt32(place - 1) AS body_index,
    toInt32(n_bodies) AS body_count,
    fromUnixTimestamp64Milli(`timestamp`, 'UTC') AS `timestamp`,
    chat_type,
    direction,
    ifNull(payload.from, `from`) AS sender,
    ifNull(payload.to, `to`) AS recipient,
    if(`from` IS DISTINCT FROM sender, `from`, NULL) AS from_raw,
    if(`to` IS DISTINCT FROM recipient, `to`, NULL) AS to_raw,
    if(chat_type = 'chat', concat(least(sender, recipient), '|', greatest(sender, recipient)), recipient)
        AS conversation_id,
    if(body.subType = 'sub_combine', 'combine', body.type) AS body_type,
    body.msg AS text,
    body.url AS url,
    body.filename AS filename,
    body.file_length AS file_length,
    body.length AS duration_s,
    body.size.width AS width,
    body.size.height AS height,
    body.thumb AS thumb_url,
    body.thumbFilename AS thumb_filename,
    body.lat AS lat,
    body.lng AS lng,
    body.addr AS addr,
    body.action AS cmd_action,
    body.customEvent AS custom_event,
    ifNull(body.customExts, body.`v2:customExts`) AS custom_exts,
    body.combineLevel AS combine_level,
    body.title AS title,
    body.summary AS summary,
    payload.ext AS ext,
    _file AS source_file
FROM (
    SELECT *, _file, length(payload.bodies) AS n_bodies
    FROM file('{inputs}', 'JSONEachRow', '
        msg_id Nullable(String),
        timestamp Nullable(Int64),
        chat_type Nullable(String),
        direction Nullable(String),
        `from` Nullable(String),
        `to` Nullable(String),
        payload Tuple(
            `from` Nullable(String),
            `to` Nullable(String),
            ext Nullable(String),
            bodies Array(Tuple(
                type Nullable(String), subType Nullable(String), msg Nullable(String),
                url Nullable(String), filename Nullable(String), file_length Nullable(Int64),
                length Nullable(Int32), size Tuple(width Nullable(Int32), height Nullable(Int32)),
                thumb Nullable(String), thumbFilename Nullable(String), lat Nullable(Float64),
                lng Nullable(Float64), addr Nullable(String), action Nullable(String),
                customEvent Nullable(String), customExts Nullable(String),
                `v2:customExts` Nullable(String), combineLevel Nullable(Int32),
                title Nullable(String), summary Nullable(String)
            ))
        )', 'gzip')
)
LEFT ARRAY JOIN payload.bodies AS body, arrayEnumerate(payload.bodies) AS place
