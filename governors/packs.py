"""The pack for a meeting: what stands in it, and the paper it is printed on."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.template.loader import render_to_string

from governors.charts import FiguresPage, build_figures_page
from governors.figures import FiguresScope
from governors.reviews_due import ReviewRow, load_review_rows
from governors.suppression import LEAST
from governors.terms import Period, find_ended_periods, find_period
from people.models import School, User
from policies.own_words import get_wordings
from web.pdf import pdf_from_html

STYLE = Path(__file__).parent / "pack.css"


@dataclass(frozen=True)
class Decision:
    """Something the governing body is asked to decide about one policy, and the answers its slip offers."""

    policy: str
    version: str
    asks: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class MeetingPack:
    """All that the paper says; `term` and `page` are None where no term is over.

    Its figures are always those of governors, whoever makes it.
    """

    school: School
    meeting_on: dt.date
    made_on: dt.date
    rows: Sequence[ReviewRow]
    decisions: Sequence[Decision]
    term: Period | None
    page: FiguresPage | None


def build_pack(school: School, *, by: User, meeting_on: dt.date, today: dt.date) -> MeetingPack:
    terms = list(school.terms.all())
    rows = load_review_rows(by, school, today=today, term=find_period(terms, today=max(today, meeting_on)))
    ended = [FiguresScope(school.pk, period, today=today) for period in find_ended_periods(terms, today=today)]
    return MeetingPack(
        school=school,
        meeting_on=meeting_on,
        made_on=today,
        rows=rows,
        decisions=tuple(decision for row in rows for decision in _list_decisions(row)),
        term=ended[0].period if ended else None,
        page=build_figures_page(ended[0], get_wordings(school), terms=ended) if ended else None,
    )


def render_pdf(pack: MeetingPack) -> bytes:
    """The paper as PDF. Raises PangoMissing or PdfNotMade."""
    return pdf_from_html(render_html(pack), style=STYLE)


def render_html(pack: MeetingPack) -> str:
    return render_to_string("governors/pack.html", {"pack": pack, "least": LEAST})


def _list_decisions(row: ReviewRow) -> Iterator[Decision]:
    """What is asked about one policy: a proposed version, an approval that is missing, a review, a date."""
    policy = row.cycle.policy.title
    current = row.version.number if row.version else "No version"
    if row.proposed:
        asks = "Approve this proposed version?"
        yield Decision(policy, row.proposed.number, asks, ("Approved", "Sent back"))
    elif row.in_force and not any(approval.body == "governing_body" for approval in row.approvals):
        asks = "Approve the version in force? No approval by the governing body is on record."
        yield Decision(policy, current, asks, ("Approved", "To be changed"))
    if row.state == "overdue":
        asks = f"Review the policy? It was due {row.due}, {row.how_far}."
        yield Decision(policy, current, asks, ("Renewed unchanged", "To be changed", "Withdrawn"))
    elif row.state == "undated":
        yield Decision(policy, current, "Set a review date?", ("Reviewed next on:",))
