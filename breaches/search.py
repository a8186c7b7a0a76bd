"""Free-text search of cases: PostgreSQL's own full text, or SQLite's FTS5 index.

Both look for the beginnings of words in `Case.search_text`, which the services write through
`searchable`, so that accents and case never hide a name: "sian" finds Siân.
"""

import re
import unicodedata

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection
from django.db.models.expressions import RawSQL

from breaches.querysets import CaseQuerySet

WORD = re.compile(r"\w+")


def searchable(*texts: str) -> str:
    """The words of these texts, in small letters and without accents."""
    plain = unicodedata.normalize("NFKD", " ".join(texts).casefold())
    return " ".join(WORD.findall("".join(one for one in plain if not unicodedata.combining(one))))


def matching(cases: CaseQuerySet, text: str) -> CaseQuerySet:
    """Those cases that hold words beginning with every word of the text; all of them for no words."""
    words = searchable(text).split()
    if not words:
        return cases
    if connection.vendor == "postgresql":
        query = SearchQuery(" & ".join(f"{word}:*" for word in words), config="simple", search_type="raw")
        return cases.annotate(found=SearchVector("search_text", config="simple")).filter(found=query)
    match = " AND ".join(f'"{word}"*' for word in words)
    rows = RawSQL("SELECT rowid FROM breaches_case_search WHERE breaches_case_search MATCH %s", [match])
    return cases.filter(pk__in=rows)
