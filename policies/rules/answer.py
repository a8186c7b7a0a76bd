"""Writes an assessment as JSON: to the contract of the command, or whole, to be kept for ever."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from policies.rules.assessment import Assessment, ClauseAnswer, EngagedAnswer, Facts, SilenceAnswer, StepAnswer
from policies.rules.duties import Contact, Duty
from policies.rules.pack import Clause, Condition, Prohibition, Right, Rule, TimeLimit, Until
from policies.rules.vocabulary import Earlier, OwnWord, WordKind
from policies.rules.words import (
    Actor,
    Fact,
    Finding,
    Force,
    Notice,
    PackNation,
    Party,
    Recipient,
    RightKind,
    Scope,
    Start,
    State,
    Step,
    Unit,
)

Json = dict[str, Any]


def as_contract(assessment: Assessment, request_id: str | int | None) -> Json:
    """Return the answer of `manage.py assess`: every key present, and no other; `request_id` is given back."""
    return {
        "id": request_id,
        "policy": assessment.facts.policy,
        "in_force_from": write_day(assessment.in_force_from),
        "notices": list(assessment.notices),
        "steps": [contract_step(step) for step in assessment.steps],
        "silent": [
            {"finding": silence.finding, "show": [clause.id for clause in silence.show], "note": silence.note}
            for silence in assessment.silent
        ],
        "engaged": [
            {
                "clause": engaged.clause.id,
                "place": engaged.clause.place,
                "modality": engaged.clause.modality,
                "exceptions": list(engaged.exceptions),
            }
            for engaged in assessment.engaged
        ],
        "forbidden": [
            {"clause": entry.clause.id, "place": entry.clause.place, "says": entry.says}
            for entry in assessment.forbidden
        ],
        "rights": [contract_right(right) for right in assessment.rights],
        "duties": [contract_duty(duty) for duty in assessment.duties],
    }


def contract_step(step: StepAnswer) -> Json:
    """Return one step of the contract."""
    rule = step.shown.rule
    return {
        "step": step.step,
        "state": step.state,
        "force": step.force,
        "who": step.who,
        "alternatives": step.alternatives,
        "waiting_for": list(step.waiting_for),
        "after": list(step.after),
        "within": write_limit(rule.within),
        "lasts": write_limit(rule.lasts),
        "passed_by": step.passed_by.id if step.passed_by else None,
        "clauses": [
            {
                "id": clause.clause.id,
                "place": clause.clause.place,
                "force": clause.rule.force,
                "waiting_for": list(clause.waiting_for),
                "question": clause.question,
            }
            for clause in step.clauses
        ],
    }


def contract_right(right: Right) -> Json:
    """Return one right of the person, with the steps it is about."""
    return {
        "clause": right.clause.id,
        "place": right.clause.place,
        "right": right.right,
        "about": list(right.about),
        "to": right.to,
        "within": write_limit(right.within),
    }


def write_limit(limit: TimeLimit | None) -> Json | None:
    """Return a time limit with what it counts from, a duration without."""
    if limit is None:
        return None
    counted = {"count": limit.count, "of": limit.of}
    return counted if limit.start is None else counted | {"from": limit.start}


def contract_duty(duty: Duty) -> Json:
    """Return one duty, with its source, nation, dates and time limit."""
    return {
        "id": duty.id,
        "says": duty.says,
        "source": duty.source,
        "nation": duty.nation,
        "from": write_day(duty.begins),
        "to": write_day(duty.ends),
        "checked_on": write_day(duty.checked_on),
        "within": write_limit(duty.within),
    }


def as_stored(assessment: Assessment) -> Json:
    """Return the whole assessment as JSON that `from_stored` reads back, needing no pack."""
    return {field.name: to_plain(getattr(assessment, field.name)) for field in fields(assessment)}


def to_plain(value: Any) -> Any:
    """Return dataclasses as objects, sequences as lists, sets as sorted lists, dates as text."""
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "__dataclass_fields__"):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    return value if value is None or isinstance(value, (bool, int)) else str(value)


def from_stored(stored: Mapping[str, Any]) -> Assessment:
    """Return the assessment that `as_stored` wrote."""
    return Assessment(
        facts=read_stored_facts(stored["facts"]),
        version=stored["version"],
        in_force_from=read_day(stored["in_force_from"]),
        notices=tuple(map(Notice, stored["notices"])),
        steps=tuple(map(read_stored_step, stored["steps"])),
        silent=tuple(map(read_stored_silence, stored["silent"])),
        engaged=tuple(
            EngagedAnswer(read_stored_clause(engaged["clause"]), tuple(engaged["exceptions"]))
            for engaged in stored["engaged"]
        ),
        duties=tuple(map(read_stored_duty, stored["duties"])),
        forbidden=tuple(map(read_stored_prohibition, stored.get("forbidden", ()))),
        rights=tuple(map(read_stored_right, stored.get("rights", ()))),
        words=tuple(map(read_stored_word, stored.get("words", ()))),
    )


def read_stored_facts(stored: Json) -> Facts:
    """Return the facts an assessment was made from."""
    return Facts(
        policy=stored["policy"],
        on=date.fromisoformat(stored["on"]),
        today=date.fromisoformat(stored["today"]),
        party=Party(stored["party"]),
        findings=frozenset(map(Finding, stored["findings"])),
        confirmed=frozenset(map(read_stored_fact, stored["confirmed"])),
        done=frozenset(map(Step, stored["done"])),
        draft=stored["draft"],
    )


def read_stored_step(stored: Json) -> StepAnswer:
    """Return one step as it was answered."""
    return StepAnswer(
        step=Step(stored["step"]),
        state=State(stored["state"]),
        force=Force(stored["force"]),
        who=Actor(stored["who"]),
        label=stored["label"],
        alternatives=stored["alternatives"],
        waiting_for=tuple(map(Fact, stored["waiting_for"])),
        condition=Condition(**stored["condition"]),
        clauses=tuple(
            ClauseAnswer(
                read_stored_clause(clause["clause"]),
                read_stored_rule(clause["rule"]),
                tuple(map(Fact, clause["waiting_for"])),
                tuple(map(Step, clause.get("after", ()))),
                read_stored_clause(clause["passed_by"]) if clause.get("passed_by") else None,
            )
            for clause in stored["clauses"]
        ),
        after=tuple(map(Step, stored.get("after", ()))),
    )


def read_stored_clause(stored: Json) -> Clause:
    """Return a clause as it stood in the pack."""
    return Clause(**{**stored, "binds": tuple(map(Party, stored["binds"]))})


def read_stored_rule(stored: Json) -> Rule:
    """Return a rule as it stood in the pack."""
    return Rule(
        **{
            **stored,
            "clause": read_stored_clause(stored["clause"]),
            "condition": Condition(**stored["condition"]),
            "parties": frozenset(map(Party, stored["parties"])),
            "findings": frozenset(map(Finding, stored["findings"])),
            "step": Step(stored["step"]),
            "force": Force(stored["force"]),
            "who": Actor(stored["who"]),
            "waits_for": tuple(map(Fact, stored["waits_for"])),
            "informs": frozenset(map(Recipient, stored.get("informs", ()))),
            "or_waits_for": tuple(tuple(map(Fact, facts)) for facts in stored.get("or_waits_for", ())),
            "after": tuple(map(Step, stored.get("after", ()))),
            "until": read_stored_until(stored["until"]) if stored.get("until") else None,
            "question": {Fact(fact): text for fact, text in stored.get("question", {}).items()},
            "within": read_stored_limit(stored.get("within")),
            "lasts": read_stored_limit(stored.get("lasts")),
            "exceptions": tuple(stored.get("exceptions", ())),
            "instead": Actor(stored["instead"]) if stored.get("instead") else None,
        }
    )


def read_stored_until(stored: Json) -> Until:
    """Return when the document moves on from a rule."""
    return Until(
        read_stored_clause(stored["clause"]), tuple(map(Fact, stored["confirmed"])), tuple(map(Step, stored["done"]))
    )


def read_stored_limit(stored: Json | None) -> TimeLimit | None:
    """Return a time limit; what it counts from is a word of its own or a step."""
    if stored is None:
        return None
    start = stored["start"]
    counted_from = None if start is None else Start(start) if start in set(Start) else Step(start)
    return TimeLimit(stored["count"], Unit(stored["of"]), counted_from)


def read_stored_prohibition(stored: Json) -> Prohibition:
    """Return what the document forbade the school."""
    return Prohibition(
        **{
            **stored,
            "clause": read_stored_clause(stored["clause"]),
            "parties": frozenset(map(Party, stored["parties"])),
            "findings": frozenset(map(Finding, stored["findings"])),
            "waits_for": tuple(map(Fact, stored["waits_for"])),
        }
    )


def read_stored_right(stored: Json) -> Right:
    """Return a right as it was answered."""
    return Right(
        **{
            **stored,
            "clause": read_stored_clause(stored["clause"]),
            "parties": frozenset(map(Party, stored["parties"])),
            "findings": frozenset(map(Finding, stored["findings"])),
            "right": RightKind(stored["right"]),
            "about": tuple(map(Step, stored["about"])),
            "to": Actor(stored["to"]),
            "within": read_stored_limit(stored["within"]),
        }
    )


def read_stored_fact(word: str) -> str:
    """Return a fact, or one with its scope as it was confirmed."""
    return word if ":" in word else Fact(word)


def read_stored_silence(stored: Json) -> SilenceAnswer:
    """Return a silence as it was answered."""
    return SilenceAnswer(Finding(stored["finding"]), tuple(map(read_stored_clause, stored["show"])), stored["note"])


def read_stored_word(stored: Json) -> OwnWord:
    """Return a word of the pack's own as it declared it."""
    counts = stored["counts"]
    return OwnWord(
        **{
            **stored,
            "kind": WordKind(stored["kind"]),
            "scope": Scope(stored["scope"]),
            "counts": Earlier(tuple(map(Finding, counts["findings"])), counts["months"]) if counts else None,
        }
    )


def read_stored_duty(stored: Json) -> Duty:
    """Return a duty as it was answered."""
    return Duty(
        **{
            **stored,
            "nation": PackNation(stored["nation"]),
            "begins": read_day(stored["begins"]),
            "ends": read_day(stored["ends"]),
            "checked_on": date.fromisoformat(stored["checked_on"]),
            "parties": frozenset(map(Party, stored["parties"])),
            "findings": frozenset(map(Finding, stored["findings"])),
            "confirmed": tuple(map(Fact, stored.get("confirmed", ()))),
            "steps": frozenset(map(Step, stored.get("steps", ()))),
            "within": read_stored_limit(stored.get("within")),
            "asks": Fact(stored["asks"]) if stored.get("asks") else None,
            "ask_about": frozenset(map(Finding, stored.get("ask_about", ()))),
            "contacts": tuple(map(Contact, stored.get("contacts", ()))),
        }
    )


def write_day(day: date | None) -> str | None:
    """Return a day as 2021-11-01, or None."""
    return day.isoformat() if day else None


def read_day(text: str | None) -> date | None:
    """Return the day written as 2021-11-01, or None."""
    return date.fromisoformat(text) if text else None
