"""The pages of who is asked to read a policy, who has, and saying so."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from people.models import Role, User
from policies.models import Acknowledgement, AcknowledgementRequest, Adoption
from policies.readers.services import acknowledge
from tests.cast import NOW, TODAY, Cast
from tests.policies.factories import DAY, DEADLINE, Audience, add_joiner, load_next_version, request_reading
from tests.signing_in import browser_of

TO_READ = reverse("policies:to_read")
LIST = reverse("policies:reader_list", args=["cornist-park"])
ASK = reverse("policies:reader_ask", args=["cornist-park"])
KEEPERS = ["head", "deputy", "clerk", "administrator"]
OTHERS = ["lead", "teacher", "governor", "chair"]
EVERYBODY = [*KEEPERS, *OTHERS]
ASKED = {"audience": "staff", "deadline_on": "2026-11-20", "days_for_new_starters": "14"}

pytestmark = pytest.mark.usefixtures("clock")


def read_page(user: User, url: str, **asked_for: str) -> str:
    response = browser_of(user).get(url, asked_for)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def of_version(name: str, cast: Cast) -> str:
    return reverse(f"policies:{name}", args=["cornist-park", cast.version.pk])


def read(cast: Cast, user: User) -> None:
    acknowledge(by=user, now=NOW, today=TODAY, school=cast.school, version=cast.version)


def test_a_stranger_is_sent_to_sign_in(cast: Cast) -> None:
    request = request_reading(cast)
    for url in (TO_READ, LIST, ASK, reverse("policies:deadline_change", args=[request.pk])):
        assert Client().get(url)["Location"].startswith(reverse("account_login"))
    assert Client().post(of_version("version_acknowledge", cast)).status_code == 302
    assert not Acknowledgement.objects.exists()


@pytest.mark.parametrize("role", EVERYBODY)
def test_what_waits_to_be_read_is_ones_own(cast: Cast, role: str) -> None:
    request_reading(cast)
    user = getattr(cast, role)
    is_staff = role in {"head", "deputy", "administrator", "lead", "teacher"}
    assert ("By 20 November 2026" in read_page(user, TO_READ)) is is_staff
    assert ("Nothing to read" in read_page(user, TO_READ)) is not is_staff


def test_what_is_late_says_so_from_the_day_after(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    request_reading(cast)
    for now, words in [(NOW + 8 * DAY, "By 20 November 2026"), (NOW + 9 * DAY, "Was due 20 November 2026")]:
        monkeypatch.setattr("django.utils.timezone.now", lambda now=now: now)
        assert words in read_page(cast.teacher, TO_READ)


def test_saying_that_one_has_read_it_takes_one_press(cast: Cast) -> None:
    request_reading(cast)
    client = browser_of(cast.teacher)
    assert "Please read this policy by 20 November 2026" in read_page(cast.teacher, of_version("version", cast))
    for _ in range(2):
        page = client.post(of_version("version_acknowledge", cast), follow=True).content.decode()
        assert "It is on record that you have read this policy" in page
    acknowledgement = Acknowledgement.objects.get()
    assert (acknowledgement.user, acknowledgement.at, acknowledgement.school) == (cast.teacher, NOW, cast.school)
    assert "You said on 12 November 2026" in read_page(cast.teacher, of_version("version", cast))
    assert "Nothing to read" in read_page(cast.teacher, TO_READ)


def test_who_is_not_asked_sees_no_button_and_is_told_why_not(cast: Cast) -> None:
    request_reading(cast)
    assert "Please read this policy" not in read_page(cast.governor, of_version("version", cast))
    page = browser_of(cast.governor).post(of_version("version_acknowledge", cast), follow=True).content.decode()
    assert "You are no longer asked to read this version" in page
    assert not Acknowledgement.objects.exists()


def test_a_version_that_another_has_followed_is_no_longer_to_be_read(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    request_reading(cast)
    load_next_version(in_force_from=TODAY + DAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + DAY)
    browser_of(cast.teacher).post(of_version("version_acknowledge", cast))
    assert not Acknowledgement.objects.exists()


def test_nothing_of_another_school_can_be_read_asked_or_moved(cast: Cast) -> None:
    request = request_reading(cast)
    client = browser_of(cast.outsider)
    for url in (LIST, ASK, reverse("policies:deadline_change", args=[request.pk])):
        assert client.get(url).status_code == 404
        assert client.post(url, ASKED).status_code in (404, 405)
    assert client.post(of_version("version_acknowledge", cast)).status_code == 404


@pytest.mark.parametrize("role", OTHERS)
def test_names_and_requests_are_for_those_who_keep_them_alone(cast: Cast, role: str) -> None:
    request = request_reading(cast)
    client = browser_of(getattr(cast, role))
    for url in (LIST, ASK, reverse("policies:deadline_change", args=[request.pk])):
        assert client.get(url).status_code == 403
    assert client.post(ASK, ASKED | {"audience": "governors"}).status_code == 403
    assert "Who has read it" not in read_page(getattr(cast, role), of_version("version", cast))
    assert AcknowledgementRequest.objects.count() == 1


@pytest.mark.parametrize("role", KEEPERS)
def test_those_who_keep_them_see_who_has_and_who_has_not(cast: Cast, role: str) -> None:
    request_reading(cast)
    read(cast, cast.teacher)
    page = read_page(getattr(cast, role), LIST)
    assert "Staff: 1 of 5 have read it" in page
    assert "Aled Lloyd" in page
    assert "Siân Morgan" in page
    assert "Gwen Parry" not in page
    assert LIST in read_page(getattr(cast, role), of_version("version", cast))


@pytest.mark.parametrize(
    ("asked_for", "names"),
    [
        ({"state": "read"}, {"Aled Lloyd"}),
        ({"state": "waiting", "audience": "governors"}, {"Gwen Parry", "Huw Evans"}),
        ({"state": "late"}, {"Gwen Parry", "Huw Evans"}),
        ({"audience": "volunteers"}, set()),
        ({"state": "no such state"}, {"Aled Lloyd", "Siân Morgan", "Gwen Parry", "Huw Evans"}),
    ],
)
def test_readers_are_narrowed(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, asked_for: dict[str, str], names: set[str]
) -> None:
    request_reading(cast, deadline_on=TODAY + DAY)
    request_reading(cast, Audience.GOVERNORS, deadline_on=TODAY)
    read(cast, cast.teacher)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + DAY)
    page = read_page(cast.head, LIST, **asked_for)
    rows = page.split("<tbody")[1].split("</tbody>")[0] if "<tbody" in page else ""
    assert {name for name in ("Aled Lloyd", "Siân Morgan", "Gwen Parry", "Huw Evans") if name in rows} == names
    assert names or "Nobody found" in page


def test_the_list_takes_the_same_queries_for_five_readers_and_for_fifty(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    request_reading(cast)
    client = browser_of(cast.head)
    for _ in range(2):
        # session, user, roles; policy, version in force, requests, shares; how many readers, this page of them, and
        # when each was reminded
        with django_assert_num_queries(10):
            page = client.get(LIST).content.decode()
        for number in range(60 - AcknowledgementRequest.objects.count()):
            if User.objects.filter(email=f"reader-{number}@cornist-park.example").exists():
                break
            user = User.objects.create_user(f"reader-{number}@cornist-park.example", name=f"Reader {number:02}")
            add_joiner(cast, Role.STAFF, on=TODAY, user=user)
    assert "64 people" in page
    assert "Reader 59" not in page


def test_a_policy_without_a_request_or_a_version_says_what_to_do(cast: Cast) -> None:
    assert "Nobody is asked yet" in read_page(cast.head, LIST)
    Adoption.objects.filter(school=cast.school).update(ended_on=TODAY - DAY)
    assert "No version is in force" in read_page(cast.head, LIST)
    assert browser_of(cast.head).get(ASK).status_code == 404


@pytest.mark.parametrize("role", KEEPERS)
def test_people_are_asked_by_a_form(cast: Cast, role: str) -> None:
    client = browser_of(getattr(cast, role))
    page = client.post(ASK, ASKED, follow=True).content.decode()
    assert "Staff are asked to read Social Networking Policy." in page
    request = AcknowledgementRequest.objects.get()
    assert (request.deadline_on, request.days_for_new_starters, request.asked_on) == (DEADLINE, 14, TODAY)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"audience": ""}, "Choose who is asked"),
        ({"deadline_on": "2026-11-11"}, "The deadline must be today or later."),
        ({"deadline_on": "soon"}, "Enter a real day"),
        ({"days_for_new_starters": "0"}, "Give at least 1 day"),
        ({"days_for_new_starters": "366"}, "Give at most 365 days"),
    ],
)
def test_a_wrong_question_is_shown_again(cast: Cast, changed: dict[str, str], fault: str) -> None:
    page = browser_of(cast.head).post(ASK, ASKED | changed).content.decode()
    assert fault in page
    assert "There is a problem" in page
    assert not AcknowledgementRequest.objects.exists()


def test_asking_the_same_audience_for_another_day_is_refused_in_words(cast: Cast) -> None:
    request_reading(cast)
    page = browser_of(cast.head).post(ASK, ASKED | {"deadline_on": "2026-12-01"}).content.decode()
    assert "Staff are asked to read this version already" in page


def test_a_deadline_is_moved_by_a_form(cast: Cast) -> None:
    url = reverse("policies:deadline_change", args=[request_reading(cast).pk])
    fields = {"revision": 1, "deadline_on": "2026-12-01", "reason": "Half are away."}
    client = browser_of(cast.clerk)
    assert "It is 20 November 2026 now." in client.get(url).content.decode()
    for wrong in ({"reason": " "}, {"deadline_on": "2026-11-11"}, {"deadline_on": ""}):
        assert "There is a problem" in client.post(url, fields | wrong).content.decode()
    assert "The deadline is moved." in client.post(url, fields, follow=True).content.decode()
    assert f"{AcknowledgementRequest.objects.get().deadline_on}" == "2026-12-01"


def test_a_deadline_moved_meanwhile_is_shown_and_nothing_typed_is_lost(cast: Cast) -> None:
    url = reverse("policies:deadline_change", args=[request_reading(cast).pk])
    fields = {"revision": 1, "deadline_on": "2026-12-01", "reason": "Half are away."}
    browser_of(cast.clerk).post(url, fields)
    client = browser_of(cast.head)
    response = client.post(url, fields | {"deadline_on": "2026-12-08", "reason": "After the concert."})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Somebody changed this deadline" in page
    assert "What is stored now" in page
    assert "1 December 2026" in page
    assert "After the concert." in page
    again = {name: response.context["form"][name].value() for name in fields}
    client.post(url, again)
    assert f"{AcknowledgementRequest.objects.get().deadline_on}" == "2026-12-08"


def test_lists_are_only_read_and_saying_so_is_only_posted(cast: Cast) -> None:
    client = browser_of(cast.head)
    assert client.post(TO_READ).status_code == 405
    assert client.post(LIST).status_code == 405
    assert client.get(of_version("version_acknowledge", cast)).status_code == 405


def test_whoever_gives_somebody_a_role_sees_what_they_will_be_asked_to_read(cast: Cast) -> None:
    url = reverse("people:member_add")
    assert "New starters are not asked to read a policy yet." in read_page(cast.administrator, url)
    request_reading(cast, days_for_new_starters=10)
    page = read_page(cast.administrator, url)
    assert "Staff: Social Networking Policy, within 10 days" in page
    there = Adoption.objects.get(school=cast.other_school).policy.versions.get()
    request_reading(cast, Audience.VOLUNTEERS, by=cast.outsider, school=cast.other_school, version=there)
    assert "Volunteers" not in read_page(cast.administrator, url).split("govuk-inset-text")[1].split("</div>")[0]


def test_somebody_who_joins_by_the_page_is_asked_without_another_step(cast: Cast) -> None:
    request_reading(cast)
    fields = {"name": "Mair Newydd", "email": "mair@cornist-park.example", "role": "staff", "from_on": "2026-11-12"}
    browser_of(cast.administrator).post(reverse("people:member_add"), fields)
    assert "By 20 November 2026" in read_page(User.objects.get(name="Mair Newydd"), TO_READ)
