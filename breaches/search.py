"""Free-text search of cases: PostgreSQL's own full text, or SQLite's FTS5 index.

Both look for the beginnings of words in `Case.search_text`, which the services write through
`people.names.folded`, so that accents and case never hide a name: "sian" finds Siân.
"""

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection
from django.db.models.expressions import RawSQL

from breaches.querysets import CaseQuerySet
from people.names import folded


def matching(cases: CaseQuerySet, text: str) -> CaseQuerySet:
    """Those cases that hold words beginning with every word of the text; all of them for no words."""
    words = folded(text).split()
    if not words:
        return cases
    if connection.vendor == "postgresql":
        query = SearchQuery(" & ".join(f"{word}:*" for word in words), config="simple", search_type="raw")
        return cases.alias(found=SearchVector("search_text", config="simple")).filter(found=query)
    match = " AND ".join(f'"{word}"*' for word in words)
    rows = RawSQL("SELECT rowid FROM breaches_case_search WHERE breaches_case_search MATCH %s", [match])
    return cases.filter(pk__in=rows)
