"""The questions of a case: what its waiting steps ask of a person, each once, and what a person answered no. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.text import slugify

from breaches.models import Confirmation
from policies.pages import ClauseShown, present_clause
from policies.rules.assessment import Assessment, StepAnswer, build_case, read_by
from policies.rules.assessment import Case as RuleCase
from policies.rules.pack import Clause, Pack, Prohibition, Rule
from policies.rules.vocabulary import OwnWord, WordKind
from policies.rules.wordings import Wordings, build_wordings
from policies.rules.words import SCOPES, Fact, Finding, Party, Scope, State, Step, sort_words

Answer = Confirmation.Answer
FORBIDS = "what the policy forbids the school"
# A fact, and the finding or clause that it is asked of; nothing for all.
Key = tuple[str, str]


@dataclass(frozen=True)
class Ask:
    """One fact that one clause waits for; `own` is what the clause itself asks, empty for the usual words."""

    fact: Fact
    scope: str
    own: str
    clause: Clause

    @property
    def key(self) -> Key:
        return self.fact, self.scope


# What has to be confirmed, all of it, for one way in which a step opens.
Way = tuple[Ask, ...]


@dataclass(frozen=True)
class Question:
    """What a person is asked once, and which steps wait for it.

    An answer is kept under each of `scopes`. `clauses` are shown beside it where it is theirs alone; `about` names
    the finding it is asked of.
    """

    fact: Fact
    scopes: tuple[str, ...]
    asks: str
    note: str
    about: str
    clauses: tuple[ClauseShown, ...]
    steps: tuple[str, ...]

    @property
    def scope(self) -> str:
        """The first of its scopes, for its address."""
        return self.scopes[0]

    @property
    def clause(self) -> str:
        """The clause in whose words it is asked, where its scope does not name one: another may ask otherwise."""
        return self.clauses[0].id if self.clauses and self.clauses[0].id not in self.scopes else ""

    @property
    def anchor(self) -> str:
        """Where the page of the case shows it."""
        return "-".join(slugify(word) for word in ("question", self.fact, self.scope, self.clause) if word)


@dataclass(frozen=True)
class StandingAnswer:
    """One answer that stands: the first of its rows, and of what it was given."""

    row: Confirmation
    about: str


@dataclass(frozen=True)
class CaseQuestions:
    """What is still to be answered, what was answered no, and the steps that no answer left to give can open."""

    to_answer: tuple[Question, ...]
    noes: tuple[StandingAnswer, ...]
    dead_ends: frozenset[Step]

    @property
    def facts(self) -> frozenset[Fact]:
        """The facts that are asked for, or were answered no of everything: a no of one clause is no more than that."""
        noes = {Fact(no.row.fact) for no in self.noes if not no.row.scope}
        return frozenset(ask.fact for ask in self.to_answer) | noes


def build_questions(
    answer: Assessment, confirmations: Iterable[Confirmation], pack: Pack | None = None
) -> CaseQuestions:
    """The questions of a case, in the order of its steps.

    An answer holds one reading of each clause; with the pack that gave it, every rule for the findings counts.
    """
    current = [row for row in confirmations if not row.withdrawn_at]
    answers = {(row.fact, row.scope): row.answer for row in current}
    ways, scopes = find_ways(answer, pack), find_scopes(answer.words)
    possible = {
        step: [way for way in of_step if not any(_is_denied(ask, answers, scopes) for ask in way)]
        for step, of_step in ways.items()
    }
    labels = {step.step: step.label for step in answer.steps}
    forbidden = [
        way for way in find_ways_to_forbid(answer, pack) if not any(_is_denied(ask, answers, scopes) for ask in way)
    ]
    noes = group_answers(row for row in current if row.answer == Answer.NO)
    return CaseQuestions(
        to_answer=_collect_questions(
            [*((labels[step], of_step) for step, of_step in possible.items()), (FORBIDS, forbidden)], answer
        ),
        noes=tuple(StandingAnswer(rows[0], name_scopes(rows, build_wordings(answer.words))) for rows in noes),
        dead_ends=frozenset(step for step, of_step in ways.items() if of_step and not possible[step]),
    )


def group_answers(rows: Iterable[Confirmation]) -> tuple[tuple[Confirmation, ...], ...]:
    """The rows of each answer together: one given to several clauses that ask alike is a row for each of them."""
    together: dict[tuple[object, ...], list[Confirmation]] = {}
    for row in rows:
        together.setdefault((row.fact, row.question, row.answer, row.confirmed_at, row.withdrawn_at), []).append(row)
    return tuple(map(tuple, together.values()))


def find_ways(answer: Assessment, pack: Pack | None = None) -> dict[Step, list[Way]]:
    """For each step that waits, the sets of questions any one of which would open it, were each answered yes.

    A set that only adds to another is left out. An empty one waits for other steps alone.
    """
    scopes = find_scopes(answer.words)
    known = build_case(answer.facts, scopes)
    waiting = [step for step in answer.steps if step.state == State.WAITING]
    return {step.step: _find_ways_of(_list_rules(step, answer, pack), known, scopes) for step in waiting}


def find_ways_to_forbid(answer: Assessment, pack: Pack | None) -> list[Way]:
    """What is still to be confirmed for each thing that the document forbids the school; it takes the pack to know."""
    if pack is None:
        return []
    scopes = find_scopes(answer.words)
    known = build_case(answer.facts, scopes)
    return [
        way
        for entry in pack.prohibitions
        if answer.facts.party in entry.parties and entry not in answer.forbidden
        for way in _read_prohibition(entry, known, scopes)
    ]


def _read_prohibition(entry: Prohibition, known: RuleCase, scopes: Mapping[str, Scope]) -> list[Way]:
    of_clause = known.of_clauses.get(entry.clause.id, known.everywhere)
    return [
        tuple(
            Ask(fact, _find_scope(fact, finding, entry.clause, scopes), "", entry.clause)
            for fact in entry.waits_for
            if fact not in of_clause | known.of_findings.get(finding, frozenset())
        )
        for finding in sort_words(entry.findings & known.findings)
    ]


def _find_scope(fact: Fact, finding: Finding, clause: Clause, scopes: Mapping[str, Scope]) -> str:
    reach = scopes.get(fact, Scope.INCIDENT)
    return {Scope.FINDING: finding.value, Scope.CLAUSE: clause.id}.get(reach, "")


def find_scopes(words: Iterable[OwnWord]) -> Mapping[str, Scope]:
    """How far each fact reaches that does not hold for the whole incident; `words` are those of the pack's own."""
    return {**SCOPES} | {own.word: own.scope for own in words if own.kind == WordKind.FACT}


