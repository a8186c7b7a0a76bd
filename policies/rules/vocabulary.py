"""The words that a pack may use: those of the core, by the format of its file, and words of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar, cast

from policies.rules.words import (
    NEW_ACTORS,
    NEW_FACTS,
    NEW_FINDINGS,
    NEW_FORCES,
    NEW_PARTIES,
    NEW_STEPS,
    Actor,
    Fact,
    Finding,
    Force,
    Party,
    Scope,
    Step,
)

Word = TypeVar("Word", bound=StrEnum)


class WordKind(StrEnum):
    """Which vocabulary a word of a pack's own belongs to."""

    PARTY = "party"
    FINDING = "finding"
    FACT = "fact"
    STEP = "step"
    ACTOR = "actor"


KINDS: Mapping[WordKind, type[Party] | type[Finding] | type[Fact] | type[Step] | type[Actor]] = {
    WordKind.PARTY: Party,
    WordKind.FINDING: Finding,
    WordKind.FACT: Fact,
    WordKind.STEP: Step,
    WordKind.ACTOR: Actor,
}


@dataclass(frozen=True, slots=True)
class Earlier:
    """Which earlier incidents a fact counts, as a hint: those with any of the findings, in so many months before."""

    findings: tuple[Finding, ...]
    months: int


@dataclass(frozen=True, slots=True)
class OwnWord:
    """A word of a pack's own. `counts_as` is the core word for figures and duties, empty for a fact and an actor.

    A fact has a `question` and a `scope`, and `counts` where it is about earlier incidents.
    """

    kind: WordKind
    word: str
    label: str
    means: str
    counts_as: str = ""
    question: str = ""
    scope: Scope = Scope.INCIDENT
    counts: Earlier | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every word of each vocabulary in the order pages show them; a vocabulary not in `limited` has its core words."""

    limited: Mapping[type[StrEnum], tuple[StrEnum, ...]] = field(default_factory=dict)
    own: tuple[OwnWord, ...] = ()

    def list_words(self, words: type[Word]) -> tuple[Word, ...]:
        """Return the words of one vocabulary: the core's, then the pack's own."""
        core = cast(tuple[Word, ...], self.limited.get(words, tuple(words)))
        return core + tuple(words(own.word) for own in self.own if KINDS[own.kind] is words)

    def counts_as(self, word: Word) -> Word:
        """Return the core word that a word counts as; a core word counts as itself."""
        vocabulary = type(word)
        for own in self.own:
            if own.word == word and KINDS[own.kind] is vocabulary and own.counts_as:
                return vocabulary(own.counts_as)
        return word


CORE = Vocabulary()
FIRST_FORMAT = Vocabulary(
    {
        vocabulary: tuple(word for word in vocabulary if word not in newer)
        for vocabulary, newer in (
            (Party, NEW_PARTIES),
            (Finding, NEW_FINDINGS),
            (Fact, NEW_FACTS),
            (Step, NEW_STEPS),
            (Actor, NEW_ACTORS),
            (Force, NEW_FORCES),
        )
    }
)
