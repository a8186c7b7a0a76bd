"""Who at the school would take an incident on, before and after it is logged."""

import datetime as dt
from collections.abc import Iterator

from incidents.models import Incident
from people.models import CASE_ROLES, Membership, Role, User


class NobodyCouldSeeIt(Exception):
    """Everybody who could take the incident on is excluded from it."""

    def __init__(self) -> None:
        super().__init__(
            "Nobody at your school could take this on: everybody whose role allows it takes part in it, is related to "
            "the person who did it, or has stepped back. Ask your Administrator to give somebody who is not involved "
            "the role first: Chair of governors where it is about the Headteacher, otherwise Deputy Headteacher or "
            "safeguarding lead."
        )


class ChairLogsOthers(Exception):
    """The Chair of governors was about to log an incident that is not about the Headteacher."""

    def __init__(self) -> None:
        super().__init__(
            "A Chair of governors logs an incident only where the Headteacher did it, or is said to have. "
            "Ask the Headteacher, a Deputy or the safeguarding lead to log this one."
        )


def who_could_lead(incident: Incident, *, on: dt.date) -> list[Membership]:
    """The roles at the school that would see the incident on the day once it is logged, by name."""
    return list(_who_could_lead(incident, on=on))


def could_anybody_lead(incident: Incident, *, on: dt.date) -> bool:
    """Whether somebody at the school would see the incident on the day: asked until one is found."""
    return next(_who_could_lead(incident, on=on), None) is not None


def _who_could_lead(incident: Incident, *, on: dt.date) -> Iterator[Membership]:
    this = Incident.objects.filter(pk=incident.pk)
    of_the_headteacher = this.about_the_headteacher(on=on).exists()
    roles = (Role.CHAIR,) if of_the_headteacher else CASE_ROLES
    held = Membership.objects.in_force(on=on).with_roles(*roles).filter(school=incident.school_id)
    for one in held.select_related("user").order_by("user__name", "pk"):
        if this.that_could_be_led_by(one.user, on=on).exists():
            yield one


def chair_may_log(incident: Incident, *, by: User, on: dt.date) -> bool:
    """Whether this user may log the incident: those who handle cases may log any, the Chair only the Headteacher's."""
    held = Membership.objects.held_by(by, on=on).filter(school=incident.school_id)
    if held.with_roles(*CASE_ROLES).exists():
        return True
    return Incident.objects.filter(pk=incident.pk).about_the_headteacher(on=on).exists()
