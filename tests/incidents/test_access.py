"""The condition that is compiled once gives the rows of the plain one, and one row's members are those who see it."""

import datetime as dt
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, models
from django.db.models import Count, Exists, OuterRef, Q
from django.test.utils import CaptureQueriesContext

from breaches.models import Case, Letter
from breaches.services.cases import find_possible_owners
from incidents import access
from incidents.access import may_know_of_incident, may_read_about, who_could_see
from incidents.models import Evidence, Incident
from incidents.services.drafts import discard_draft
from people.models import Capacity, Membership, Relationship, Role, User
from people.permissions import CASE_STAFF
from people.services import add_member, add_person, end_membership, relate
from reports.models import LowLevelConcern, StaffReport
from reports.policy_answer import choose_recipients, find_recipients, who_may_read
from reports.querysets import REGISTER_ROLES
from tests.cast import JOINED_ON, NOW, TODAY, Cast
from tests.incidents.factories import HAPPENED_ON, make_incident, whole_draft
from tests.reports.concerns.factories import make_concern
from tests.reports.factories import friend_request, make_staff_report
from tests.world import World
from web import compiled
from web.compiled import Compiled

pytestmark = pytest.mark.django_db
# Before anybody joined, in the middle, and on either side of the day the Headteacher changes.
DAYS = (dt.date(2019, 1, 1), HAPPENED_ON, TODAY, TODAY + dt.timedelta(days=1))


@pytest.fixture
def crowd(world: World) -> World:
    """The world of the pages, with a row for each thing that keeps somebody away and a Headteacher who has left."""
    cast = world.cast
    add_member(by=None, now=NOW, school=cast.school, user=cast.governor, role=Role.CHAIR, from_on=JOINED_ON)
    add_member(
        by=None, now=NOW, school=cast.school, user=cast.outsider, role=Role.SAFEGUARDING_LEAD, from_on=JOINED_ON
    )
    aunt = add_person(by=None, now=NOW, school=cast.school, name="Mair Roberts", capacities={Capacity.PARENT: ""})
    relate(by=None, now=NOW, person=aunt, kind=Relationship.Kind.RELATIVE, relative=cast.person_of(cast.lead))
    make_incident(cast, subjects=(aunt,))
    make_incident(cast, subjects=(cast.person_of(cast.head),), affected=(cast.person_of(cast.chair),))
    make_incident(cast, subjects=(cast.person_of(cast.deputy), cast.parent))
    discard_draft(by=cast.head, now=NOW, incident=whole_draft(cast))
    whole_draft(cast, by=cast.deputy)
    for person in (aunt, cast.pupil, cast.person_of(cast.deputy), cast.person_of(cast.head)):
        make_staff_report(cast, report_input=friend_request(person=person))
    make_staff_report(cast, report_input=friend_request(about_headteacher=True))
    for user in (cast.head, cast.lead, cast.chair):
        make_staff_report(cast, by=user)
    make_concern(cast, about=cast.person_of(cast.head), by=cast.deputy)
    make_concern(cast, about=cast.person_of(cast.lead), by=cast.deputy)
    heading = Membership.objects.get(user=cast.head, role=Role.HEADTEACHER)
    end_membership(by=cast.administrator, now=NOW, membership=heading, to_on=TODAY)
    add_member(
        by=None,
        now=NOW,
        school=cast.school,
        user=cast.deputy,
        role=Role.HEADTEACHER,
        from_on=TODAY + dt.timedelta(days=1),
    )
    return world


def plain(condition: Q) -> Q:
    """The condition with the querysets it was compiled from in their place."""
    leaves: list[Any] = condition.children
    children = [
        plain(leaf) if isinstance(leaf, Q) else (leaf[0], getattr(leaf[1], "rows", leaf[1])) for leaf in leaves
    ]
    return Q(*children, _connector=condition.connector, _negated=condition.negated)


