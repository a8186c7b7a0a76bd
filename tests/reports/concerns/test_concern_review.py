"""Looking at a person's entries together."""

import uuid

from reports.concerns.services import record_concern_review
from reports.models import ConcernReview
from tests.cast import NOW, Cast
from tests.reports.concerns.concerns import concern
from tests.reports.concerns.test_concerns import LIST, TOGETHER, of, teacher, text
from tests.reports.telling import told
from tests.signing_in import browser_of


def test_repeated_entries_ask_to_be_looked_at_together_until_they_are(cast: Cast) -> None:
    concern(cast)
    assert TOGETHER not in text(cast.head, of(teacher(cast)))
    concern(cast)
    assert TOGETHER in text(cast.head, of(teacher(cast)))
    assert TOGETHER in text(cast.lead, LIST)

    said = {"words": "I spoke with him.", "revision": "2", "form_token": str(uuid.UUID(int=5))}
    response = browser_of(cast.head).post(of(teacher(cast)), said, follow=True)

    page = response.content.decode()
    assert response.redirect_chain == [(of(teacher(cast)), 302)]
    assert TOGETHER not in page
    assert "I spoke with him." in page
    assert TOGETHER not in text(cast.lead, LIST)
    concern(cast)
    assert TOGETHER not in text(cast.lead, LIST)
    concern(cast)
    assert TOGETHER in text(cast.lead, LIST)


def test_a_review_without_words_is_asked_for_again(cast: Cast) -> None:
    concern(cast)
    concern(cast)
    said = {"words": "", "revision": "2", "form_token": str(uuid.UUID(int=5))}
    page = browser_of(cast.head).post(of(teacher(cast)), said).content.decode()

    assert "Say what you make of the entries together." in page
    assert not ConcernReview.objects.exists()


def test_an_entry_added_meanwhile_is_shown_beside_what_was_typed_and_nothing_is_lost(cast: Cast) -> None:
    concern(cast)
    concern(cast)
    concern(cast, words="A third thing.")
    said = {"words": "I spoke with him.", "revision": "2", "form_token": str(uuid.UUID(int=5))}
    browser = browser_of(cast.head)
    page = browser.post(of(teacher(cast)), said).content.decode()

    assert "An entry was added after you opened this page." in page
    assert "A third thing." in page
    assert "I spoke with him." in page
    assert 'name="revision" value="3"' in page
    assert not ConcernReview.objects.exists()
    assert browser.post(of(teacher(cast)), said | {"revision": "3"}).status_code == 302


def test_there_is_nothing_to_make_of_what_was_only_told(cast: Cast) -> None:
    told(cast)
    said = {"words": "Well.", "revision": "0", "form_token": str(uuid.UUID(int=5))}

    assert "There are no entries to look at together." in (
        browser_of(cast.head).post(of(teacher(cast)), said).content.decode()
    )


def test_a_review_by_somebody_else_is_there_to_read(cast: Cast) -> None:
    concern(cast)
    record_concern_review(
        by=cast.lead, now=NOW, about=teacher(cast), revision=1, words="Once is once.", form_token=uuid.uuid4()
    )
    page = text(cast.head, of(teacher(cast)))

    assert "Once is once." in page
    assert "Nia Roberts" in page
