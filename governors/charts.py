"""Figures as charts and tables."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from governors.figures import Figures, FiguresScope, StepFigure, count_figures, count_incidents
from governors.suppression import LEAST
from policies.rules.wording import CONTACT, PARTIES, STEPS
from policies.rules.wordings import Wordings
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
        return ROW * self.place + 18

    @property
    def bar_at(self) -> int:
        return ROW * self.place + 26

    @property
    def value_at(self) -> int:
        return self.bar_at + 19

    @property
    def paper_at(self) -> int:
        return PAPER_ROW * self.place

    @property
    def paper_width(self) -> float:
        return round(PAPER_SCALE * self.width, 1)

    @property
    def paper_end(self) -> float:
        return PAPER_BAR_FROM + self.paper_width + 6


@dataclass(frozen=True)
class Chart:
    title: str
    of: str
    bars: tuple[Bar, ...]

    @property
    def shows_any(self) -> bool:
        return any(bar.count is not None for bar in self.bars)

    @property
    def height(self) -> int:
        return ROW * len(self.bars)

    @property
    def paper_height(self) -> int:
        return PAPER_ROW * len(self.bars)

    @property
    def in_words(self) -> str:
        """All of it, for a reader who does not see it."""
        return f"{self.title}. " + ", ".join(f"{bar.label}: {bar.value}" for bar in self.bars) + "."


def draw_chart(title: str, of: str, counts: Iterable[tuple[str, int | None]], *, withheld: str) -> Chart:
    """A chart of these counts; `of` names what the bars stand for, `withheld` what is said for a count not shown."""
    rows = list(counts)
    most = max((count for _, count in rows if count), default=1)
    return Chart(
        title,
        of,
        tuple(
            Bar(label, count, withheld, WITHHELD, at)
            if count is None
            else Bar(label, count, str(count), round(LONGEST * count / most, 1), at)
            for at, (label, count) in enumerate(rows)
        ),
    )


NOT_SHOWN = "not shown"
TERMS_SIDE_BY_SIDE = 3
# A heading too long to stand before a bar.
SHORTER = {CONTACT: "Contact with pupils and parents"}


@dataclass(frozen=True)
class StepRow:
    """One step in words: in how many cases it was taken, and in how many of them they did what was asked."""

    name: str
    cases: int
    complied: str


@dataclass(frozen=True)
class FiguresPage:
    figures: Figures
    by_term: Chart
    by_party: Chart
    by_kind: Chart
    steps: tuple[StepRow, ...]


def build_figures_page(scope: FiguresScope, wordings: Wordings, *, terms: Sequence[FiguresScope]) -> FiguresPage:
    """The page of one term, by the wordings of the school; `terms` are those that stand side by side, latest first.

    Seven queries.
    """
    figures = count_figures(scope, wordings)
    parties = [(PARTIES[Party(capacity)].title, count) for capacity, count in figures.parties.items()]
    kinds = [(SHORTER.get(kind, kind), count) for kind, count in figures.kinds.items()]
    return FiguresPage(
        figures=figures,
        by_term=draw_terms(terms),
        by_party=draw_chart("Who it was about", "Who", parties, withheld=NOT_SHOWN),
        by_kind=draw_chart("What was found", "Kind of finding", kinds, withheld=NOT_SHOWN),
        steps=tuple(_describe_step(figure) for figure in figures.steps),
    )


def draw_terms(terms: Sequence[FiguresScope]) -> Chart:
    """The incidents of the latest terms, each let out by itself; one query."""
    side_by_side = list(terms)[:TERMS_SIDE_BY_SIDE][::-1]
    by_term = zip((scope.period.name for scope in side_by_side), count_incidents(side_by_side), strict=True)
    return draw_chart("Incidents by term", "Term", by_term, withheld=f"fewer than {LEAST}")


def _describe_step(figure: StepFigure) -> StepRow:
    complied = NOT_SHOWN
    if figure.complied is not None:
        complied = f"{figure.complied} of {figure.cases} ({round(100 * figure.complied / figure.cases)}%)"
    return StepRow(STEPS[figure.step].label, figure.cases, complied)
