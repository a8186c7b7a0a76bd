"""The documents name files that exist: whoever follows one gets there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
NAMED = re.compile(r"`([\w.-]+(?:/[\w.-]+)*/?)`")
LINKED = re.compile(r"\]\(([^)#:]+)\)")
IS_A_PATH = re.compile(r"/|\.(css|html|md|py|toml|txt|yml)$")
# Packages with a point in their name would look the same; these are made where Rung runs.
MADE_AT_RUN_TIME = ("var/", "DATA_DIR/")


def named_paths(text: str) -> Iterator[str]:
    """What stands in backticks and is a path."""
    return (
        name for name in NAMED.findall(text) if IS_A_PATH.search(name) and not f"{name}/".startswith(MADE_AT_RUN_TIME)
    )


def missing(document: Path, text: str) -> list[str]:
    """The paths that are not there, from the root or beneath a folder that the document named before."""
    places, gone = [ROOT], []
    for name in named_paths(text):
        target = next((place / name for place in places if (place / name).exists()), None)
        if target is None:
            gone.append(name)
        elif target.is_dir():
            places.append(target)
    return [*gone, *(link for link in LINKED.findall(text) if not (document.parent / link).exists())]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_path_a_document_names_exists(document: Path) -> None:
    assert missing(document, document.read_text(encoding="utf-8")) == []


def test_a_path_that_is_gone_would_be_found() -> None:
    text = "`oversight/views.py`, `gone.toml` and [one](gone.md), but `policies/rules/`, `words.py`, `a`, `/health/`"

    assert missing(ROOT / "README.md", text) == ["oversight/views.py", "gone.toml", "gone.md"]


def test_there_are_documents_that_name_paths() -> None:
    assert len(DOCUMENTS) > 15
    assert len(list(named_paths((ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")))) > 40
