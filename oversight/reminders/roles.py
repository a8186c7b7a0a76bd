"""Who holds which role at which schools on one day, asked once for many schools."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from people.models import Membership, Role, User
from people.permissions import Action, roles_for

Held = Mapping[int, Mapping[int, frozenset[str]]]


@dataclass(frozen=True)
class Roles:
    """The roles each user holds, by school and by user."""

    held: Held

    def holders(self, school_id: int, *roles: Role) -> set[int]:
        """The users who hold any of these roles at the school."""
        return {user for user, held in self.held.get(school_id, {}).items() if held.intersection(roles)}

    def that_may(self, action: Action, school_id: int) -> set[int]:
        """The users whose role at the school includes the action."""
        return self.holders(school_id, *roles_for(action))

    def is_at(self, school_id: int, user_id: int | None) -> bool:
        """Whether the user holds any role at the school."""
        return user_id in self.held.get(school_id, {})


def roles_at(schools: Iterable[int], *, on: dt.date, of: User | None = None) -> Roles:
    """The roles in force at these schools on the day, of everybody or of one user who may still sign in."""
    held: dict[int, dict[int, frozenset[str]]] = defaultdict(dict)
    rows = Membership.objects.in_force(on=on).filter(school__in=set(schools), user__is_active=True)
    if of is not None:
        rows = rows.filter(user=of)
    for school, user, role in rows.values_list("school", "user", "role"):
        held[school][user] = held[school].get(user, frozenset()) | {role}
    return Roles(held)
