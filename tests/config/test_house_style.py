"""What the house style asks of the source, where nothing else checks it."""

import re
from pathlib import Path

from tests.config.source import ROOT

APPS = (
    "audit",
    "breaches",
    "config",
    "incidents",
    "demo",
    "governors",
    "reminders",
    "reports",
    "people",
    "policies",
    "tests",
    "web",
)
VAGUE = {"utils", "util", "helpers", "common", "core", "manager", "managers", "handler", "handlers", "data", "info"}


def modules() -> list[Path]:
    """Every module but the migrations, which Django writes."""
    paths = [path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]
    assert len(paths) > 20
    return paths


def pages() -> list[Path]:
    """Every template."""
    paths = list((ROOT / "templates").rglob("*.html"))
    assert len(paths) > 5
    return paths


def test_modules_are_short_enough_to_read_at_once() -> None:
    assert [path for path in modules() if len(path.read_text().splitlines()) > 600] == []


def test_modules_have_names_that_say_what_they_hold() -> None:
    assert [path for path in modules() if VAGUE & {*path.relative_to(ROOT).parts[:-1], path.stem}] == []


def test_pages_have_no_script_or_style_of_their_own() -> None:
    inline = re.compile(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)")

    assert [path for path in pages() if inline.search(path.read_text())] == []


def test_pages_ask_nothing_of_anybody_else() -> None:
    elsewhere = re.compile(r"""(src|srcset|action|<link[^>]*href)=["'](https?:)?//""")

    assert [path for path in pages() if elsewhere.search(path.read_text())] == []
