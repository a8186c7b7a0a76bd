"""What law and national guidance ask beside a policy, each row with its source, nation and dates."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from policies.rules.entries import EntryError, PackEntry, iterate_entries
from policies.rules.pack import TimeLimit
from policies.rules.parsing import read_limit
from policies.rules.wordings import CORE_WORDINGS
from policies.rules.words import SCOPES, Fact, Finding, PackNation, Party, Scope, Step


class DutiesError(Exception):
    """The rows of duties are refused; the sentence names the file, the row and the fault."""


class Contact(StrEnum):
    """Somebody a duty has told, whom a school needs on record."""

    DESIGNATED_OFFICER = "designated_officer"
    SAFEGUARDING_LEAD = "safeguarding_lead"
    CHAIR = "chair"


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty in our own words; without `begins` it is dormant. `checked_on`: when the source was last read.

    It waits for every fact of `confirmed` and, where `steps` names any, until one of them is open or done. `asks` is
    the one of these facts that a page asks for, once any of the findings `ask_about` stands; `why` says why.
    `caution` says what of the row is not certain.
    """

    id: str
    nation: PackNation
    source: str
    begins: date | None
    ends: date | None
    checked_on: date
    parties: frozenset[Party]
    findings: frozenset[Finding]
    says: str
    link: str = ""
    confirmed: tuple[Fact, ...] = ()
    steps: frozenset[Step] = frozenset()
    within: TimeLimit | None = None
    asks: Fact | None = None
    ask_about: frozenset[Finding] = frozenset()
    why: str = ""
    contacts: tuple[Contact, ...] = ()
    urgent: bool = False
    caution: str = ""


@dataclass(frozen=True, slots=True)
class DutyQuestion:
    """A fact that a duty waits for, as a person is asked it, and why it is asked."""

    fact: Fact
    asks: str
    confirmed: str
    note: str
    why: str


@dataclass(frozen=True, slots=True)
class DutyFacts:
    """What duties are looked up by: core words alone. `steps` are those that are open or done.

    `confirmed` holds facts, each a bare word or with its finding, such as "breach_found:threat".
    """

    nation: PackNation
    today: date
    party: Party
    findings: frozenset[Finding]
    confirmed: frozenset[str] = frozenset()
    steps: frozenset[Step] = frozenset()


def parse_duties(text: str, name: str) -> tuple[Duty, ...]:
    """Read the rows of duties; `name` is the file's name, for errors."""
    try:
        return read_duties(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, EntryError) as error:
        raise DutiesError(f"{name}: {error}") from error


def read_duties(tables: Mapping[str, object]) -> tuple[Duty, ...]:
    """Read every row, once for each of its nations; this will refuse an id given twice."""
    if tables.keys() - {"duty"}:
        raise EntryError("the file", "holds something else than [[duty]]")
    duties: list[Duty] = []
    ids: set[str] = set()
    for entry in iterate_entries(tables, "duty", Duty):
        of_nations = read_duty(entry)
        if of_nations[0].id in ids:
            raise entry.fault("the id is given twice")
        ids.add(of_nations[0].id)
        duties.extend(of_nations)
    return tuple(duties)


def read_duty(entry: PackEntry) -> tuple[Duty, ...]:
    """Read one row for each nation it names; without `begins` it does not hold yet, without `ends` it still holds."""
    duty = Duty(
        id=entry.text("id"),
        nation=read_nations(entry)[0],
        source=entry.text("source"),
        begins=entry.day("begins") if entry.has("begins") else None,
        ends=entry.day("ends") if entry.has("ends") else None,
        checked_on=entry.day("checked_on"),
        parties=entry.some_words("parties", Party),
        findings=entry.some_words("findings", Finding),
        says=entry.text("says"),
        link=read_link(entry),
        confirmed=read_confirmed(entry),
        steps=entry.some_words("steps", Step) if entry.has("steps") else frozenset(),
        within=read_limit(entry, "within", starts=True),
        asks=entry.word("asks", Fact) if entry.has("asks") else None,
        ask_about=entry.some_words("ask_about", Finding) if entry.has("ask_about") else frozenset(),
        why=entry.text_if_any("why"),
        contacts=entry.words("contacts", Contact) if entry.has("contacts") else (),
        urgent=entry.flag("urgent") if entry.has("urgent") else False,
        caution=entry.text_if_any("caution"),
    )
    check_duty(entry, duty)
    return tuple(replace(duty, nation=nation) for nation in read_nations(entry))


