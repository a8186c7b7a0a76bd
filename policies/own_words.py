"""The words that the policies of a school declare of their own, kept with the school so that every page can show them.

A school keeps each word as its pack declared it last, with `is_current`: whether a version that was not withdrawn
declares it now. A word is never forgotten, as something may have been put on record in it.
"""

import datetime as dt
from typing import Any

from people.models import School
from policies.models import Policy, Version
from policies.rules.answer import read_stored_word, to_plain
from policies.rules.vocabulary import OwnWord
from policies.rules.wordings import CORE_WORDINGS, Wordings, build_wordings, merge_words
from policies.stored_packs import find_answering_version, get_pack


def get_wordings(school: School) -> Wordings:
    """How every word reads that was ever put on record at the school."""
    return build_wordings(read_words(school)) if school.words else CORE_WORDINGS


def get_version_wordings(version: Version | None) -> Wordings:
    """How every word reads that a version knows; fetch it with its policy."""
    return build_wordings(get_pack(version).vocabulary.own) if version else CORE_WORDINGS


def load_wordings_on(school: School, *, on: dt.date) -> Wordings:
    """How every word reads that the policy knows by which the school judges on the day: what its pages may offer."""
    return get_version_wordings(find_answering_version(school, on=on)) if school.words else CORE_WORDINGS


def read_words(school: School) -> tuple[OwnWord, ...]:
    return tuple(
        read_stored_word({key: value for key, value in row.items() if key != "is_current"}) for row in school.words
    )


def collect_words(school: School) -> list[dict[str, Any]]:
    """The words that a school is to keep, by the versions of its policies as they are stored now."""
    versions = Version.objects.filter(policy__in=Policy.objects.of_school(school)).with_a_pack()
    current: tuple[OwnWord, ...] = ()
    for version in versions.exclude(status=Version.Status.WITHDRAWN).select_related("policy").order_by("pk"):
        current = merge_words(current, get_pack(version).vocabulary.own)
    words = merge_words(read_words(school), current)
    return [to_plain(word) | {"is_current": word in current} for word in words]
