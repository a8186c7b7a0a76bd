"""The pack for a meeting: what stands in it, made and sealed, and read again."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from audit.services import record
from governors.charts import FiguresPage, figures_page
from governors.figures import Asked
from governors.models import GovernorPack
from governors.reviews_due import ReviewRow, review_rows
from governors.suppression import LEAST
from governors.terms import Period, ended_periods, period_of
from people.models import School, User
from web.files import SealedFile, read_sealed, sealed_file
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
class Pack:
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


def pack_for(school: School, *, by: User, meeting_on: dt.date, today: dt.date) -> Pack:
    """The pack of a meeting on a day, as things stand today."""
    terms = list(school.terms.all())
    rows = review_rows(by, school, today=today, term=period_of(terms, today=max(today, meeting_on)))
    ended = [Asked(school_id=school.pk, period=one, today=today) for one in ended_periods(terms, today=today)]
    return Pack(
        school=school,
        meeting_on=meeting_on,
        made_on=today,
        rows=rows,
        decisions=tuple(decision for row in rows for decision in _decisions(row)),
        term=ended[0].period if ended else None,
        page=figures_page(ended[0], terms=ended) if ended else None,
    )


def pdf_of_pack(pack: Pack) -> bytes:
    """The paper as PDF. Raises PangoMissing or PdfNotMade."""
    return pdf_from_html(html_of_pack(pack), style=STYLE)


def html_of_pack(pack: Pack) -> str:
    """The page that the PDF is made from."""
    return render_to_string("governors/pack.html", {"pack": pack, "least": LEAST})


def _decisions(row: ReviewRow) -> Iterator[Decision]:
    """What is asked about one policy: a proposed version, an approval that is missing, a review, a date."""
    policy = row.cycle.policy.title
    current = row.version.number if row.version else "No version"
    if row.proposed:
        asks = "Approve this proposed version?"
        yield Decision(policy, row.proposed.number, asks, ("Approved", "Sent back"))
    elif row.in_force and not any(one.body == "governing_body" for one in row.approvals):
        asks = "Approve the version in force? No approval by the governing body is on record."
        yield Decision(policy, current, asks, ("Approved", "To be changed"))
    if row.state == "overdue":
        asks = f"Review the policy? It was due {row.due}, {row.how_far}."
        yield Decision(policy, current, asks, ("Renewed unchanged", "To be changed", "Withdrawn"))
    elif row.state == "undated":
        yield Decision(policy, current, "Set a review date?", ("Reviewed next on:",))


REMEDY = "Make the pack again, or ask whoever looks after Rung to restore it from a backup."


def make_pack(
    *, by: User, now: dt.datetime, school: School, meeting_on: dt.date, form_token: uuid.UUID
) -> GovernorPack:
    """Make and keep the pack of a meeting; the same form sent twice is answered with the one that was made.

    Raises PangoMissing, PdfNotMade or FileNotKept.
    """
    if already := GovernorPack.objects.at_school(school).filter(form_token=form_token).first():
        return already
    made = pdf_of_pack(pack_for(school, by=by, meeting_on=meeting_on, today=timezone.localdate(now)))
    with sealed_file(made, folder="packs", ending=".pdf") as file:
        pack = _seal(by=by, now=now, school=school, meeting_on=meeting_on, form_token=form_token, file=file)
        if pack.file.name != file.name:
            file.discard()
    return pack


@transaction.atomic
def read_pack(*, by: User, now: dt.datetime, pack: GovernorPack) -> bytes:
    """The bytes of a pack, exactly as sealed; who reads it is put on record. Raises SealBroken."""
    content = read_sealed(pack.file, sha256=pack.sha256, noun="pack", remedy=REMEDY)
    record(school=pack.school, by=by, now=now, action="pack.read", row=pack, after={"sha256": pack.sha256})
    return content


@transaction.atomic
def _seal(
    *,
    by: User,
    now: dt.datetime,
    school: School,
    meeting_on: dt.date,
    form_token: uuid.UUID,
    file: SealedFile,
) -> GovernorPack:
    """The pack with its file; or the one that the same form made a moment ago."""
    sealed = {"sha256": file.sha256, "size": file.size, "meeting_on": meeting_on}
    pack, is_new = GovernorPack.objects.get_or_create(
        school=school, form_token=form_token, defaults={"made_by": by, "made_at": now, "file": file.name, **sealed}
    )
    if is_new:
        record(school=school, by=by, now=now, action="pack.made", row=pack, after=sealed)
    return pack
