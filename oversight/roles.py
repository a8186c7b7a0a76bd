"""Who of a school sees what of oversight."""

from collections.abc import Iterable

from people.acting import Acting
from people.models import Membership, Role, School, User
from people.permissions import CASE_STAFF, Action, may


def handles_cases_at(school: School, held: Iterable[Membership]) -> bool:
    """Whether any of these roles handles the school's cases, whatever role its holder acts in at the moment."""
    return any(one.school_id == school.pk and one.role in CASE_STAFF for one in held)


def schools_where_may(action: Action, held: Iterable[Membership]) -> list[School]:
    """The schools where one of these roles includes the action, each once, by name."""
    found = {one.school_id: one.school for one in held if may(Role(one.role), action)}
    return sorted(found.values(), key=lambda school: (school.name, school.pk))


def held_by(acting: Acting) -> tuple[Membership, ...]:
    """Every role the user holds on the day, the one they act in first."""
    return (acting.membership, *acting.others)


def kept_from(school: School, acting: Acting) -> User | None:
    """The user, where their own exclusions bind what may be counted for them at this school: see figures.Asked."""
    return acting.user if handles_cases_at(school, held_by(acting)) else None
