"""Changes what the text of a pack says of its version, and finds the line that a fault speaks of."""

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from typing import Any

from policies.rules.parsing import PackError

HEADING = re.compile(r"\s*\[version\]\s*(#.*)?")
ANY_HEADING = re.compile(r"\s*\[")
KEY = re.compile(r"\s*([a-z_]+)\s*=")
LABEL = re.compile(r"(policy|version|clause|condition|rule|engagement|silence)(?: ([^\s:]+))?")

Value = str | bool | dt.date


def rewrite_version(text: str, name: str, values: Mapping[str, Value | None]) -> str:
    """The text with these values in its [version] table, None leaving a key out; all else as it was.

    Raises PackError where the table is written in a way that cannot be changed line by line.
    """
    lines = text.rstrip("\n").split("\n")
    begins = next((number for number, line in enumerate(lines) if HEADING.fullmatch(line)), len(lines))
    body = lines[begins + 1 :]
    ends = next((number for number, line in enumerate(body) if ANY_HEADING.match(line)), len(body))
    kept = [line for line in body[:ends] if not ((key := KEY.match(line)) and key[1] in values)]
    written = [f"{key} = {_as_toml(value)}" for key, value in values.items() if value is not None]
    changed = "\n".join([*lines[: begins + 1], *written, *kept, *body[ends:], ""])
    if not _is_alike(text, changed, leaving_out=values.keys()):
        raise PackError(name, ["version: write each value of [version] on a line of its own, with its key"])
    return changed


def locate_faults(text: str, fault: PackError) -> list[str]:
    """Every fault of a pack, each with the line of the entry it speaks of, where it speaks of one."""
    found = ((_find_line(text, sentence), sentence) for sentence in fault.faults)
    return [f"Line {line}: {sentence}" if line else sentence for line, sentence in found]


def _as_toml(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date):
        return value.isoformat()
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _is_alike(before: str, after: str, *, leaving_out: Any) -> bool:
    try:
        read = [tomllib.loads(text) for text in (before, after)]
    except tomllib.TOMLDecodeError:
        return False
    for tables in read:
        for key in leaving_out:
            tables.get("version", {}).pop(key, None)
    return read[0] == read[1]


def _find_line(text: str, fault: str) -> int | None:
    """The line of the heading of the entry that a fault names by its kind and its id or number."""
    label = LABEL.match(fault)
    if label is None:
        return None
    kind, name = label[1], label[2] or ""
    lines = text.split("\n")
    headings = [at for at, line in enumerate(lines) if line.split("#")[0].strip() in (f"[{kind}]", f"[[{kind}]]")]
    if name.isdigit():
        headings = headings[int(name) - 1 : int(name)]
    elif name:
        headings = [at for at in headings if _has_id(lines[at + 1 :], name)]
    return headings[0] + 1 if headings else None


def _has_id(lines: list[str], name: str) -> bool:
    for line in lines:
        if ANY_HEADING.match(line):
            return False
        if re.fullmatch(rf"""\s*id\s*=\s*["']{re.escape(name)}["']\s*(#.*)?""", line):
            return True
    return False
