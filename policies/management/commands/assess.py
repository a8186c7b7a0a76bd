"""Assesses facts from a JSON file against the shipped packs, without a database; refuses what the contract lacks."""

import json
import re
import sys
from argparse import ArgumentParser
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from policies.rules.answer import as_contract
from policies.rules.assessment import Facts, assess
from policies.rules.pack import Pack
from policies.rules.parsing import PackError, decode_pack, parse_pack
from policies.rules.vocabulary import CORE, Vocabulary
from policies.rules.words import SCOPES, Fact, Finding, Party, Scope, Step
from policies.stored_packs import shipped_duties, shipped_packs

BAD_INPUT = 2
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


@dataclass(frozen=True, slots=True)
class Terms:
    """What the facts about one policy may name: the ids of its clauses, its words, and how far each fact reaches."""

    clauses: frozenset[str] = frozenset()
    vocabulary: Vocabulary = CORE
    scopes: Mapping[str, Scope] = field(default_factory=lambda: SCOPES)


class Command(BaseCommand):
    """Read one object or a list, and write a JSON list: one answer per object, in order."""

    help = "Say which steps a policy gives for the facts in a JSON file."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("facts", help="a JSON file of one object or a list, or - for standard input")
        parser.add_argument(
            "--policy-file",
            action="append",
            default=[],
            help="a pack to add to the shipped ones, under a slug of its own; may be given more than once",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer everything, or refuse everything with one sentence and exit status 2."""
        try:
            packs = load_packs(options["policy_file"])
            requests = parse_assess_input(_read_text(options["facts"]), list_terms(packs), timezone.localdate())
        except (FactsError, PackError, OSError, UnicodeDecodeError) as error:
            raise CommandError(" ".join(str(error).split()), returncode=BAD_INPUT) from error
        self.stdout.write("[\n" + ",\n".join(_write_answers(packs, requests)) + "\n]")


def load_packs(paths: Sequence[str]) -> tuple[Pack, ...]:
    """Return the shipped packs and, beside them, those at `paths`. Raises PackError where a policy is given twice."""
    packs = list(shipped_packs())
    slugs = {pack.policy.slug for pack in packs}
    for path in map(Path, paths):
        pack = parse_pack(decode_pack(path.read_bytes(), path.name), path.name)
        if pack.policy.slug in slugs:
            raise PackError(path.name, [f"policy: slug {pack.policy.slug!r} is given twice"])
        slugs.add(pack.policy.slug)
        packs.append(pack)
    return tuple(packs)


def list_terms(packs: Iterable[Pack]) -> dict[str, Terms]:
    """Return the terms of each policy, by its slug, whatever the version."""
    terms: dict[str, Terms] = {}
    for pack in packs:
        known = terms.get(pack.policy.slug, Terms())
        terms[pack.policy.slug] = Terms(
            known.clauses | {clause.id for clause in pack.clauses},
            Vocabulary(own=tuple(dict.fromkeys((*known.vocabulary.own, *pack.vocabulary.own)))),
            {**known.scopes, **pack.scopes},
        )
    return terms


def _read_text(path: str) -> str:
    raw = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    return raw.decode("utf-8-sig")


def _write_answers(packs: tuple[Pack, ...], requests: Iterable[AssessRequest]) -> Iterable[str]:
    duties = shipped_duties()
    for request in requests:
        yield json.dumps(as_contract(assess(packs, request.facts, duties), request.id))


def parse_assess_input(text: str, policies: Mapping[str, Terms], today: date) -> list[AssessRequest]:
    """Read one object or a list of them; `today` stands in where an object names no day.

    `policies` holds the terms of each policy there is, by its slug.
    """
    try:
        value = json.loads(text)
    except ValueError as error:
        raise FactsError(f"the input is not JSON: {error}") from error
    except RecursionError as error:
        raise FactsError("the input is not JSON that can be read: it is nested too deeply") from error
    found = []
    for index, item in enumerate(value if isinstance(value, list) else [value]):
        try:
            found.append(_parse_request(item, policies, today))
        except FieldError as error:
            raise FactsError(f"object {index}: {error}") from error
    return found


def _parse_request(item: object, policies: Mapping[str, Terms], today: date) -> AssessRequest:
    if not isinstance(item, dict):
        raise FieldError("must be an object")
    for key in item:
        if key not in KEYS:
            raise FieldError(f"{key!r}: unknown field")
    for key in REQUIRED:
        if key not in item:
            raise FieldError(f"{key}: is missing")
    slug = _read_slug(item["policy"], policies)
    terms = policies[slug]
    facts = Facts(
        policy=slug,
        on=_read_day(item, "on"),
        today=_read_day(item, "today") if "today" in item else today,
        party=_read_word("party", item["party"], Party, terms),
        findings=_read_findings(item, terms),
        confirmed=_read_confirmed(item, terms),
        done=_read_words(item, "done", Step, terms),
        draft=_read_flag(item, "draft"),
    )
    return AssessRequest(_read_id(item.get("id")), facts)


def _read_id(value: object) -> str | int | None:
    if value is None or type(value) in (str, int):
        return value  # type: ignore[return-value]  # mypy does not narrow by the exact type
    raise FieldError(f"id: must be text or a whole number, not {value!r}")


def _read_slug(value: object, slugs: Collection[str]) -> str:
    """Return the policy's slug; this will refuse a policy that no pack is of."""
    if not isinstance(value, str):
        raise FieldError(f"policy: must be text, not {value!r}")
    if value not in slugs:
        raise FieldError(f"policy: unknown policy {value!r}")
    return value


def _read_day(item: Mapping[str, Any], key: str) -> date:
    """Return a day written as 2022-01-15; a time of day is refused."""
    value = item[key]
    if isinstance(value, str) and DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise FieldError(f"{key}: there is no such day as {value}") from None
    raise FieldError(f"{key}: must be a day such as 2022-01-15, not {value!r}")


def _read_findings(item: Mapping[str, Any], terms: Terms) -> frozenset[Finding]:
    findings = _read_words(item, "findings", Finding, terms)
    if not findings:
        raise FieldError("findings: is empty")
    return findings


def _read_confirmed(item: Mapping[str, Any], terms: Terms) -> frozenset[str]:
    """Read facts, each a bare word or with the finding or the clause that it was confirmed of."""
    return frozenset(_read_fact(value, terms) for value in _read_list(item, "confirmed"))


def _read_fact(value: object, terms: Terms) -> str:
    word, colon, where = value.partition(":") if isinstance(value, str) else (value, "", "")
    fact = _read_word("confirmed", word, Fact, terms)
    if not colon:
        return fact
    scope = terms.scopes.get(fact, Scope.INCIDENT)
    if scope == Scope.INCIDENT:
        raise FieldError(f"confirmed: {fact} holds for the whole incident, so it is written without {where!r}")
    if scope == Scope.FINDING:
        return f"{fact}:{_read_word('confirmed', where, Finding, terms)}"
    if where not in terms.clauses:
        raise FieldError(f"confirmed: {fact}: the policy has no clause {where!r}")
    return f"{fact}:{where}"


def _read_words(item: Mapping[str, Any], key: str, words: type[Word], terms: Terms) -> frozenset[Word]:
    return frozenset(_read_word(key, value, words, terms) for value in _read_list(item, key))


def _read_list(item: Mapping[str, Any], key: str) -> list[object]:
    values = item.get(key, [])
    if not isinstance(values, list):
        raise FieldError(f"{key}: must be a list, not {values!r}")
    return values


def _read_word(key: str, value: object, words: type[Word], terms: Terms) -> Word:
    if not isinstance(value, str):
        raise FieldError(f"{key}: must be text, not {value!r}")
    if value not in terms.vocabulary.list_words(words):
        raise FieldError(f"{key}: unknown word {value!r}")
    return words(value)


def _read_flag(item: Mapping[str, Any], key: str) -> bool:
    value = item.get(key, False)
    if not isinstance(value, bool):
        raise FieldError(f"{key}: must be true or false, not {value!r}")
    return value
