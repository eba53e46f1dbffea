"""Hours that are made up for lakes: a gap, messages that two hours tell, ids that say two things.

    made_up.py DIR

The same bytes whenever it is run.
"""

import gzip
import json
import random
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

ZONE = timezone(timedelta(hours=8))

# Over midnight; the second hour of the new day is missing.
HOURS = ["2026030121", "2026030122", "2026030123", "2026030200", "2026030202", "2026030203"]

PER_HOUR = 400
PEOPLE = [f"user-{n}" for n in range(12)] + ["张三", "O'Neil", "a|b", "007"]
GROUPS = ["70001", "70002", "7/0 3"]
TEXTS = ["hello", "你好,吃了吗?", "👨‍👩‍👧 done 👍🏽", "", "it's \"quoted\"\nand broken", "=1+1", "\\n", "e\u0301"]


class Maker:
    def __init__(self):
        self.dice = random.Random(20260301)
        self.count = 0

    def body(self):
        kind = self.dice.choice(["txt", "txt", "txt", "img", "audio", "loc", "cmd", "custom", "poll"])
        if kind == "txt":
            return {"type": kind, "msg": self.dice.choice(TEXTS)}
        if kind in ("img", "audio"):
            body = {"type": kind, "url": f"https://files.example/{self.count}",
                    "filename": self.dice.choice(["a.jpg", "图.png", None]),
                    "file_length": self.dice.choice([0, 17, 5_000_000_000, "12", None])}
            body |= {"size": {"width": 640, "height": 480}} if kind == "img" else {"length": 7}
            return body
        return {"loc": {"type": "loc", "lat": "31.2", "lng": 121.5, "addr": "上海"},
                "cmd": {"type": "cmd", "action": "typing"},
                "custom": {"type": "custom", "customEvent": "order",
                           "customExts": [{"id": 10 ** 17 + self.count}]},
                "poll": {"type": "poll", "question": "?", "msg": "of a kind that nobody knows"}}[kind]

    def record(self, start):
        self.count += 1
        at = start + timedelta(milliseconds=self.dice.randrange(3_600_000))
        ms = int(at.timestamp() * 1000)
        kind = self.dice.choice(["chat", "chat", "groupchat", "chatroom"])
        sender = self.dice.choice(PEOPLE)
        to = self.dice.choice(PEOPLE if kind == "chat" else GROUPS)
        bodies = [self.body() for _ in range(self.dice.choice([1] * 12 + [0, 2, 3, 5]))]
        payload = {"from": sender, "to": to, "bodies": bodies}
        if self.dice.random() < 0.4:
            payload["ext"] = {"order": self.count, "tags": ["a", {"b": None}]}
        if self.dice.random() < 0.1:
            payload["meta"] = {"edited": True}
        message_id = str(1_700_000_000_000_000_000 + self.count * 1009)
        return {"msg_id": message_id, "timestamp": self.dice.choice([ms, str(ms)]),
                "direction": "outgoing", "from": sender, "to": to, "chat_type": kind,
                "payload": payload}


def line(record):
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()


def hours():
    """Every hour's name and lines."""
    maker, before = Maker(), []
    for name in HOURS:
        start = datetime.strptime(name, "%Y%m%d%H").replace(tzinfo=ZONE)
        records = [maker.record(start) for _ in range(PER_HOUR)]
        lines = [line(record) for record in records]
        # Told twice by the same hour; told by the hour before, too; an id that says something else.
        lines[40:40] = lines[7:10]
        lines[0:0] = before[-5:]
        other = dict(records[60], direction="incoming")
        lines.append(line(other))
        if before:
            lines.append(before[20].replace(b'"outgoing"', b'"incoming"'))
        # What is no message is accounted for, and no row.
        lines.insert(11, b'{"msg_id":"torn","payload":{"bodi')
        yield name, lines
        before = lines


def write(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in hours():
        content = gzip.compress(b"\n".join(lines) + b"\n", mtime=0)
        (folder / f"{name}.gz").write_bytes(content)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