def write_fact(fact: str, scope: str, scopes: Mapping[str, Scope]) -> str:
    """A fact as the rules take it: one that holds for the whole incident never has a scope."""
    has_scope = scope and scopes.get(fact, Scope.INCIDENT) != Scope.INCIDENT
    return f"{fact}:{scope}" if has_scope else fact


def _list_rules(step: StepAnswer, answer: Assessment, pack: Pack | None) -> list[Rule]:
    if pack is None:
        return [clause.rule for clause in step.clauses]
    pairs = [(answer.facts.party, finding) for finding in answer.facts.findings]
    rules = {rule.rank: rule for pair in pairs for rule in pack.rules_for.get(pair, ()) if rule.step == step.step}
    return [rules[rank] for rank in sorted(rules)]


def _find_ways_of(rules: Sequence[Rule], known: RuleCase, scopes: Mapping[str, Scope]) -> list[Way]:
    ways = dict.fromkeys(way for rule in rules for way in _read_rule(rule, known, scopes))
    keys = {way: frozenset(ask.key for ask in way) for way in ways}
    return [way for way in ways if not any(others < keys[way] for others in keys.values())]


def _read_rule(rule: Rule, known: RuleCase, scopes: Mapping[str, Scope]) -> list[Way]:
    """What each set of facts of the rule still lacks, for each of the findings it speaks of."""
    of_clause = known.of_clauses.get(rule.clause.id, known.everywhere)
    ways = []
    for finding in sort_words(rule.findings & known.findings):
        confirmed = of_clause | known.of_findings.get(finding, frozenset())
        if not read_by(rule, confirmed, known.done).passed_by:
            ways += [
                tuple(_ask(fact, rule, finding, scopes) for fact in facts if fact not in confirmed)
                for facts in rule.sets_of_facts
            ]
    return ways


def _ask(fact: Fact, rule: Rule, finding: Finding, scopes: Mapping[str, Scope]) -> Ask:
    """A fact as the rule asks it: what a clause asks in its own words is answered of that clause."""
    own = rule.question.get(fact, "")
    scope = _find_scope(fact, finding, rule.clause, scopes)
    return Ask(fact, scope or (rule.clause.id if own else ""), own, rule.clause)


