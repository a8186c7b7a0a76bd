"""Reads what ships with Rung: the packs and the duties. Read once a process, since the files do not change."""

from functools import cache
from pathlib import Path

from .rules.duties import Duty, parse_duties
from .rules.pack import Pack
from .rules.parsing import parse_pack

PACKS = Path(__file__).parent / "packs"
GUIDANCE = Path(__file__).parent / "guidance"


@cache
def shipped_texts() -> dict[str, str]:
    """Return the text of every shipped pack by its file name, in order of name."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(PACKS.glob("*.toml"))}


@cache
def shipped_packs() -> tuple[Pack, ...]:
    """Return every shipped pack, in order of file name."""
    return tuple(parse_pack(text, name) for name, text in shipped_texts().items())


@cache
def shipped_duties() -> tuple[Duty, ...]:
    """Return every shipped duty, dormant ones included, in order of file and row."""
    return tuple(
        duty
        for path in sorted(GUIDANCE.glob("duties*.toml"))
        for duty in parse_duties(path.read_text(encoding="utf-8"), path.name)
    )
