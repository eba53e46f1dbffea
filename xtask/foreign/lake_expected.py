"""What a lake must hold, by an independent reading of the raw files and the words of its design.

A record is left out if the same bytes came earlier in its file, or anywhere in the file of the
hour before. An id that says something else stays.
"""

from datetime import datetime, timedelta

from reference import COLUMNS, Export

MESSAGE = ["msg_id", "timestamp", "chat_type", "direction", "sender", "recipient", "from_raw",
           "to_raw", "conversation_id", "body_count", "body_type", "text", "ext", "extra",
           "source_hour", "source_file", "source_record"]


class Lake:
    """The rows of some hours, and the tables that follow from them."""

    def __init__(self, files):
        self.rows, before = [], (None, set())
        for path in sorted(files, key=lambda path: path.name):
            export, name = Export(path), path.name.split(".")[0]
            hour = datetime.strptime(name, "%Y%m%d%H")
            gone = before[1] if before[0] == hour - timedelta(hours=1) else set()
            seen = set()
            for record, message in export.messages:
                if message.raw not in seen and message.raw not in gone:
                    origin = export.origin(record) | {"date": hour.date().isoformat()}
                    self.rows += [{**row, **origin} for row in message.rows()]
                seen.add(message.raw)
            before = (hour, seen)

    def facts(self):
        """Counts and sums, and how many values each column has."""
        texts = [row["text"] for row in self.rows if row["text"] is not None]
        facts = {"rows": len(self.rows),
                 "messages": sum(row["body_index"] == 0 for row in self.rows),
                 "timestamp_ms": sum((row["timestamp"] or 0) // 1000 for row in self.rows),
                 "file_bytes": sum(row["file_length"] or 0 for row in self.rows),
                 "characters": sum(map(len, texts)),
                 "octets": sum(len(text.encode()) for text in texts)}
        values = {f"n_{name}": sum(row[name] is not None for row in self.rows) for name in COLUMNS}
        return facts | values

    def days(self):
        """How many rows each day has."""
        dates = [row["date"] for row in self.rows]
        return {date: dates.count(date) for date in sorted(set(dates))}

    def ids(self):
        """Some messages worth a look: of each kind the first that have several bodies, or none,
        share their id, or are like most."""
        firsts = [row for row in self.rows if row["body_index"] == 0]
        ids = [row["msg_id"] for row in firsts]
        twice = {id for id in ids if ids.count(id) > 1}
        kinds = {}
        for row in firsts:
            kind = (row["body_type"], min(row["body_count"], 2), row["msg_id"] in twice)
            kinds.setdefault(kind, []).append(row["msg_id"])
        return sorted({id for some in kinds.values() for id in some[:3]})

    def samples(self):
        """The rows of those messages, in order."""
        ids = set(self.ids())
        rows = [row for row in self.rows if row["msg_id"] in ids]
        rows.sort(key=lambda row: (row["source_file"], row["source_record"], row["body_index"]))
        return [{name: row[name] for name in COLUMNS} for row in rows]

    def messages(self):
        """A row per message."""
        found = {}
        for row in self.rows:
            found.setdefault((row["source_file"], row["source_record"]), []).append(row)
        messages = []
        for _, rows in sorted(found.items()):
            texts = [row["text"] for row in rows if row["text"] is not None]
            text = "\n".join(texts) if texts else None
            messages.append({name: rows[0][name] for name in MESSAGE} | {"text": text})
        return messages

    def conversations(self):
        """A row per conversation."""
        found = {}
        for message in self.messages():
            found.setdefault(message["conversation_id"], []).append(message)
        found.pop(None, None)
        return [self.conversation(id, some) for id, some in sorted(found.items())]

    def conversation(self, id, messages):
        senders = {message["sender"] for message in messages} - {None}
        told = {message["recipient"] for message in messages if message["chat_type"] == "chat"}
        stamps = [message["timestamp"] for message in messages if message["timestamp"] is not None]
        kinds = [message["chat_type"] for message in messages if message["chat_type"] is not None]
        return {"conversation_id": id,
                "chat_type": min(kinds, default=None),
                "participants": sorted(senders | told - {None}, key=str.encode),
                "first_timestamp": min(stamps, default=None),
                "last_timestamp": max(stamps, default=None),
                "messages": len(messages), "senders": len(senders)}

    def media(self):
        """A row per body with a url."""
        rows = [row for row in self.rows if row["url"] is not None]
        names = {"body_type": "type", "url": "url", "filename": "filename",
                 "file_length": "bytes", "width": "width", "height": "height",
                 "duration_s": "duration_s", "thumb_url": "thumb_url", "msg_id": "msg_id",
                 "body_index": "body_index", "sender": "sender",
                 "conversation_id": "conversation_id", "timestamp": "timestamp"}
        media = [{ours: row[column] for column, ours in names.items()} for row in rows]
        return sorted(media, key=lambda row: repr(row))
