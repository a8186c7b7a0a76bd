"""Which draft is offered, and what stands of a case that was judged by one."""

import datetime as dt

import pytest
from django.urls import reverse

from breaches.models import Case
from breaches.services.cases import open_case
from breaches.version import judged_as_draft
from incidents.models import Involvement
from people.models import Capacity
from policies.models import Adoption, ReviewCycle, Version
from policies.rules.words import Finding
from policies.services import add_policy, adopt
from policies.stored_packs import find_answering_draft
from tests.cast import NOW, TODAY, Cast, load_pack
from tests.incidents.making import logged
from tests.policies.factories import bring_version_into_force, propose_version, reload, start_draft
from tests.signing_in import browser_of

pytestmark = pytest.mark.usefixtures("clock")


def with_nothing_but_a_draft(cast: Cast) -> Version:
    """The Cavendish draft, at a school that keeps to no other policy."""
    Adoption.objects.filter(school=cast.school).delete()
    draft = load_pack("cavendish")
    adopt(by=None, now=NOW, school=cast.school, policy=draft.policy, adopted_on=dt.date(2020, 1, 1))
    return draft


def judged_by_the_draft(cast: Cast) -> Case:
    incident = logged(cast)
    return open_case(
        by=cast.head,
        now=NOW,
        incident=incident,
        subject=incident.involvements.get(part=Involvement.Part.SUBJECT),
        capacity=Capacity.PARENT,
        findings={Finding.THREAT: "Seen."},
        by_the_draft=True,
    )


def test_a_draft_or_a_proposed_version_is_offered_where_the_school_has_no_other(cast: Cast) -> None:
    draft = with_nothing_but_a_draft(cast)
    assert find_answering_draft(cast.school) == draft
    assert find_answering_draft(cast.school) == propose_version(cast, draft)


def test_a_new_version_of_an_adopted_policy_is_not_offered(cast: Cast) -> None:
    start_draft(cast)
    assert find_answering_draft(cast.school) is None


def test_a_policy_without_clauses_neither_offers_a_draft_nor_hides_one(cast: Cast) -> None:
    draft = with_nothing_but_a_draft(cast)
    add_policy(
        by=cast.head,
        now=NOW,
        today=TODAY,
        school=cast.school,
        title="Online safety",
        number="1",
        in_force_from=TODAY,
        owner=None,
        anchor=ReviewCycle.Anchor.NONE,
    )
    assert find_answering_draft(cast.school) == draft


def test_a_case_judged_by_a_draft_is_so_for_ever_even_once_the_draft_is_in_force(cast: Cast) -> None:
    draft = with_nothing_but_a_draft(cast)
    case = judged_by_the_draft(cast)
    bring_version_into_force(cast, draft, day=TODAY)
    assert judged_as_draft(reload(draft), case.incident)
    page = browser_of(cast.head).get(reverse("breaches:case", args=[case.pk])).content.decode()
    assert "by the draft" in page
    assert "in force on the day" not in page
    assert "A newer version" not in page
