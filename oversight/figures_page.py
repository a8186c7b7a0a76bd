"""What the page of figures and the pack show of them: charts, and the steps in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from oversight.charts import Chart, chart_of
from oversight.figures import Asked, Figures, StepFigure, figures_of, incidents_of
from oversight.suppression import LEAST
from policies.rules.wording import CONTACT, PARTIES, STEPS
from policies.rules.words import Party

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
