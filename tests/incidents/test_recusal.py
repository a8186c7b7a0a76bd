"""Stepping back from an incident."""

import pytest

from audit.models import Entry
from incidents.models import Incident, Recusal
from incidents.services.drafts import NobodyCouldSeeIt, step_back
from tests.cast import NOW, TODAY, Cast
from tests.incidents.factories import make_incident
from web.submit import ReasonNeeded

WHY = "The parent is a close friend."


def test_stepping_back_is_on_record_with_its_reason(cast: Cast) -> None:
    incident = make_incident(cast)

    recusal = step_back(by=cast.deputy, now=NOW, incident=incident, why=WHY)

    assert (recusal.user, recusal.why, recusal.at) == (cast.deputy, WHY, NOW)
    entry = Entry.objects.get(action="incident.stepped_back")
    assert (entry.by, entry.reason, entry.row_id) == (cast.deputy, WHY, str(incident.pk))


def test_stepping_back_twice_is_recorded_once(cast: Cast) -> None:
    incident = make_incident(cast)

    step_back(by=cast.deputy, now=NOW, incident=incident, why=WHY)
    step_back(by=cast.deputy, now=NOW, incident=incident, why="Said again.")

    assert Recusal.objects.get().why == WHY
    assert Entry.objects.filter(action="incident.stepped_back").count() == 1


@pytest.mark.parametrize("why", ["", "  "])
def test_stepping_back_takes_a_reason(cast: Cast, why: str) -> None:
    with pytest.raises(ReasonNeeded):
        step_back(by=cast.deputy, now=NOW, incident=make_incident(cast), why=why)


def test_the_last_who_could_see_it_cannot_step_back(cast: Cast) -> None:
    incident = make_incident(cast)
    step_back(by=cast.deputy, now=NOW, incident=incident, why=WHY)
    step_back(by=cast.lead, now=NOW, incident=incident, why=WHY)

    with pytest.raises(NobodyCouldSeeIt):
        step_back(by=cast.head, now=NOW, incident=incident, why=WHY)

    assert Incident.objects.visible_to(cast.head, on=TODAY).get() == incident