def plain_incidents(user: User, on: dt.date) -> models.QuerySet[Incident]:
    drafts = Q(status="draft", started_by=user) & plain(access.holds_role(user, *CASE_STAFF, Role.CHAIR, on=on))
    return Incident.objects.filter(drafts | Q(status="logged") & plain(may_know_of_incident(user, on=on)))


def plain_cases(user: User, on: dt.date) -> models.QuerySet[Case]:
    return Case.objects.filter(plain(may_know_of_incident(user, on=on, incident="incident")))


def plain_reports(user: User, on: dt.date) -> models.QuerySet[StaffReport]:
    of_headteacher = Q(about_headteacher=True)
    reads = may_read_about(user, on=on, person="person", of_headteacher=of_headteacher, roles=CASE_STAFF)
    return StaffReport.objects.filter(Q(reported_by=user) | plain(reads))


def plain_concerns(user: User, on: dt.date) -> models.QuerySet[LowLevelConcern]:
    of_headteacher = access.is_headteacher(on=on, person="about")
    reads = may_read_about(user, on=on, person="about", of_headteacher=of_headteacher, roles=REGISTER_ROLES)
    return LowLevelConcern.objects.filter(plain(reads))


PLAIN: dict[Any, Callable[[User, dt.date], models.QuerySet[Any]]] = {
    Incident: plain_incidents,
    Evidence: lambda user, on: Evidence.objects.filter(incident__in=plain_incidents(user, on).values("pk")),
    Case: plain_cases,
    Letter: lambda user, on: Letter.objects.filter(case__in=plain_cases(user, on).values("pk")),
    StaffReport: plain_reports,
    LowLevelConcern: plain_concerns,
}


def everybody() -> list[User]:
    return list(User.objects.order_by("pk"))


def keys(rows: models.QuerySet[Any]) -> list[int]:
    return sorted(rows.values_list("pk", flat=True))


def iterate_readers() -> Iterator[tuple[User, dt.date]]:
    yield from ((user, on) for user in everybody() for on in DAYS)


def test_every_user_sees_on_every_day_the_rows_of_the_plain_querysets(crowd: World) -> None:
    for model, rows in PLAIN.items():
        expected = {(user, on): keys(rows(user, on)) for user, on in iterate_readers()}
        found = {(user, on): keys(model.objects.visible_to(user, on=on)) for user, on in iterate_readers()}

        assert found == expected
        assert len({tuple(some) for some in expected.values()}) > 2, f"{model} proves little"


def test_the_plain_querysets_are_plain(cast: Cast) -> None:
    condition = may_know_of_incident(cast.head, on=TODAY)

    assert "Compiled" in repr(condition)
    assert "Compiled" not in repr(plain(condition))


def test_it_composes_as_any_condition_does(crowd: World) -> None:
    head = crowd.cast.head
    visible, by_plain = Case.objects.visible_to(head, on=TODAY), plain_cases(head, TODAY)
    expected = keys(by_plain)
    assert expected

    assert visible.count() == len(expected)
    assert keys(Case.objects.filter(pk__in=visible.values("pk"))) == expected
    assert keys(Case.objects.exclude(pk__in=visible.values("pk"))) == keys(Case.objects.exclude(pk__in=by_plain))
    assert keys(Case.objects.filter(Exists(visible.filter(pk=OuterRef("pk"))))) == expected
    both = visible.order_by().values("pk").union(by_plain.order_by().values("pk"))
    assert sorted(row["pk"] for row in both) == expected
    of_both = visible | Case.objects.visible_to(crowd.cast.chair, on=TODAY)
    assert keys(of_both) == keys(by_plain | plain_cases(crowd.cast.chair, TODAY))
    assert keys(of_both & visible) == expected
    findings = visible.annotate(how_many=Count("findings")).values_list("pk", "how_many")
    assert set(findings) == set(by_plain.annotate(how_many=Count("findings")).values_list("pk", "how_many"))
    assert Incident.objects.filter(cases__in=visible.reverse()[:1]).exists()


