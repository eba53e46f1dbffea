"""JSON as the schema sees it: numbers as they are spelled, objects with what stands twice."""

import json
import re
from json.decoder import scanstring


class Refused(Exception):
    """The record cannot become rows."""


class Number:
    """A number, as it is spelled."""

    def __init__(self, spelled):
        self.spelled = spelled

    def __eq__(self, other):
        return isinstance(other, Number) and self.spelled == other.spelled

    def __repr__(self):
        return self.spelled

    def whole(self, bits):
        """The value, where it is whole and fits."""
        match = re.fullmatch(r"(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?", self.spelled)
        sign, integer, fraction, exponent = match.groups()
        fraction = fraction or ""
        digits = (integer + fraction).lstrip("0")
        if not digits:
            return 0
        shift = int(exponent or 0) - len(fraction)
        stripped = digits.rstrip("0")
        shift += len(digits) - len(stripped)
        if shift < 0 or len(stripped) + shift > 20:
            return None
        return fitting(int(sign + stripped) * 10 ** shift, bits)


class Object:
    """An object: its members in order, with whatever stands twice."""

    def __init__(self, members):
        self.members = members

    def __eq__(self, other):
        return isinstance(other, Object) and self.ordered() == other.ordered()

    def __repr__(self):
        return repr(self.members)

    def ordered(self):
        return sorted(self.members, key=lambda member: member[0])

    def get(self, key):
        return next((value for name, value in self.members if name == key), None)

    def unique(self):
        keys = [key for key, _ in self.members]
        if len(set(keys)) < len(keys):
            raise Refused("duplicate key")
        return self


def no_number(spelled):
    raise Refused(f"{spelled} is no JSON")


DECODER = json.JSONDecoder(object_pairs_hook=Object, parse_int=Number, parse_float=Number,
                           parse_constant=no_number)
SKIPPER = json.JSONDecoder(parse_constant=no_number)
BLANK = re.compile(r"[ \t\r\n]*")


def tree(text):
    """The value that a text holds."""
    try:
        return DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        raise Refused(str(error)) from None


def raw_members(text, start):
    """The values of the object that opens at `start`, as they are spelled."""
    raw = {}
    at = BLANK.match(text, start).end() + 1
    while True:
        at = BLANK.match(text, at).end()
        if text[at] == "}":
            return raw
        if text[at] == ",":
            at = BLANK.match(text, at + 1).end()
        key, at = scanstring(text, at + 1, True)
        at = BLANK.match(text, BLANK.match(text, at).end() + 1).end()
        _, end = SKIPPER.raw_decode(text, at)
        raw[key] = (at, text[at:end])
        at = end


def fitting(number, bits):
    return number if -(1 << bits - 1) <= number < 1 << bits - 1 else None


def integer(value, bits):
    if isinstance(value, Number):
        return value.whole(bits)
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]+", value):
        return fitting(int(value), bits)
    return None


def degrees(value):
    if isinstance(value, str):
        if not re.fullmatch(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?", value):
            return None
        value = Number(value)
    if not isinstance(value, Number):
        return None
    number = float(value.spelled)
    return number if abs(number) != float("inf") else None


def text(value):
    """The value, where it is Unicode text."""
    if not isinstance(value, str):
        return None
    return None if any("\ud800" <= c <= "\udfff" for c in value) else value


def withheld(value):
    """The value without the credentials in it."""
    if isinstance(value, Object):
        secret = ("secret", "thumb_secret")
        return Object([(k, None if k in secret else withheld(v)) for k, v in value.members])
    return [withheld(v) for v in value] if isinstance(value, list) else value


def depth(text_):
    """How many containers stand within each other at most."""
    deepest = now = 0
    for token in re.finditer(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', text_):
        if token[0] in "[{":
            now += 1
            deepest = max(deepest, now)
        elif token[0] in "]}":
            now -= 1
    return deepest
