"""Free-text search of cases: PostgreSQL's own full text, or SQLite's FTS5 index.

Both look for the beginnings of words in `Case.search_text`, which the services write through
`web.text.folded`, so that accents and case never hide a name: "sian" finds Siân.
"""

from django.db import connection
from django.db.models.expressions import RawSQL

from breaches.querysets import CaseQuerySet
from web.text import folded


def matching(cases: CaseQuerySet, text: str) -> CaseQuerySet:
    """Those cases that hold words beginning with every word of the text; all of them for no words."""
    words = folded(text).split()
    if not words:
        return cases
    return cases.filter(pk__in=_in_postgresql(words) if connection.vendor == "postgresql" else _in_sqlite(words))


def _in_postgresql(words: list[str]) -> RawSQL:
    """The ids its index gives; without OFFSET 0 it may read the words of every case for a word that few hold."""
    return RawSQL(
        "SELECT id FROM breaches_case WHERE to_tsvector('simple'::regconfig, COALESCE(search_text, '')) "
        "@@ to_tsquery('simple'::regconfig, %s) OFFSET 0",
        [" & ".join(f"{word}:*" for word in words)],
    )


def _in_sqlite(words: list[str]) -> RawSQL:
    """The ids the FTS5 table gives."""
    match = " AND ".join(f'"{word}"*' for word in words)
    return RawSQL("SELECT rowid FROM breaches_case_search WHERE breaches_case_search MATCH %s", [match])
