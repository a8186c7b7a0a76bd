"""Free-text search of cases: PostgreSQL's own full text, or SQLite's FTS5 index.

Both look for the beginnings of words in `Case.search_text`, which the services write through
`people.names.folded`, so that accents and case never hide a name: "sian" finds Siân.
"""

from django.db import connection
from django.db.models.expressions import RawSQL

from breaches.querysets import CaseQuerySet
from people.names import folded

# Both ask the index first. Without OFFSET 0 PostgreSQL may read the words of every case for a word that few hold.
MATCHING = {
    "postgresql": (
        "SELECT id FROM breaches_case WHERE to_tsvector('simple'::regconfig, COALESCE(search_text, '')) "
        "@@ to_tsquery('simple'::regconfig, %s) OFFSET 0"
    ),
    "sqlite": "SELECT rowid FROM breaches_case_search WHERE breaches_case_search MATCH %s",
}
ALL_OF = {"postgresql": (" & ", "{}:*"), "sqlite": (" AND ", '"{}"*')}


def matching(cases: CaseQuerySet, text: str) -> CaseQuerySet:
    """Those cases that hold words beginning with every word of the text; all of them for no words."""
    words = folded(text).split()
    if not words:
        return cases
    between, beginning = ALL_OF[connection.vendor]
    query = between.join(beginning.format(word) for word in words)
    rows = RawSQL(MATCHING[connection.vendor], [query])  # noqa: S611 - one of the two above, with the words apart
    return cases.filter(pk__in=rows)
