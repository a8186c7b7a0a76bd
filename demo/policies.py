"""How the schools of the demonstration keep their policies: reviews, approvals, a new version, who has read what."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from demo.moments import Moment
from demo.pictures import page_of_text
from people.models import Membership, Role, School, User
from policies.models import AcknowledgementRequest, Approval, Policy, Review, ReviewCycle, Version
from policies.readers.services import acknowledge, ask_to_read
from policies.reviews.services import record_review
from policies.services import add_policy, change_draft, propose, record_approval, start_version

Said = Mapping[str, Any]


def load_policies_kept(said: Said, *, now: dt.datetime) -> None:
    """Everything that the schools did about their policies."""
    for kept in said["kept"]:
        for school in School.objects.order_by("pk"):
            _add(kept, school, now=now)
    for review in said["review"]:
        _review(review, now=now)
    for proposed in said["proposed"]:
        _propose(proposed, now=now)
    for asked in said["asked"]:
        _ask(asked, now=now)


def _add(said: Said, school: School, *, now: dt.datetime) -> None:
    moment = Moment(_head(school), now, said["in_force_ago"])
    due_in = said["due_in"].get(school.slug)
    version = add_policy(
        by=moment.by,
        now=moment.now,
        today=moment.today,
        school=school,
        title=said["title"],
        number=said["number"],
        in_force_from=moment.today,
        owner=moment.by,
        anchor=ReviewCycle.Anchor.NONE if due_in is None else ReviewCycle.Anchor.FIXED,
        due_on=None if due_in is None else now.date() + dt.timedelta(days=due_in),
        document=(f"{said['title']}.pdf", page_of_text(f"{said['title']}, {school.name}")),
    )
    for approval in said["approved"]:
        _approve(version, school, approval, now=now)


def _approve(version: Version, school: School, said: Said, *, now: dt.datetime) -> None:
    moment = Moment(_head(school), now, said["ago"])
    record_approval(
        by=moment.by,
        now=moment.now,
        today=moment.today,
        version=version,
        school=school,
        body=Approval.Body(said["body"]),
        approved_on=moment.today,
        minute_reference=said.get("minute", ""),
    )


def _review(said: Said, *, now: dt.datetime) -> None:
    school = School.objects.get(slug=said["school"])
    moment = Moment(_head(school), now, said["ago"])
    cycle = ReviewCycle.objects.get(school=school, policy__title=said["title"])
    record_review(
        by=moment.by,
        now=moment.now,
        today=moment.today,
        cycle=cycle,
        revision=cycle.revision,
        form_token=uuid.uuid4(),
        outcome=Review.Outcome.UNCHANGED,
        held_on=moment.today,
        minute_reference=said["minute"],
        words=said["words"],
        next_due_on=now.date() + dt.timedelta(days=said["next_in"]),
    )


def _propose(said: Said, *, now: dt.datetime) -> None:
    """A new version with one clause reworded, put forward for approval."""
    school = School.objects.get(slug=said["school"])
    moment = Moment(_head(school), now, said["ago"])
    last = Version.objects.select_related("policy").get(policy__slug=said["policy"])
    number = f"{moment.today.year}-{moment.today.year % 100 + 1:02}"
    draft = start_version(by=moment.by, now=moment.now, school=school, last=last, number=number)
    draft = change_draft(
        by=moment.by,
        now=moment.now,
        school=school,
        version=draft,
        revision=draft.revision,
        number=number,
        pack_text=draft.pack_text.replace(said["was"], said["now"]),
    )
    propose(by=moment.by, now=moment.now, school=school, version=draft, revision=draft.revision)


def _ask(said: Said, *, now: dt.datetime) -> None:
    """Ask an audience, and let those who have read it say so."""
    school = School.objects.get(slug=said["school"])
    moment = Moment(_head(school), now, said["ago"])
    policy = Policy.objects.of_school(school).get(title=said["title"])
    version = policy.versions.in_force(school, on=moment.today).get()
    ask_to_read(
        by=moment.by,
        now=moment.now,
        today=moment.today,
        school=school,
        version=version,
        audience=AcknowledgementRequest.Audience(said["audience"]),
        deadline_on=moment.today + dt.timedelta(days=said["within"]),
        days_for_new_starters=14,
    )
    for name, ago in said["read"].items():
        reader = Moment(User.objects.get(name=name), now, ago)
        acknowledge(by=reader.by, now=reader.now, today=reader.today, school=school, version=version)


def _head(school: School) -> User:
    return Membership.objects.select_related("user").get(school=school, role=Role.HEADTEACHER).user
