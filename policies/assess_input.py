"""Reads the JSON that `manage.py assess` is asked with, refusing whatever the contract does not know."""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from policies.rules.assessment import Facts
from policies.rules.words import Fact, Finding, Party, Step

KEYS = {"id", "policy", "on", "today", "party", "findings", "confirmed", "done", "draft"}
REQUIRED = ("policy", "on", "party", "findings")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Word = TypeVar("Word", bound=StrEnum)


class FactsError(Exception):
    """The facts are refused; the sentence names the object's index, the field and the fault."""


class FieldError(Exception):
    """One field of one object is refused; the sentence names the field and the fault."""


@dataclass(frozen=True, slots=True)
class AssessRequest:
    """One object: the asker's own id and the facts."""

    id: str | int | None
    facts: Facts


def parse_assess_input(text: str, slugs: Collection[str], today: date) -> list[AssessRequest]:
    """Read one object or a list of them; `today` stands in where an object names no day."""
    try:
        value = json.loads(text)
    except ValueError as error:
        raise FactsError(f"the input is not JSON: {error}") from error
    except RecursionError as error:
        raise FactsError("the input is not JSON that can be read: it is nested too deeply") from error
    found = []
    for index, item in enumerate(value if isinstance(value, list) else [value]):
        try:
            found.append(parse_request(item, slugs, today))
        except FieldError as error:
            raise FactsError(f"object {index}: {error}") from error
    return found


def parse_request(item: object, slugs: Collection[str], today: date) -> AssessRequest:
    """Read one object."""
    if not isinstance(item, dict):
        raise FieldError("must be an object")
    for key in item:
        if key not in KEYS:
            raise FieldError(f"{key!r}: unknown field")
    for key in REQUIRED:
        if key not in item:
            raise FieldError(f"{key}: is missing")
    facts = Facts(
        policy=known_slug(item["policy"], slugs),
        on=day(item, "on"),
        today=day(item, "today") if "today" in item else today,
        party=word("party", item["party"], Party),
        findings=words(item, "findings", Finding),
        confirmed=words(item, "confirmed", Fact),
        done=words(item, "done", Step),
        draft=flag(item, "draft"),
    )
    return AssessRequest(own_id(item.get("id")), facts)


def own_id(value: object) -> str | int | None:
    """Return the asker's id, given back as it came."""
    if value is None or type(value) in (str, int):
        return value  # type: ignore[return-value]  # mypy does not narrow by the exact type
    raise FieldError(f"id: must be text or a whole number, not {value!r}")


def known_slug(value: object, slugs: Collection[str]) -> str:
    """Return the policy's slug; this will refuse a policy that no pack is of."""
    if not isinstance(value, str):
        raise FieldError(f"policy: must be text, not {value!r}")
    if value not in slugs:
        raise FieldError(f"policy: unknown policy {value!r}")
    return value


def day(item: Mapping[str, Any], key: str) -> date:
    """Return a day written as 2022-01-15; a time of day is refused."""
    value = item[key]
    if isinstance(value, str) and DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise FieldError(f"{key}: there is no such day as {value}") from None
    raise FieldError(f"{key}: must be a day such as 2022-01-15, not {value!r}")


def words(item: Mapping[str, Any], key: str, vocabulary: type[Word]) -> frozenset[Word]:
    """Return the words of a list, each once; a missing list is empty."""
    values = item.get(key, [])
    if not isinstance(values, list):
        raise FieldError(f"{key}: must be a list, not {values!r}")
    return frozenset(word(key, value, vocabulary) for value in values)


def word(key: str, value: object, vocabulary: type[Word]) -> Word:
    """Return one word of a closed vocabulary."""
    if not isinstance(value, str):
        raise FieldError(f"{key}: must be text, not {value!r}")
    try:
        return vocabulary(value)
    except ValueError:
        raise FieldError(f"{key}: unknown word {value!r}") from None


def flag(item: Mapping[str, Any], key: str) -> bool:
    """Return true or false; missing means false."""
    value = item.get(key, False)
    if not isinstance(value, bool):
        raise FieldError(f"{key}: must be true or false, not {value!r}")
    return value
