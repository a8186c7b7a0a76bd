"""Reads each kind of entry of a pack file into its dataclass."""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date

from policies.rules.entries import Entry
from policies.rules.pack import Clause, Condition, Engagement, PolicyDetails, Rule, Silence, Version
from policies.rules.words import Actor, Approval, Fact, Finding, Force, Nation, Party, Recipient, Status, Step

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NO_REVIEW = "none"


def read_policy(entry: Entry) -> PolicyDetails:
    """Read the policy; its slug is lower case words joined by hyphens."""
    slug = entry.text("slug")
    if not SLUG.fullmatch(slug):
        raise entry.fault(f"slug {slug!r} must be lower case words joined by hyphens")
    return PolicyDetails(
        slug=slug,
        title=entry.text("title"),
        schools=entry.texts("schools"),
        nation=entry.word("nation", Nation),
    )


def read_version(entry: Entry) -> Version:
    """Read the version; an adopted one says from when it is in force, a draft does not."""
    status = entry.word("status", Status)
    if status == Status.ADOPTED and not entry.has("in_force_from"):
        raise entry.fault("an adopted version needs in_force_from")
    if status == Status.DRAFT and entry.has("in_force_from"):
        raise entry.fault("a draft leaves in_force_from out")
    return Version(
        number=entry.text("number"),
        status=status,
        in_force_from=entry.day("in_force_from") if status == Status.ADOPTED else None,
        date_stated=entry.flag("date_stated"),
        review=entry.text("review"),
        review_ends=read_review(entry),
        approval=entry.word("approval", Approval),
        note=entry.text("note"),
    )


def read_review(entry: Entry) -> date | None:
    """Return the last day on which the review is not overdue: the day itself, or the last of the month."""
    review = entry.text("review")
    if review == NO_REVIEW:
        return None
    try:
        return last_day_of(review)
    except ValueError:
        raise entry.fault(f'review {review!r} must be a day "2022-11-30", a month "2022-11" or "none"') from None


def last_day_of(text: str) -> date:
    """Return the day, or the last day of the month, that `text` names; this will raise ValueError for neither."""
    if month := MONTH.fullmatch(text):
        year, number = int(month[1]), int(month[2])
        return date(year, number, monthrange(year, number)[1])
    if DAY.fullmatch(text):
        return date.fromisoformat(text)
    raise ValueError(text)


def read_clause(entry: Entry) -> Clause:
    """Read a clause."""
    return Clause(
        id=entry.text("id"),
        place=entry.text("place"),
        binds=entry.words("binds", Party),
        modality=entry.text("modality"),
        category=entry.text("category"),
        summary=entry.text("summary"),
        informative=entry.flag("informative"),
        caution=entry.text_if_any("caution"),
    )


def read_condition(entry: Entry) -> Condition:
    """Read a condition."""
    return Condition(id=entry.text("id"), heading=entry.text("heading"), note=entry.text("note"))


def read_rule(entry: Entry, clauses: Mapping[str, Clause], conditions: Mapping[str, Condition]) -> Rule:
    """Read a rule; its clause and its condition must be in the pack, and alternatives are labelled by the clause."""
    clause = cited(entry, entry.text("clause"), clauses)
    condition_id = entry.text("condition")
    if condition_id not in conditions:
        raise entry.fault(f"condition {condition_id} is cited but missing")
    alternatives = entry.text("alternatives")
    if alternatives not in ("", clause.id):
        raise entry.fault(f"alternatives must be {clause.id!r} or empty, not {alternatives!r}")
    step = entry.word("step", Step)
    informs = entry.some_words("informs", Recipient) if entry.has("informs") else frozenset()
    if informs and step != Step.INFORM_HEADTEACHER:
        raise entry.fault(f"informs stands with the step {Step.INFORM_HEADTEACHER} alone")
    return Rule(
        id=entry.text("id"),
        rank=0,
        clause=clause,
        condition=conditions[condition_id],
        parties=entry.some_words("parties", Party),
        findings=entry.some_words("findings", Finding),
        step=step,
        force=entry.word("force", Force),
        label=entry.text("label"),
        who=entry.word("who", Actor),
        waits_for=entry.words("waits_for", Fact),
        alternatives=alternatives,
        caution=entry.text_if_any("caution"),
        informs=informs,
    )


def read_engagement(entry: Entry, clauses: Mapping[str, Clause]) -> Engagement:
    """Read an engagement; without `waits_for` it needs no fact confirmed."""
    return Engagement(
        rank=0,
        clause=cited(entry, entry.text("clause"), clauses),
        parties=entry.some_words("parties", Party),
        findings=entry.some_words("findings", Finding),
        exceptions=entry.texts("exceptions"),
        waits_for=entry.words("waits_for", Fact) if entry.has("waits_for") else (),
    )


def read_silence(entry: Entry, clauses: Mapping[str, Clause]) -> Silence:
    """Read a silence; a note says what the document does instead."""
    note = entry.text("note")
    if not note.strip():
        raise entry.fault("note is empty")
    return Silence(
        id=entry.text("id"),
        parties=entry.some_words("parties", Party),
        findings=entry.some_words("findings", Finding),
        show=tuple(cited(entry, clause_id, clauses) for clause_id in entry.texts("show")),
        note=note,
    )


def cited(entry: Entry, clause_id: str, clauses: Mapping[str, Clause]) -> Clause:
    """Return the clause an entry cites; this will refuse a clause the pack lacks."""
    if clause_id not in clauses:
        raise entry.fault(f"clause {clause_id} is cited but missing")
    return clauses[clause_id]
