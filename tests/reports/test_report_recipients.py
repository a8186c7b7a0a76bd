"""Who is told of a report, by what the policy said of it and by who may read it."""

import pytest

from people.models import Membership, Relationship, Role, User
from people.services import relate
from policies.rules.words import Recipient
from policies.services import load_version
from policies.stored_packs import PACKS
from reports.models import StaffReport
from reports.policy_answer import ROLE_OF_RECIPIENT, Kind, ReportInput, find_recipients
from tests.cast import NOW, TODAY, Cast
from tests.reports.factories import Team, friend_request, make_staff_report, team_keeping_to

ACCOUNT = ReportInput(kind=Kind.SCHOOL_ACCOUNT, words="It posts by itself.", ask_draft=True)
HARMFUL = ReportInput(kind=Kind.THIRD_PARTY_POST, words="A rude post.", could_harm=True, ask_draft=True)
HARMLESS = ReportInput(kind=Kind.THIRD_PARTY_POST, words="A post.", ask_draft=True)


def is_told(team: Team | Cast, report_input: ReportInput, by: User | None = None) -> set[User]:
    return set(recipients_of(make_staff_report(team, report_input=report_input, by=by)))


def recipients_of(report: StaffReport) -> list[User]:
    return find_recipients([report], on=TODAY)[report.pk]


def leave(user: User) -> None:
    """Take every role from somebody."""
    Membership.objects.filter(user=user).delete()


def test_the_headteacher_is_told_and_the_lead_where_it_touches_a_child(cast: Cast) -> None:
    assert is_told(cast, ReportInput(kind=Kind.OTHER, words="A question.")) == {cast.head}
    assert is_told(cast, friend_request(who="parent", response="accepted")) == {cast.head}
    for who in ("pupil", "former_pupil"):
        assert is_told(cast, friend_request(who=who)) == {cast.head, cast.lead}


def test_about_the_headteacher_the_chair_alone_is_told(cast: Cast) -> None:
    assert is_told(cast, friend_request(about_headteacher=True)) == {cast.chair}
    assert is_told(cast, friend_request(), by=cast.head) == {cast.chair}


def test_without_a_headteacher_who_may_read_it_the_deputy_is_told(cast: Cast) -> None:
    relate(
        by=None,
        now=NOW,
        person=cast.person_of(cast.head),
        kind=Relationship.Kind.PARENT,
        relative=cast.pupil,
    )

    assert is_told(cast, friend_request(person=cast.pupil)) == {cast.deputy, cast.lead}
    leave(cast.head)
    assert is_told(cast, ACCOUNT) == {cast.deputy}


def test_without_either_whoever_reads_it_at_all_is_told(cast: Cast) -> None:
    leave(cast.head)
    leave(cast.deputy)

    assert is_told(cast, ACCOUNT) == {cast.lead}


def test_nobody_is_told_of_a_report_of_their_own(cast: Cast) -> None:
    assert is_told(cast, friend_request(), by=cast.lead) == {cast.head}


@pytest.mark.django_db
def test_the_deputy_is_told_as_well_where_the_step_itself_names_them() -> None:
    team = team_keeping_to("cavendish")

    assert is_told(team, HARMFUL) == {team.head, team.deputy}
    assert is_told(team, HARMLESS) == {team.head}
    assert is_told(team, ACCOUNT) == {team.head}


def test_everybody_whom_a_document_may_name_is_a_role_of_the_school() -> None:
    assert set(ROLE_OF_RECIPIENT) == set(Recipient)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("informs", "label", "deputy_too"),
    [
        ('informs = ["headteacher", "deputy"]\n', "Tell a leader of the school at once", True),
        ("", "Tell the Headteacher or the Deputy Headteacher at once", False),
    ],
)
def test_the_deputy_is_told_by_what_the_rule_says_and_not_by_its_label(
    informs: str, label: str, deputy_too: bool
) -> None:
    text = (PACKS / "cavendish.toml").read_text("utf-8")
    team = team_keeping_to("cavendish")
    own = text.replace('informs = ["headteacher", "deputy"]\n', informs).replace(
        "Tell the Headteacher or the Deputy Headteacher at once", label
    )
    load_version(by=None, now=NOW, pack_text=own, name="cavendish.toml")

    assert is_told(team, HARMFUL) == ({team.head, team.deputy} if deputy_too else {team.head})


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["cornist-park", "bradley", "st-peters", "avenue-recreation-road"])
def test_elsewhere_the_headteacher_is_told_of_what_others_post(slug: str) -> None:
    team = team_keeping_to(slug)

    assert is_told(team, HARMFUL) == {team.head}


@pytest.mark.django_db
def test_what_only_might_happen_calls_for_nobody_more() -> None:
    team = team_keeping_to("st-peters")
    friend = ReportInput(kind=Kind.PRIOR_RELATIONSHIP, who="parent", described="A neighbour", tie="friend_before")

    report = make_staff_report(team, report_input=friend)

    assert recipients_of(report) == [team.head]
    assert not report.at_once


def test_somebody_with_two_roles_is_told_once(cast: Cast) -> None:
    Membership.objects.filter(user=cast.lead).update(user=cast.head)

    assert recipients_of(make_staff_report(cast)) == [cast.head]
    assert Role.SAFEGUARDING_LEAD in Membership.objects.filter(user=cast.head).values_list("role", flat=True)
