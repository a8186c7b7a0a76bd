"""How the schools of the demonstration keep their policies: reviews, approvals, a new version, who has read what."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from demo.schools import Moment
from people.models import Membership, Role, School, User
from policies.models import AcknowledgementRequest, Approval, Policy, Review, ReviewCycle, Version
from policies.readers.services import acknowledge, ask_to_read
from policies.reviews.services import record_review
from policies.services import add_policy, change_draft, propose, record_approval, start_version

Row = Mapping[str, Any]


def load_policy_work(rows: Row, *, now: dt.datetime) -> None:
    for row in rows["kept"]:
        for school in School.objects.order_by("pk"):
            _add_policy(row, school, now=now)
    for row in rows["review"]:
        _record_review(row, now=now)
    for row in rows["proposed"]:
        _propose_version(row, now=now)
    for row in rows["asked"]:
        _ask_to_read(row, now=now)


def _add_policy(row: Row, school: School, *, now: dt.datetime) -> None:
    moment = Moment(_find_head(school), now, row["in_force_ago"])
    due_in = row["due_in"].get(school.slug)
    version = add_policy(
        by=moment.by,
        now=moment.now,
        today=moment.today,
        school=school,
        title=row["title"],
        number=row["number"],
        in_force_from=moment.today,
        owner=moment.by,
        anchor=ReviewCycle.Anchor.NONE if due_in is None else ReviewCycle.Anchor.FIXED,
        due_on=None if due_in is None else now.date() + dt.timedelta(days=due_in),
        document=(f"{row['title']}.pdf", make_pdf(f"{row['title']}, {school.name}")),
    )
    for approval in row["approved"]:
        _record_approval(version, school, approval, now=now)


def _record_approval(version: Version, school: School, row: Row, *, now: dt.datetime) -> None:
    moment = Moment(_find_head(school), now, row["ago"])
    record_approval(
        by=moment.by,
        now=moment.now,
        today=moment.today,
        version=version,
        school=school,
        body=Approval.Body(row["body"]),
        approved_on=moment.today,
        minute_reference=row.get("minute", ""),
    )


def _record_review(row: Row, *, now: dt.datetime) -> None:
    school = School.objects.get(slug=row["school"])
    moment = Moment(_find_head(school), now, row["ago"])
    cycle = ReviewCycle.objects.get(school=school, policy__title=row["title"])
    record_review(
        by=moment.by,
        now=moment.now,
        today=moment.today,
        cycle=cycle,
        revision=cycle.revision,
        form_token=uuid.uuid4(),
        outcome=Review.Outcome.UNCHANGED,
        held_on=moment.today,
        minute_reference=row["minute"],
        words=row["words"],
        next_due_on=now.date() + dt.timedelta(days=row["next_in"]),
    )


def _propose_version(row: Row, *, now: dt.datetime) -> None:
    """A new version with one clause reworded, put forward for approval."""
    school = School.objects.get(slug=row["school"])
    moment = Moment(_find_head(school), now, row["ago"])
    last = Version.objects.select_related("policy").get(policy__slug=row["policy"])
    number = f"{moment.today.year}-{moment.today.year % 100 + 1:02}"
    draft = start_version(by=moment.by, now=moment.now, school=school, last=last, number=number)
    draft = change_draft(
        by=moment.by,
        now=moment.now,
        school=school,
        version=draft,
        revision=draft.revision,
        number=number,
        pack_text=draft.pack_text.replace(row["was"], row["now"]),
    )
    propose(by=moment.by, now=moment.now, school=school, version=draft, revision=draft.revision)


def _ask_to_read(row: Row, *, now: dt.datetime) -> None:
    school = School.objects.get(slug=row["school"])
    moment = Moment(_find_head(school), now, row["ago"])
    policy = Policy.objects.of_school(school).get(title=row["title"])
    version = policy.versions.in_force(school, on=moment.today).get()
    ask_to_read(
        by=moment.by,
        now=moment.now,
        today=moment.today,
        school=school,
        version=version,
        audience=AcknowledgementRequest.Audience(row["audience"]),
        deadline_on=moment.today + dt.timedelta(days=row["within"]),
        days_for_new_starters=14,
    )
    for name, ago in row["read"].items():
        reader = Moment(User.objects.get(name=name), now, ago)
        acknowledge(by=reader.by, now=reader.now, today=reader.today, school=school, version=version)


def _find_head(school: School) -> User:
    return Membership.objects.select_related("user").get(school=school, role=Role.HEADTEACHER).user


def make_pdf(line: str) -> bytes:
    """A PDF of one page that says one line, standing in for a policy's own document."""
    escaped = line.encode("latin-1", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    stream = b"BT /F1 18 Tf 72 770 Td (" + escaped + b") Tj ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Font << /F1 5 0 R >> >>",
    )
    pdf, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(pdf))
        pdf += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    ending = b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return pdf + ending % (size, table, size, len(pdf))
