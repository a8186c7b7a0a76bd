"""Reads the bytes and the text of a pack file as tables, and says in a sentence what keeps them from being read."""

import re
import tomllib
from typing import Any

from policies.rules.entries import EntryError

LARGEST = 2_000_000
MANY = "policy", "version"
UNQUOTED = re.compile(r"""^\s*(id|clause|condition|alternatives)\s*=\s*[^"'\s]""")
CURLY = re.compile("[“”„‘’]")
LINE_NUMBER = re.compile(r"at line (\d+)")
SINGLE = re.compile(r"\s*\[\s*([a-z]+)\s*\]\s*(#.*)?")
FILE = "the file"


def decode_text(raw: bytes) -> str:
    """Return the text of a file in UTF-8, with or without a byte-order mark. This will raise EntryError otherwise."""
    if len(raw) > LARGEST:
        raise EntryError(FILE, describe_size())
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise EntryError(FILE, "is saved as UTF-16; save it as UTF-8")
    if b"\0" in raw:
        raise EntryError(FILE, "is not text; a pack is a text file")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise EntryError(FILE, f"line {line} is not text in UTF-8; save the file as UTF-8") from error


def load_tables(text: str) -> dict[str, Any]:
    """Return the tables of a pack. This will raise EntryError for what is not TOML, is too deep or is too large."""
    if len(text) > LARGEST:
        raise EntryError(FILE, describe_size())
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise EntryError(*describe_syntax_error(text, error)) from error
    except RecursionError as error:
        raise EntryError(FILE, "is nested too deeply to be read") from error


def describe_size() -> str:
    """Say that a file is too large."""
    return f"is too large; a pack has at most {LARGEST:,} characters"


def describe_syntax_error(text: str, error: tomllib.TOMLDecodeError) -> tuple[str, str]:
    """Say where the file is not TOML, by entry and line, and which common slip is to blame."""
    numbered = LINE_NUMBER.search(str(error))
    if not numbered:
        return "the end of the file", str(error)
    lines = text.splitlines()[: int(numbered[1])]
    headings = [line.strip() for line in lines if line.lstrip().startswith("[") and "=" not in line]
    heading = headings[-1] if headings else "the top of the file"
    place = f"{heading.strip('[]')} {headings.count(heading)}" if heading.startswith("[[") else heading
    if UNQUOTED.match(lines[-1]) and not CURLY.search(lines[-1]):
        return place, f"line {numbered[1]}: the id must be quoted"
    if CURLY.search(lines[-1]):
        return place, f'line {numbered[1]}: write straight quotation marks, "like this", not curly ones'
    if (single := SINGLE.fullmatch(lines[-1])) and single[1] not in MANY:
        return place, f"line {numbered[1]}: write [[{single[1]}]], once for each {single[1]}"
    return place, str(error)
