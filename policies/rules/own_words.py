"""Reads the words that a pack declares as its own, refusing what it says twice, badly, or of a word of the core."""

from collections.abc import Iterable

from policies.rules.entries import PackEntry
from policies.rules.vocabulary import KINDS, Earlier, OwnWord, WordKind
from policies.rules.words import OWN_WORD, Finding, Scope

ALWAYS = {"kind", "word", "label", "means"}
KEYS_OF = {
    WordKind.PARTY: ALWAYS | {"counts_as"},
    WordKind.FINDING: ALWAYS | {"counts_as"},
    WordKind.STEP: ALWAYS | {"counts_as"},
    WordKind.FACT: ALWAYS | {"question", "scope", "counts"},
    WordKind.ACTOR: ALWAYS,
}
WORD_KEYS = frozenset().union(*KEYS_OF.values())


def read_word(entry: PackEntry) -> OwnWord:
    """Read a word; a party, a finding and a step count as a word of the core, a fact has a question and a scope."""
    kind, word = entry.word("kind", WordKind), entry.text("word")
    if not OWN_WORD.fullmatch(word):
        raise entry.fault(f"word {word!r} must be 2 to 40 small letters, digits and _, with a letter first")
    if word in set(KINDS[kind]):
        raise entry.fault(f"{word!r} is a {kind} of the core already")
    for key in sorted(entry.table.keys() - KEYS_OF[kind]):
        raise entry.fault(f"{key} does not belong to a {kind}")
    is_fact, is_counted = kind == WordKind.FACT, "counts_as" in KEYS_OF[kind]
    return OwnWord(
        kind=kind,
        word=word,
        label=entry.text("label"),
        means=entry.text("means"),
        counts_as=entry.word("counts_as", KINDS[kind]) if is_counted else "",
        question=entry.text("question") if is_fact else "",
        scope=entry.word("scope", Scope) if is_fact else Scope.INCIDENT,
        counts=read_earlier(entry) if entry.has("counts") else None,
    )


def read_earlier(entry: PackEntry) -> Earlier:
    """Read which earlier incidents a fact counts; whether the findings are known is asked once all words are read."""
    table = PackEntry(f"{entry.label}: counts", entry.value("counts"), Earlier)
    findings = table.texts("findings")
    if not findings:
        raise table.fault("findings is empty")
    if unknown := [text for text in findings if not OWN_WORD.fullmatch(text)]:
        raise table.fault(f"findings: unknown word {unknown[0]!r}")
    return Earlier(tuple(map(Finding, findings)), table.number("months"))


def declare_words(words: Iterable[OwnWord], faults: list[str]) -> tuple[OwnWord, ...]:
    """Return words, each once, keeping the fault of one declared twice and of a finding that nobody declares."""
    declared: dict[tuple[WordKind, str], OwnWord] = {}
    for own in words:
        if (own.kind, own.word) in declared:
            faults.append(f"word {own.word}: the {own.kind} is declared twice")
        declared[own.kind, own.word] = own
    findings = {*Finding, *(word for kind, word in declared if kind == WordKind.FINDING)}
    faults += [
        f"word {own.word}: counts: unknown finding {str(finding)!r}"
        for own in declared.values()
        for finding in (own.counts.findings if own.counts else ())
        if finding not in findings
    ]
    return tuple(declared.values())
