"""Writes docs/ladders.md from the packs, so that a governor can read what Rung reads, or checks that it is current."""

from collections.abc import Iterable, Sequence
from datetime import date

from policies.rules.assessment import find_notices
from policies.rules.pack import Clause, Ladder, Pack, PackVersion, Rule, Rung, Silence, build_ladders, sort_findings
from policies.rules.terms import describe_right, describe_terms
from policies.rules.wording import FORCES, NOTICES
from policies.rules.wordings import Wordings, build_wordings
from policies.rules.words import Finding, Party
from policies.stored_packs import shipped_packs
from web.dates import day_in_words
from web.documents import DocumentCommand
from web.text import join_words

OPENING = """\
# The ladders

This page is written from the packs in `policies/packs/` by `manage.py ladders`. Do not edit it.

It shows what each policy gives a school to do, in our own short words. Each step stands with its force (the policy's
own verb), its clause and the place where the clause is found in the policy. The order is the order of the policy; it
is not an order of severity. A step that waits is not given until a person has answered yes to every question beside
it. Where a policy gives no step, this page says so: silence is an answer too. What law and national guidance ask
stands outside every policy, and is not on this page.
"""


class Command(DocumentCommand):
    """Write the page of ladders; with --check only say whether it is current."""

    help = "Write docs/ladders.md from the shipped packs."
    page = "ladders.md"
    source = "the packs"

    def text(self) -> str:
        return ladders_page(shipped_packs())


def ladders_page(packs: Iterable[Pack]) -> str:
    return "\n".join([OPENING, *(line for pack in packs for line in _write_policy(pack))])


def _write_policy(pack: Pack) -> Iterable[str]:
    version = pack.version
    schools = join_words(pack.policy.schools) or "the policy does not name its school"
    yield f"## {pack.policy.title} ({pack.policy.slug})\n"
    yield f"- Schools: {schools} ({pack.policy.nation.capitalize()})"
    yield f"- Version: {version.number}, {version.status}"
    yield f"- In force from: {_write_in_force(version)}"
    yield f"- Review: {_write_review(version)}"
    yield f"- Approval: {version.approval}"
    yield from (f"- {NOTICES[notice]}" for notice in find_notices(version, version.review_ends or date.max))
    if version.note:
        yield f"\n{version.note}"
    yield ""
    wordings = build_wordings(pack.vocabulary.own)
    for ladder in build_ladders(pack):
        yield from _write_ladder(ladder, wordings)


def _write_in_force(version: PackVersion) -> str:
    if version.in_force_from is None:
        return "not in force"
    stated = "" if version.date_stated else " (for want of a date in the policy)"
    return f"{day_in_words(version.in_force_from)}{stated}"


def _write_review(version: PackVersion) -> str:
    if version.review_ends is None:
        return "no date given"
    return f"overdue after {day_in_words(version.review_ends)}"


def _write_ladder(ladder: Ladder, wordings: Wordings) -> Iterable[str]:
    yield f"### {join_words([_name_party(party, wordings) for party in ladder.parties]).capitalize()}\n"
    if not ladder.rungs:
        yield "The policy gives no step.\n"
    heading = ""
    for rung in ladder.rungs:
        if rung.condition.heading != heading:
            heading = rung.condition.heading
            yield f"#### {heading}\n"
            if rung.condition.note:
                yield f"{rung.condition.note}\n"
        yield from _write_rung(rung, ladder.parties, wordings)
    if ladder.prohibitions:
        yield "#### What the policy forbids the school\n"
        yield from (f"- {entry.says} {_cite(entry.clause)}." for entry in ladder.prohibitions)
        yield ""
    if ladder.rights:
        people = " or ".join(wordings.parties[party].name for party in ladder.parties)
        yield "#### What the policy grants the person\n"
        yield from (f"- {describe_right(right, wordings, people)} {_cite(right.clause)}." for right in ladder.rights)
        yield ""
    if ladder.silences:
        yield "#### Where the policy gives no step\n"
        yield from (_write_silence(silence, wordings) for silence in ladder.silences)
        yield ""


def _name_party(party: Party, wordings: Wordings) -> str:
    return "anyone else" if party == Party.OTHER else wordings.parties[party].name


def _write_rung(rung: Rung, parties: Sequence[Party], wordings: Wordings) -> Iterable[str]:
    yield f"For: {findings_in_words(rung.findings, wordings)}.\n"
    yield from (_write_rule(rule, rung.rules, parties, wordings) for rule in rung.rules)
    yield ""


def _write_rule(rule: Rule, beside: Sequence[Rule], parties: Sequence[Party], wordings: Wordings) -> str:
    """Write one step: its force, what it is, who takes it, its clause, and what it waits for."""
    who = wordings.actors[rule.who].name
    parts = [f"- **{FORCES[rule.force].label}**: {rule.label}. Who: {who}. {_cite(rule.clause)}."]
    others = [other.label for other in beside if other.alternatives and other.alternatives == rule.alternatives]
    if rule.alternatives and len(others) > 1:
        parts.append(f"One of: {join_words(others, 'or')}.")
    people = wordings.parties[parties[0] if len(parties) == 1 else Party.OTHER].name
    parts += describe_terms(rule, people, wordings)
    if caution := rule.caution or rule.clause.caution:
        parts.append(f"Take care: {caution}")
    return " ".join(parts)


def _write_silence(silence: Silence, wordings: Wordings) -> str:
    near = join_words([_cite(clause) for clause in silence.show])
    nearest = f" Nearest: {near}." if near else ""
    rest = "All the rest, written out when the pack is read: " if silence.rest else ""
    return f"- {rest}{findings_in_words(sort_findings(silence.findings), wordings)}: {silence.note}{nearest}"


def findings_in_words(findings: Sequence[Finding], wordings: Wordings) -> str:
    if len(findings) == len(wordings.findings):
        return "every finding"
    return "; ".join(wordings.findings[finding].name for finding in findings)


def _cite(clause: Clause) -> str:
    return f"[{clause.id}: {clause.place}]"
