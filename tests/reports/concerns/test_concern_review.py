"""Looking at a person's entries together."""

import uuid

from reports.concerns.services import record_concern_review
from reports.models import ConcernReview
from tests.cast import NOW, Cast
from tests.reports.concerns.factories import LIST, TOGETHER, make_concern, read_page, teacher, url_of
from tests.reports.factories import make_staff_report
from tests.signing_in import browser_of


def test_repeated_entries_ask_to_be_looked_at_together_until_they_are(cast: Cast) -> None:
    make_concern(cast)
    assert TOGETHER not in read_page(cast.head, url_of(teacher(cast)))
    make_concern(cast)
    assert TOGETHER in read_page(cast.head, url_of(teacher(cast)))
    assert TOGETHER in read_page(cast.lead, LIST)

    typed = {"words": "I spoke with him.", "revision": "2", "form_token": str(uuid.UUID(int=5))}
    response = browser_of(cast.head).post(url_of(teacher(cast)), typed, follow=True)

    page = response.content.decode()
    assert response.redirect_chain == [(url_of(teacher(cast)), 302)]
    assert TOGETHER not in page
    assert "I spoke with him." in page
    assert TOGETHER not in read_page(cast.lead, LIST)
    make_concern(cast)
    assert TOGETHER not in read_page(cast.lead, LIST)
    make_concern(cast)
    assert TOGETHER in read_page(cast.lead, LIST)


def test_a_review_without_words_is_asked_for_again(cast: Cast) -> None:
    make_concern(cast)
    make_concern(cast)
    typed = {"words": "", "revision": "2", "form_token": str(uuid.UUID(int=5))}
    page = browser_of(cast.head).post(url_of(teacher(cast)), typed).content.decode()

    assert "Say what you make of the entries together." in page
    assert not ConcernReview.objects.exists()


def test_an_entry_added_meanwhile_is_shown_beside_what_was_typed_and_nothing_is_lost(cast: Cast) -> None:
    make_concern(cast)
    make_concern(cast)
    make_concern(cast, words="A third thing.")
    typed = {"words": "I spoke with him.", "revision": "2", "form_token": str(uuid.UUID(int=5))}
    browser = browser_of(cast.head)
    page = browser.post(url_of(teacher(cast)), typed).content.decode()

    assert "An entry was added after you opened this page." in page
    assert "A third thing." in page
    assert "I spoke with him." in page
    assert 'name="revision" value="3"' in page
    assert not ConcernReview.objects.exists()
    assert browser.post(url_of(teacher(cast)), typed | {"revision": "3"}).status_code == 302


def test_there_is_nothing_to_make_of_what_was_only_told(cast: Cast) -> None:
    make_staff_report(cast)
    typed = {"words": "Well.", "revision": "0", "form_token": str(uuid.UUID(int=5))}

    assert "There are no entries to look at together." in (
        browser_of(cast.head).post(url_of(teacher(cast)), typed).content.decode()
    )


def test_a_review_by_somebody_else_is_there_to_read(cast: Cast) -> None:
    make_concern(cast)
    record_concern_review(
        by=cast.lead, now=NOW, about=teacher(cast), revision=1, words="Once is once.", form_token=uuid.uuid4()
    )
    page = read_page(cast.head, url_of(teacher(cast)))

    assert "Once is once." in page
    assert "Nia Roberts" in page
