"""Figures as charts and tables."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from governors.figures import Asked, Figures, StepFigure, figures_of, incidents_of
from governors.suppression import LEAST
from policies.rules.wording import CONTACT, PARTIES, STEPS
from policies.rules.words import Party

LONGEST = 60  # of a hundred: room for the words before it and the number after
WITHHELD = 10
ROW = 60
# On paper, where words stand before the bar: points, and points for each of a hundred.
PAPER_ROW, PAPER_BAR_FROM, PAPER_SCALE = 18, 190, 3.4


@dataclass(frozen=True)
class Bar:
    """One bar: what it counts, the count or None where it is withheld, and where it is drawn."""

    label: str
    count: int | None
    value: str
    width: float
    place: int

    @property
    def label_at(self) -> int:
        """How far down the words above the bar stand."""
        return ROW * self.place + 18

    @property
    def bar_at(self) -> int:
        """How far down the bar begins."""
        return ROW * self.place + 26

    @property
    def value_at(self) -> int:
        """How far down the number beside the bar stands."""
        return self.bar_at + 19

    @property
    def paper_at(self) -> int:
        """How far down it begins on paper."""
        return PAPER_ROW * self.place

    @property
    def paper_width(self) -> float:
        """How long it is on paper."""
        return round(PAPER_SCALE * self.width, 1)

    @property
    def paper_end(self) -> float:
        """Where the number beside it stands on paper."""
        return PAPER_BAR_FROM + self.paper_width + 6


@dataclass(frozen=True)
class Chart:
    """Bars one below the other; `said` is all of it in words."""

    title: str
    of: str
    bars: tuple[Bar, ...]

    @property
    def shows_any(self) -> bool:
        """Whether any count of it may be shown."""
        return any(bar.count is not None for bar in self.bars)

    @property
    def height(self) -> int:
        """How high it is, in pixels."""
        return ROW * len(self.bars)

    @property
    def paper_height(self) -> int:
        """How high it is on paper, in points."""
        return PAPER_ROW * len(self.bars)

    @property
    def said(self) -> str:
        """What a reader who does not see it is told."""
        return f"{self.title}. " + ", ".join(f"{bar.label}: {bar.value}" for bar in self.bars) + "."


def chart_of(title: str, of: str, counts: Iterable[tuple[str, int | None]], *, withheld: str) -> Chart:
    """A chart of these counts; `of` names what the bars stand for, `withheld` what is said for a count not shown."""
    said = list(counts)
    most = max((count for _, count in said if count), default=1)
    return Chart(
        title,
        of,
        tuple(
            Bar(label, count, withheld, WITHHELD, at)
            if count is None
            else Bar(label, count, str(count), round(LONGEST * count / most, 1), at)
            for at, (label, count) in enumerate(said)
        ),
    )


NOT_SHOWN = "not shown"
TERMS_SIDE_BY_SIDE = 3
# A heading too long to stand before a bar.
SHORTER = {CONTACT: "Contact with pupils and parents"}


@dataclass(frozen=True)
class StepLine:
    """One step in words: in how many cases it was taken, and in how many of them they did what was asked."""

    name: str
    cases: int
    complied: str


@dataclass(frozen=True)
class FiguresPage:
    """Everything shown of one term, with the terms next to it."""

    figures: Figures
    by_term: Chart
    by_party: Chart
    by_kind: Chart
    steps: tuple[StepLine, ...]


def figures_page(asked: Asked, *, terms: Sequence[Asked]) -> FiguresPage:
    """The page of one term; `terms` are those that stand side by side, the latest first. Seven queries."""
    figures = figures_of(asked)
    parties = [(PARTIES[Party(capacity)].title, count) for capacity, count in figures.parties.items()]
    kinds = [(SHORTER.get(kind, kind), count) for kind, count in figures.kinds.items()]
    return FiguresPage(
        figures=figures,
        by_term=terms_side_by_side(terms),
        by_party=chart_of("Who it was about", "Who", parties, withheld=NOT_SHOWN),
        by_kind=chart_of("What was found", "Kind of finding", kinds, withheld=NOT_SHOWN),
        steps=tuple(_line(one) for one in figures.steps),
    )


def terms_side_by_side(terms: Sequence[Asked]) -> Chart:
    """The incidents of the latest terms, each let out by itself; one query."""
    side_by_side = list(terms)[:TERMS_SIDE_BY_SIDE][::-1]
    by_term = zip((one.period.name for one in side_by_side), incidents_of(side_by_side), strict=True)
    return chart_of("Incidents by term", "Term", by_term, withheld=f"fewer than {LEAST}")


def _line(figure: StepFigure) -> StepLine:
    complied = NOT_SHOWN
    if figure.complied is not None:
        complied = f"{figure.complied} of {figure.cases} ({round(100 * figure.complied / figure.cases)}%)"
    return StepLine(STEPS[figure.step].label, figure.cases, complied)
