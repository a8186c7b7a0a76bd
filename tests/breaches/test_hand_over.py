"""Who looks after a case, and handing it over."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Entry
from breaches.models import Case
from breaches.services.cases import CaseIsClosed, MayNotSee, find_possible_owners, hand_over
from incidents.services.drafts import step_back
from people.models import Capacity, User
from tests.breaches.factories import LATER, close, make_case, reload_case
from tests.cast import NOW, TODAY, Cast
from tests.incidents.factories import make_incident
from tests.policies.factories import DAY, end_roles
from web.submit import Stale

pytestmark = pytest.mark.usefixtures("clock")


def hand(case: Case, to: User, *, by: User, revision: int | None = None) -> Case:
    revision = reload_case(case).revision if revision is None else revision
    return hand_over(by=by, now=LATER, case=case, revision=revision, to=to)


def post_hand_over(client: Client, case: Case, to: User | str, *, revision: int | None = None) -> str:
    fields = {
        "revision": reload_case(case).revision if revision is None else revision,
        "read_at": NOW.isoformat(),
        "form_token": str(uuid.uuid4()),
        "to": getattr(to, "pk", to),
    }
    response = client.post(reverse("breaches:case_hand_over", args=[case.pk]), fields, follow=True)
    return " ".join(response.content.decode().split())


def test_whoever_opened_a_case_looks_after_it_until_it_is_handed_over(cast: Cast) -> None:
    case = make_case(cast)
    assert reload_case(case).owner == cast.head
    hand(case, cast.deputy, by=cast.head)
    assert reload_case(case).owner == cast.deputy
    entry = Entry.objects.get(action="case.handed_over")
    assert entry.changes == {
        "before": {"owner": cast.head.pk},
        "after": {"owner": cast.deputy.pk},
    }


def test_the_one_who_has_it_already_is_given_it_once(cast: Cast) -> None:
    case = make_case(cast)
    revision = reload_case(case).revision
    hand(case, cast.head, by=cast.deputy)
    for _ in range(2):
        hand(case, cast.deputy, by=cast.head, revision=revision)
    assert Entry.objects.filter(action="case.handed_over").count() == 1
    assert reload_case(case).revision == revision + 1


def test_nobody_looks_after_a_case_that_they_may_not_see(cast: Cast) -> None:
    incident = make_incident(cast, affected=(cast.person_of(cast.deputy),))
    case = make_case(cast, incident=incident)
    for user in (cast.deputy, cast.chair, cast.teacher, cast.administrator, cast.outsider, cast.stranger):
        with pytest.raises(MayNotSee):
            hand(case, user, by=cast.head)
    assert list(find_possible_owners(case, on=TODAY)) == [cast.lead, cast.head]
    step_back(by=cast.lead, now=NOW, incident=incident, why="A friend.")
    with pytest.raises(MayNotSee):
        hand(case, cast.lead, by=cast.head)


def test_the_headteachers_own_case_stays_with_the_chair(cast: Cast) -> None:
    head = cast.person_of(cast.head)
    incident = make_incident(cast, by=cast.deputy, subjects=(head,))
    case = make_case(cast, incident=incident, by=cast.chair, capacity=Capacity.STAFF, subject=head)
    assert list(find_possible_owners(case, on=TODAY)) == [cast.chair]
    with pytest.raises(MayNotSee):
        hand(case, cast.deputy, by=cast.chair)


def test_nobody_is_given_a_case_after_their_last_day(cast: Cast) -> None:
    case = make_case(cast)
    end_roles(cast, cast.deputy, on=TODAY - DAY)
    with pytest.raises(MayNotSee):
        hand(case, cast.deputy, by=cast.head)


def test_a_case_that_changed_meanwhile_is_not_handed_over_unseen(cast: Cast) -> None:
    case = make_case(cast)
    revision = reload_case(case).revision
    hand(case, cast.deputy, by=cast.head)
    with pytest.raises(Stale):
        hand(case, cast.lead, by=cast.head, revision=revision)
    assert reload_case(case).owner == cast.deputy


def test_a_closed_case_is_not_handed_over(cast: Cast) -> None:
    case = close(make_case(cast), by=cast.head)
    with pytest.raises(CaseIsClosed):
        hand(case, cast.deputy, by=cast.head)


def test_the_page_hands_a_case_over_and_says_who_has_it(cast: Cast, client: Client) -> None:
    case = make_case(cast)
    client.force_login(cast.head)
    page = client.get(reverse("breaches:case_hand_over", args=[case.pk])).content.decode()
    assert "Dewi Pryce" in page
    assert "Huw Evans" not in page
    after = post_hand_over(client, case, cast.deputy)
    assert "Dewi Pryce looks after this case now." in after
    assert "Looked after by" in after


@pytest.mark.parametrize(("to", "fault"), [("", "Choose who looks after"), ("chair", "Choose somebody who may see")])
def test_nobody_and_the_wrong_one_are_refused_on_the_page(cast: Cast, client: Client, to: str, fault: str) -> None:
    case = make_case(cast)
    client.force_login(cast.head)
    assert fault in post_hand_over(client, case, getattr(cast, to).pk if to else "")
    assert reload_case(case).owner == cast.head


def test_a_stale_page_shows_itself_again_with_what_was_chosen(cast: Cast, client: Client) -> None:
    case = make_case(cast)
    revision = reload_case(case).revision
    hand(case, cast.deputy, by=cast.head)
    client.force_login(cast.head)
    assert "Somebody changed this case while you were writing" in post_hand_over(
        client, case, cast.lead, revision=revision
    )
    assert reload_case(case).owner == cast.deputy


def test_the_page_offers_the_safeguarding_lead_first_where_one_may_see_the_case(cast: Cast, client: Client) -> None:
    case = make_case(cast)
    client.force_login(cast.head)
    url = reverse("breaches:case_hand_over", args=[case.pk])
    assert client.get(url).context["form"]["to"].value() == cast.head.pk
    response = client.get(f"{url}?to=safeguarding-lead")
    assert response.context["form"]["to"].value() == cast.lead.pk
    assert f"{cast.lead.name} is the safeguarding lead." in response.content.decode()
    step_back(by=cast.lead, now=NOW, incident=case.incident, why="A friend.")
    response = client.get(f"{url}?to=safeguarding-lead")
    assert response.context["form"]["to"].value() == cast.head.pk
    assert "Nobody who may see this case is on record" in response.content.decode()