def test_a_condition_knows_itself_from_another(cast: Cast) -> None:
    one = may_know_of_incident(cast.head, on=TODAY)

    assert one == may_know_of_incident(cast.head, on=TODAY)
    assert one != may_know_of_incident(cast.deputy, on=TODAY)
    assert one != may_know_of_incident(cast.head, on=DAYS[0])


def of_nobody(*, user: int, on: dt.date) -> models.QuerySet[Any]:
    return Membership.objects.filter(from_on=on).values("pk")


def test_a_definition_that_forgets_a_value_is_refused(cast: Cast) -> None:
    with pytest.raises(ValueError, match="of_nobody"):
        Membership.objects.filter(pk__in=Compiled(of_nobody, user=cast.head.pk, on=TODAY)).exists()


@pytest.mark.django_db(transaction=True)
def test_threads_that_ask_at_once_each_get_their_own_rows(cast: Cast) -> None:
    make_incident(cast)
    make_incident(cast, affected=(cast.person_of(cast.head),))
    make_incident(cast, subjects=(cast.person_of(cast.head),))
    compiled._compile.cache_clear()
    visitors = [(user, on) for user in everybody() for on in (TODAY, DAYS[0])] * 2
    expected = [keys(plain_incidents(user, on)) for user, on in visitors]
    assert len({tuple(found) for found in expected}) > 2

    def ask(user: User, on: dt.date) -> list[int]:
        try:
            return keys(Incident.objects.visible_to(user, on=on))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda visitor: ask(*visitor), visitors)) == expected


def test_an_incidents_members_are_those_who_would_see_it_and_may_look_after_its_case(crowd: World) -> None:
    for incident in Incident.objects.all():
        this = Incident.objects.filter(pk=incident.pk)
        for on in DAYS:
            in_force = Membership.objects.in_force(on=on).filter(school=incident.school_id)
            roles = [Role.CHAIR] if this.about_the_headteacher(on=on).exists() else CASE_STAFF
            expected = [
                member
                for member in in_force.with_roles(*roles).order_by("user__name", "pk")
                if this.visible_if_logged(member.user, on=on).exists()
            ]
            assert list(who_could_see(incident.pk, on=on)) == expected

    crowd.cast.lead.is_active = False
    crowd.cast.lead.save()
    for case in Case.objects.all():
        for on in DAYS:
            active = User.objects.filter(is_active=True).order_by("name", "pk")
            sees = [user for user in active if Case.objects.visible_to(user, on=on).filter(pk=case.pk).exists()]
            assert list(find_possible_owners(case, on=on)) == sees


def test_a_reports_members_are_those_who_lead_on_it_one_by_one_and_many_at_once(crowd: World) -> None:
    reports = list(StaffReport.objects.order_by("pk"))
    for on in DAYS:
        to = find_recipients(reports, on=on)
        for report in reports:
            leads = who_may_read(report, on=on)
            in_force = Membership.objects.in_force(on=on).filter(school=report.school_id).order_by("user__name", "pk")
            roles = [Role.CHAIR] if report.about_headteacher else CASE_STAFF
            assert leads == [
                member
                for member in in_force.with_roles(*roles)
                if StaffReport.objects.readable_by(member.user, on=on).filter(pk=report.pk).exists()
            ]
            assert to[report.pk] == list(dict.fromkeys(member.user for member in choose_recipients(report, leads)))


def test_who_is_left_is_one_question_however_many_members_there_are(crowd: World) -> None:
    case, report = Case.objects.all()[0], StaffReport.objects.exclude(person=None)[0]
    reports = list(StaffReport.objects.all())

    for queries, ask in (
        (1, lambda: list(who_could_see(case.incident_id, on=TODAY))),
        (1, lambda: list(find_possible_owners(case, on=TODAY))),
        (1, lambda: who_may_read(report, on=TODAY)),
        (2, lambda: find_recipients(reports, on=TODAY)),
    ):
        with CaptureQueriesContext(connection) as counted:
            assert ask()
        assert len(counted) == queries