def read_nations(entry: PackEntry) -> tuple[PackNation, ...]:
    """Read one nation, or a list of those whose law or guidance asks the same."""
    if isinstance(entry.value("nation"), str):
        return (entry.word("nation", PackNation),)
    if not (nations := entry.words("nation", PackNation)):
        raise entry.fault("nation is empty")
    return nations


def read_link(entry: PackEntry) -> str:
    """Read the address of the source, where there is one."""
    link = entry.text_if_any("link")
    if link and not link.startswith("https://"):
        raise entry.fault(f"link must begin with https://, not {link!r}")
    return link


def read_confirmed(entry: PackEntry) -> tuple[Fact, ...]:
    """Read the facts the duty waits for; one that holds for a clause is refused, as no duty rests on a clause."""
    facts = entry.words("confirmed", Fact) if entry.has("confirmed") else ()
    for fact in facts:
        if SCOPES.get(fact) == Scope.CLAUSE:
            raise entry.fault(f"confirmed: {fact} holds for one clause of a policy, and a duty has none")
    return facts


def check_duty(entry: PackEntry, duty: Duty) -> None:
    """Refuse a row that contradicts itself, or that is dormant and does not say why."""
    if duty.asks and duty.asks not in duty.confirmed:
        raise entry.fault(f"asks: {duty.asks} is not one of the facts in confirmed")
    if len({bool(duty.asks), bool(duty.ask_about), bool(duty.why)}) > 1:
        raise entry.fault("asks, ask_about and why come together: a page says why it asks")
    if not duty.ask_about <= duty.findings:
        raise entry.fault("ask_about holds findings that the row does not speak of")
    if duty.begins is None and not duty.caution:
        raise entry.fault("begins is missing, so the row is dormant: say in caution what is not verified")
    if duty.begins and duty.ends and duty.ends < duty.begins:
        raise entry.fault("ends before it begins")


def find_duties(duties: Sequence[Duty], facts: DutyFacts) -> tuple[Duty, ...]:
    """Return the duties that hold in this nation today for what was found; a dormant one is never answered."""
    return tuple([duty for duty in find_fitting(duties, facts) if not find_missing(duty, facts)])


def find_duty_questions(duties: Sequence[Duty], facts: DutyFacts) -> tuple[DutyQuestion, ...]:
    """Return the facts still to be asked for, each once: those that alone keep a duty from holding."""
    questions: dict[Fact, DutyQuestion] = {}
    for duty in find_fitting(duties, facts):
        if not duty.asks or duty.asks in questions or facts.findings.isdisjoint(duty.ask_about):
            continue
        if find_missing(duty, facts) == [duty.asks]:
            row = CORE_WORDINGS.question(duty.asks, facts.party)
            questions[duty.asks] = DutyQuestion(row.fact, row.asks, row.confirmed, row.note, duty.why)
    return tuple(questions.values())


def find_fitting(duties: Iterable[Duty], facts: DutyFacts) -> Iterator[Duty]:
    """Yield the duties that fit everything but the facts they wait for."""
    for duty in duties:
        if (
            duty.nation is facts.nation
            and not facts.findings.isdisjoint(duty.findings)
            and facts.party in duty.parties
            and is_in_force(duty.begins, duty.ends, facts.today)
            and (not duty.steps or not facts.steps.isdisjoint(duty.steps))
        ):
            yield duty


def is_in_force(begins: date | None, ends: date | None, today: date) -> bool:
    """Whether a row holds today: not dormant, begun, and not over."""
    return begins is not None and begins <= today and (ends is None or today <= ends)


def find_missing(duty: Duty, facts: DutyFacts) -> list[Fact]:
    """Return the facts that the duty waits for and nobody has confirmed, of a finding that it speaks of."""
    return [fact for fact in duty.confirmed if fact not in facts.confirmed and not is_confirmed_of(fact, duty, facts)]


def is_confirmed_of(fact: Fact, duty: Duty, facts: DutyFacts) -> bool:
    """Whether the fact was confirmed of one of the findings that the duty speaks of."""
    if SCOPES.get(fact) != Scope.FINDING:
        return False
    return any(f"{fact}:{finding}" in facts.confirmed for finding in duty.findings & facts.findings)


def is_out_of_date(checked_on: date, today: date) -> bool:
    """Whether more than 12 months have gone by since the source was last read."""
    return (today.year - 1, today.month, today.day) > (checked_on.year, checked_on.month, checked_on.day)
