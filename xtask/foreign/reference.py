"""An independent reading of exports: Python's json and the words of the schema.

Written from the schema, not from the code that it is held against. Slow and plain.
"""

import gzip
import re
from datetime import datetime, timedelta, timezone

from values import (BLANK, SKIPPER, Object, Refused, degrees, depth, fitting, integer, raw_members,
                    text, tree, withheld)

MESSAGE = ["msg_id", "body_index", "body_count", "timestamp", "chat_type", "direction", "sender",
           "recipient", "from_raw", "to_raw", "conversation_id"]
BODY = ["body_type", "text", "url", "filename", "file_length", "duration_s", "width", "height",
        "thumb_url", "thumb_filename", "lat", "lng", "addr", "cmd_action", "custom_event",
        "custom_exts", "combine_level", "title", "summary", "secret", "thumb_secret"]
REST = ["ext", "extra", "source_hour", "source_file", "source_record"]
COLUMNS = MESSAGE + BODY + REST

INTEGERS = {"body_index": 32, "body_count": 32, "file_length": 64, "duration_s": 32, "width": 32,
            "height": 32, "combine_level": 32, "source_record": 64}
FLOATS = {"lat", "lng"}
INSTANTS = {"timestamp", "source_hour"}
JSON = {"custom_exts", "ext", "extra"}
TEXTS = [name for name in COLUMNS if name not in {*INTEGERS, *FLOATS, *INSTANTS}]

# The keys of a body that are texts, and their columns.
TEXT_KEYS = {"msg": "text", "url": "url", "filename": "filename", "thumb": "thumb_url",
             "thumbFilename": "thumb_filename", "addr": "addr", "action": "cmd_action",
             "customEvent": "custom_event", "title": "title", "summary": "summary"}

MAX_DEPTH = 128


class Message:
    """One record: its columns, and the columns of its bodies."""

    def __init__(self, line, include_secrets):
        try:
            self.raw = line.decode()
        except UnicodeDecodeError:
            raise Refused("not UTF-8") from None
        if depth(self.raw) > MAX_DEPTH:
            raise Refused("too deep")
        message = tree(self.raw)
        if not isinstance(message, Object):
            raise Refused("not an object")
        message.unique()
        self.include_secrets = include_secrets
        self.raw_message = raw_members(self.raw, 0)
        self.left = {"message": [], "payload": []}
        self.columns = dict.fromkeys(MESSAGE + ["ext"])
        self.columns["msg_id"] = text(message.get("msg_id"))
        if not self.columns["msg_id"]:
            raise Refused("no msg_id")
        self.of_message(message)
        payload = message.get("payload")
        self.of_payload(payload if isinstance(payload, Object) else Object([]))
        self.of_sides(message, payload if isinstance(payload, Object) else Object([]))

    def of_message(self, message):
        for key, value in message.members:
            if key == "timestamp" and value is not None:
                ms = integer(value, 64)
                if ms is None or fitting(ms * 1000, 64) is None:
                    raise Refused("timestamp")
                self.columns["timestamp"] = ms * 1000
            elif key in ("chat_type", "direction"):
                self.columns[key] = self.kept("message", key, value)
            elif key in ("from", "to"):
                self.kept("message", key, value)
            elif key == "payload" and not isinstance(value, Object):
                self.kept("message", key, value, is_text=False)
            elif key not in ("msg_id", "timestamp", "payload"):
                self.left["message"].append((key, value))

    def of_payload(self, payload):
        payload.unique()
        self.bodies = []
        for key, value in payload.members:
            if key == "bodies" and isinstance(value, list):
                at, _ = raw_members(self.raw, self.raw_message["payload"][0])["bodies"]
                self.bodies = self.of_bodies(value, at)
            elif key == "bodies":
                if value is not None:
                    self.left["payload"].append((key, self.told(value)))
            elif key == "ext":
                if value is not None:
                    raw = raw_members(self.raw, self.raw_message["payload"][0])
                    self.columns["ext"] = raw["ext"][1]
            elif key in ("from", "to"):
                self.kept("payload", key, value)
            else:
                self.left["payload"].append((key, value))

    def of_sides(self, message, payload):
        sides = {}
        for key, column in (("from", "sender"), ("to", "recipient")):
            top, within = text(message.get(key)), text(payload.get(key))
            sides[column] = top if within is None else within
            self.columns[f"{key}_raw"] = top if top != sides[column] else None
        self.columns |= sides
        if self.columns["chat_type"] != "chat":
            self.columns["conversation_id"] = sides["recipient"]
        elif None not in sides.values():
            both = sorted(sides.values(), key=str.encode)
            self.columns["conversation_id"] = "|".join(both)

    def of_bodies(self, bodies, at):
        """Every body with where it stands, for what is taken verbatim."""
        found = []
        at += 1
        for body in bodies:
            at = BLANK.match(self.raw, at).end()
            if self.raw[at] == ",":
                at = BLANK.match(self.raw, at + 1).end()
            found.append(self.of_body(body, at))
            _, at = SKIPPER.raw_decode(self.raw, at)
        return found

    def of_body(self, body, at):
        columns = dict.fromkeys(BODY)
        if not isinstance(body, Object):
            return columns, self.told(body)
        body.unique()
        raw = raw_members(self.raw, at)
        left, size_left = [], []

        def misfit(key, value):
            if value is not None:
                left.append((key, self.told(value)))

        is_combine = body.get("subType") == "sub_combine"
        has_own_exts = body.get("customExts") is not None
        for key, value in body.members:
            if key in TEXT_KEYS:
                columns[TEXT_KEYS[key]] = text(value)
                if text(value) is None:
                    misfit(key, value)
            elif key == "type":
                columns["body_type"] = text(value)
                if text(value) is None or is_combine or value == "combine":
                    misfit(key, value)
            elif key == "subType":
                if not is_combine or body.get("type") == "combine":
                    misfit(key, value)
            elif key in ("file_length", "length", "combineLevel"):
                names = {"file_length": "file_length", "length": "duration_s",
                         "combineLevel": "combine_level"}
                columns[names[key]] = integer(value, INTEGERS[names[key]])
                if columns[names[key]] is None:
                    misfit(key, value)
            elif key in ("lat", "lng"):
                columns[key] = degrees(value)
                if columns[key] is None:
                    misfit(key, value)
            elif key == "size" and isinstance(value, Object):
                for name, pixels in value.unique().members:
                    if name in ("width", "height"):
                        columns[name] = integer(pixels, 32)
                    if columns.get(name) is None and (pixels is not None or name not in columns):
                        size_left.append((name, self.told(pixels)))
            elif key in ("customExts", "v2:customExts"):
                if key == "customExts" or not has_own_exts:
                    columns["custom_exts"] = raw[key][1] if value is not None else None
                else:
                    misfit(key, value)
            elif key in ("secret", "thumb_secret"):
                if self.include_secrets:
                    columns[key] = text(value)
                    if text(value) is None:
                        misfit(key, value)
            elif key == "size":
                misfit(key, value)
            else:
                left.append((key, self.told(value)))
        if is_combine:
            columns["body_type"] = "combine"
        if size_left:
            left.append(("size", Object(size_left)))
        return columns, Object(left) if left else ()

    def kept(self, place, key, value, is_text=True):
        """The text; what is none is left over, unless it is nothing."""
        found = text(value) if is_text else None
        if found is None and value is not None:
            self.left[place].append((key, value))
        return found

    def told(self, value):
        return value if self.include_secrets else withheld(value)

    def extra(self, of_body):
        """What no column carries; () for nothing of a body."""
        parts = [(place, self.told(Object(left))) for place, left in self.left.items() if left]
        if of_body != ():
            parts.append(("body", of_body))
        return Object(parts) if parts else None

    def rows(self):
        """Flat: one per body."""
        count = len(self.bodies)
        for index, (columns, left) in enumerate(self.bodies or [(dict.fromkeys(BODY), ())]):
            yield {**self.columns, **columns, "body_index": index, "body_count": count,
                   "extra": self.extra(left)}

    def nested(self):
        """One row, with the bodies in a list."""
        columns = {k: v for k, v in self.columns.items() if k not in ("body_index", "body_count")}
        bodies = []
        for body, left in self.bodies:
            extra = Object([("body", left)]) if left != () else None
            bodies.append({**body, "extra": extra})
        return {**columns, "bodies": bodies, "extra": self.extra(())}


