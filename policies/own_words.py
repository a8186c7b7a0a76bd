"""The words that the policies of a school declare of their own, kept with the school so that every page can show them.

A school keeps each word as its pack declared it last, with `is_current`: whether a version that was not withdrawn
declares it now. A word is never forgotten, as something may have been put on record in it.
"""

from people.models import School
from policies.rules.answer import read_stored_word
from policies.rules.vocabulary import OwnWord
from policies.rules.wordings import CORE_WORDINGS, Wordings, build_wordings


def get_wordings(school: School) -> Wordings:
    """How every word reads that was ever put on record at the school."""
    return build_wordings(read_words(school)) if school.words else CORE_WORDINGS


def read_words(school: School) -> tuple[OwnWord, ...]:
    return tuple(
        read_stored_word({key: value for key, value in row.items() if key != "is_current"}) for row in school.words
    )
