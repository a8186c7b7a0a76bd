"""The words of an assessment as people read them, those of a pack's own among them: one place to look any word up."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from policies.rules.questions import QUESTIONS, FactWording
from policies.rules.vocabulary import KINDS, OwnWord, Vocabulary, Word, WordKind
from policies.rules.wording import (
    ACTORS,
    FINDINGS,
    FORCES,
    PARTIES,
    STEPS,
    ActorWording,
    FindingWording,
    PartyWording,
    StepWording,
)
from policies.rules.words import FIRM, Actor, Fact, Finding, Force, Party, Step, sort_words


@dataclass(frozen=True, slots=True)
class Wordings:
    """How every word reads: the core's in the order of its tables, then those of `vocabulary`'s own.

    A fact is worded with `{party}` for whom it is about; ask for one by `question` or `question_about`.
    """

    vocabulary: Vocabulary
    parties: Mapping[Party, PartyWording]
    findings: Mapping[Finding, FindingWording]
    steps: Mapping[Step, StepWording]
    actors: Mapping[Actor, ActorWording]
    facts: Mapping[Fact, FactWording]

    def counts_as(self, word: Word) -> Word:
        """Return the core word that a word counts as."""
        return self.vocabulary.counts_as(word)

    def list_variants(self, word: Word) -> tuple[Word, ...]:
        """Return a core word, with the own words that count as it."""
        own = (type(word)(row.word) for row in self.vocabulary.own if row.counts_as == word)
        return word, *(variant for variant in own if self.counts_as(variant) == word)

    def list_own(self, words: type[Word]) -> tuple[Word, ...]:
        """Return the own words of one vocabulary."""
        return tuple(words(row.word) for row in self.vocabulary.own if KINDS[row.kind] is words)

    def question(self, fact: Fact, party: Party, own: str = "") -> FactWording:
        """Return a fact as it is asked of somebody in this capacity; `own` is what a rule asks instead."""
        return self.question_about(fact, self.parties[party].name, own)

    def question_about(self, fact: Fact, people: str, own: str = "") -> FactWording:
        """Return a fact as it is asked of these people, such as "parent or carer"."""
        row = self.facts[fact]
        return FactWording(
            fact,
            asks=own or row.asks.format(party=people),
            confirmed=row.confirmed.format(party=people),
            waits_for=row.waits_for.format(party=people),
            note="" if own else row.note.format(party=people),
        )

    def waits_for(self, facts: Collection[Fact], party: Party, after: Collection[Step] = ()) -> str:
        """Return what a step waits for in one phrase: "a refusal, and word that it has gone on"."""
        steps = [f"“{self.steps[step].label}” to be done first" for step in after]
        return ", and ".join([*(self.question(fact, party).waits_for for fact in facts), *steps])

    def careful_sentence(self, findings: Collection[Finding]) -> str:
        """Return what the school considers, accusing nobody: "The school considers that it may be defamatory."."""
        if not findings:
            return "The school has not established anything yet."
        return f"The school considers that it may {self.careful_phrase(findings)}."

    def careful_phrase(self, findings: Collection[Finding]) -> str:
        """Return what it may be, such as "be defamatory and may be racist"; empty where nothing is established.

        Two findings that read alike, as one of a pack's own and the one it counts as, are said once.
        """
        phrases = list(dict.fromkeys(self.findings[finding].careful for finding in sort_words(findings)))
        return " and may ".join([", may ".join(phrases[:-1]), phrases[-1]] if len(phrases) > 1 else phrases)

    def force_tag(self, force: Force, who: Actor) -> str:
        """Return the words of the label beside a step: "The school must", "Staff will", "Will consider"."""
        subject, tag = self.actors[who].subject, FORCES[force].tag
        if subject and force in FIRM:
            return f"{subject} {tag.lower()}"
        if who == Actor.SCHOOL and force == Force.EXPECTED:
            return "The school expects"
        return tag


@lru_cache(maxsize=64)
def build_wordings(own: tuple[OwnWord, ...]) -> Wordings:
    """Return how every word reads where a pack, or the packs of a school, add these; the later of two counts."""
    by_kind = {kind: [row for row in own if row.kind == kind] for kind in WordKind}
    return Wordings(
        vocabulary=Vocabulary(own=tuple({(row.kind, row.word): row for row in own}.values())),
        parties=PARTIES | {Party(row.word): _word_party(row) for row in by_kind[WordKind.PARTY]},
        findings=FINDINGS | {Finding(row.word): _word_finding(row) for row in by_kind[WordKind.FINDING]},
        steps=STEPS | {Step(row.word): _word_step(row) for row in by_kind[WordKind.STEP]},
        actors=ACTORS | {Actor(row.word): _word_actor(row) for row in by_kind[WordKind.ACTOR]},
        facts=QUESTIONS | {Fact(row.word): _word_fact(row) for row in by_kind[WordKind.FACT]},
    )


def merge_words(earlier: Iterable[OwnWord], later: Iterable[OwnWord]) -> tuple[OwnWord, ...]:
    """Return every word once, as it was declared last."""
    return tuple({(row.kind, row.word): row for row in (*earlier, *later)}.values())


def _word_party(row: OwnWord) -> PartyWording:
    return PartyWording(row.label, _begin_with_capital(row.label))


def _word_finding(row: OwnWord) -> FindingWording:
    core = FINDINGS[Finding(row.counts_as)]
    return FindingWording(core.heading, row.label, row.means, core.careful)


def _word_step(row: OwnWord) -> StepWording:
    return StepWording(row.label, STEPS[Step(row.counts_as)].to_the_person)


def _word_actor(row: OwnWord) -> ActorWording:
    return ActorWording(row.label, _begin_with_capital(row.label))


def _word_fact(row: OwnWord) -> FactWording:
    """A fact of a pack's own names nobody but in its own words, so its braces are no place for a party."""
    asks, label = (text.replace("{", "{{").replace("}", "}}") for text in (row.question, row.label))
    return FactWording(Fact(row.word), asks=asks, confirmed=label, waits_for=f"“{label}” to be confirmed")


def _begin_with_capital(label: str) -> str:
    return label[0].upper() + label[1:]


CORE_WORDINGS = build_wordings(())