class Export:
    """One file: its messages, and how many records were refused."""

    def __init__(self, path, include_secrets=False):
        content = path.read_bytes()
        if content.startswith(b"\x1f\x8b"):
            content = gzip.decompress(content)
        self.messages, self.refused, self.count = [], 0, 0
        for line in content.split(b"\n"):
            line = line.removeprefix(b"\xef\xbb\xbf").strip(b" \t\r\n")
            if not line:
                continue
            try:
                self.messages.append((self.count, Message(line, include_secrets)))
            except Refused:
                self.refused += 1
            self.count += 1
        self.file = path.name
        self.hour = self.source_hour(path.name.split(".")[0])

    def source_hour(self, stem):
        for digits in re.findall(r"(?<![0-9])[0-9]{10}(?![0-9])", stem):
            try:
                local = datetime.strptime(digits, "%Y%m%d%H").replace(tzinfo=timezone.utc)
            except ValueError:
                continue
            return self.zoned(local)
        return None

    def zoned(self, local):
        """In the zone in which most of the first timestamps lie within the hour."""
        stamps = [message.columns["timestamp"] for _, message in self.messages]
        stamps = [stamp for stamp in stamps if stamp is not None][:32]
        for ahead in (8, 0):
            start = local - timedelta(hours=ahead)
            start = int(start.timestamp()) * 1_000_000
            inside = sum(start <= stamp < start + 3_600_000_000 for stamp in stamps)
            if inside * 2 > len(stamps):
                return start
        return None

    def origin(self, record):
        return {"source_hour": self.hour, "source_file": self.file, "source_record": record}

    def rows(self):
        for record, message in self.messages:
            for row in message.rows():
                yield {**row, **self.origin(record)}

    def nested(self):
        for record, message in self.messages:
            yield {**message.nested(), **self.origin(record)}
