"""Adding to the register of low-level concerns."""

from django.utils.html import escape

from people.models import Membership
from people.services import end_membership
from reports.models import LowLevelConcern
from tests.cast import NOW, Cast
from tests.reports.concerns.factories import ADD, LIST, YESTERDAY, form_of, make_concern, read_page, teacher, url_of
from tests.signing_in import browser_of


def test_an_entry_is_added_and_shown(cast: Cast) -> None:
    response = browser_of(cast.head).post(ADD, form_of(cast), follow=True)

    assert response.redirect_chain == [(url_of(teacher(cast)), 302)]
    assert "The entry is in the register." in response.content.decode()
    assert LowLevelConcern.objects.get().recorded_by == cast.head


def test_a_double_click_adds_one_entry(cast: Cast) -> None:
    browser = browser_of(cast.head)

    assert {browser.post(ADD, form_of(cast)).status_code for _ in range(2)} == {302}
    assert LowLevelConcern.objects.count() == 1


def test_the_form_shows_its_errors_and_keeps_what_was_typed(cast: Cast) -> None:
    response = browser_of(cast.head).post(ADD, form_of(cast, happened_on="2026-11-13", done=""))
    page = response.content.decode()

    assert response.status_code == 200
    assert "The day it happened must be today or in the past." in page
    assert "Say what was said or done about it, and why." in page
    assert "Photographed the class" in page
    assert not LowLevelConcern.objects.exists()


def test_only_staff_other_than_oneself_may_be_chosen(cast: Cast) -> None:
    page = read_page(cast.lead, ADD)

    assert "Aled Lloyd" in page
    assert "Siân Morgan" in page
    for nobody in ("Rhiannon Hughes", "Tomos Hughes", "Gwen Parry"):
        assert nobody not in page
    response = browser_of(cast.lead).post(ADD, form_of(cast, about=str(cast.person_of(cast.lead).pk)))
    assert "Choose a member of staff." in response.content.decode()
    assert not LowLevelConcern.objects.exists()


def test_the_chair_may_choose_the_headteacher_alone(cast: Cast) -> None:
    page = read_page(cast.chair, ADD)

    assert "Siân Morgan" in page
    assert "Aled Lloyd" not in page


def test_the_person_whose_page_it_was_is_chosen_already(cast: Cast) -> None:
    assert f'<option value="{teacher(cast).pk}" selected>' in read_page(cast.head, f"{ADD}?about={teacher(cast).pk}")
    assert "selected" not in read_page(cast.head, f"{ADD}?about=nobody").partition("<form")[2]


def test_an_entry_about_the_headteacher_is_passed_on_and_not_seen_again(cast: Cast) -> None:
    typed = form_of(cast, about=str(cast.person_of(cast.head).pk))
    response = browser_of(cast.lead).post(ADD, typed, follow=True)

    assert response.redirect_chain == [(LIST, 302)]
    assert "You will not see it again." in response.content.decode()


def test_an_entry_that_nobody_could_read_is_refused_with_what_was_typed(cast: Cast) -> None:
    chair = Membership.objects.get(user=cast.chair)
    end_membership(by=cast.administrator, now=NOW, membership=chair, to_on=YESTERDAY)
    page = browser_of(cast.lead).post(ADD, form_of(cast, about=str(cast.person_of(cast.head).pk))).content.decode()

    assert "Nobody at your school could read this" in page
    assert "Photographed the class" in page


def test_what_was_typed_is_shown_as_words_and_never_run(cast: Cast) -> None:
    hostile = "<script>alert(1)</script>"
    make_concern(cast, words=hostile, done=hostile)
    page = read_page(cast.head, url_of(teacher(cast)))

    assert hostile not in page
    assert page.count(escape(hostile)) == 2