def _is_denied(ask: Ask, answers: Mapping[Key, str], scopes: Mapping[str, Scope]) -> bool:
    """Whether it was answered no, of itself or of all.

    Of a fact of the whole incident no answer is of all: another clause may have asked it in other words.
    """
    reaches_all = scopes.get(ask.fact, Scope.INCIDENT) != Scope.INCIDENT
    return answers.get(ask.key, answers.get((ask.fact, "")) if reaches_all else None) == Answer.NO


def _collect_questions(ways_by_label: Iterable[tuple[str, Sequence[Way]]], answer: Assessment) -> tuple[Question, ...]:
    asks: dict[tuple[str, ...], list[Ask]] = {}
    steps: dict[tuple[str, ...], list[str]] = {}
    for label, ways in ways_by_label:
        for ask in (ask for way in ways for ask in way):
            place = _place(ask)
            asks.setdefault(place, []).append(ask)
            steps.setdefault(place, []).append(label)
    wordings, party = build_wordings(answer.words), answer.facts.party
    return tuple(_word(alike, steps[place], party, wordings) for place, alike in asks.items())


def _place(ask: Ask) -> tuple[str, ...]:
    """What makes two asks one question: the same fact in the same words, of the same finding or clause.

    Clauses that ask alike in words of their own ask once.
    """
    is_of_clause = ask.scope == ask.clause.id
    return (ask.fact, ask.own, "" if ask.own and is_of_clause else ask.scope)


def _word(alike: Sequence[Ask], steps: Iterable[str], party: Party, wordings: Wordings) -> Question:
    first = alike[0]
    wording = wordings.question(first.fact, party, first.own)
    is_of_clause = first.scope == first.clause.id
    clauses = dict.fromkeys(ask.clause for ask in alike) if first.own or is_of_clause else {}
    return Question(
        fact=first.fact,
        scopes=tuple(dict.fromkeys(ask.scope for ask in alike)),
        asks=wording.asks,
        note=wording.note,
        about="" if is_of_clause else name_scope(first.scope, wordings),
        clauses=tuple(map(present_clause, clauses)),
        steps=tuple(dict.fromkeys(steps)),
    )


def name_scope(scope: str, wordings: Wordings) -> str:
    """The finding in words, or the clause by its id."""
    return wordings.findings[Finding(scope)].name if scope in wordings.findings else scope


def name_scopes(rows: Iterable[Confirmation], wordings: Wordings) -> str:
    """The findings or clauses of one answer; nothing where it was given of all."""
    return "; ".join(name_scope(row.scope, wordings) for row in rows if row.scope)


def say_answer(rows: Sequence[Confirmation], party: Party, wordings: Wordings) -> str:
    """What a person answered, as one sentence of the timeline; `rows` are those of one answer."""
    row = rows[0]
    if is_in_usual_words(row, party, wordings) and row.answer == Answer.YES:
        return f"Confirmed: {say_established(rows, party, wordings)}"
    return f"Answered {row.answer}: {_add_scopes(row.question, rows, wordings)}"


def say_taken_back(rows: Sequence[Confirmation], party: Party, wordings: Wordings) -> str:
    row = rows[0]
    if is_in_usual_words(row, party, wordings) and row.answer == Answer.YES:
        return f"No longer confirmed: {say_established(rows, party, wordings)}"
    return f"No longer answered {row.answer}: {_add_scopes(row.question, rows, wordings)}"


def say_established(rows: Sequence[Confirmation], party: Party, wordings: Wordings) -> str:
    """What a yes establishes: in the words of the fact, else the question that was asked."""
    row = rows[0]
    wording = wordings.question(Fact(row.fact), party)
    words = wording.confirmed if is_in_usual_words(row, party, wordings) else f"{row.question} Yes"
    return _add_scopes(words, rows, wordings)


def is_in_usual_words(row: Confirmation, party: Party, wordings: Wordings) -> bool:
    return row.question == wordings.question(Fact(row.fact), party).asks


def _add_scopes(words: str, rows: Sequence[Confirmation], wordings: Wordings) -> str:
    scopes = name_scopes(rows, wordings)
    return f"{words} ({scopes})" if scopes else words
