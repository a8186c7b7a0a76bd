"""What every page's header needs."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from people.acting import Acting
from people.models import CASE_ROLES, Role


@dataclass(frozen=True)
class NavItem:
    """One link of the header."""

    label: str
    url: str
    current: bool


GOVERNORS = frozenset({Role.GOVERNOR, Role.CHAIR, Role.CLERK})

# Label, URL name, and the roles whose header shows it.
NAVIGATION: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("Cases", "breaches:case_list", frozenset({*CASE_ROLES, Role.CHAIR})),
    ("Incidents", "incidents:incident_list", frozenset({*CASE_ROLES, Role.CHAIR})),
    ("Reports", "incidents:report_list", frozenset({*CASE_ROLES, Role.CHAIR})),
    ("Report", "incidents:report_start", frozenset(Role) - {*CASE_ROLES, Role.CHAIR}),
    ("Policies", "policies:policy_list", frozenset(Role)),
    ("Reviews", "oversight:reviews", frozenset({*GOVERNORS, Role.HEADTEACHER, Role.DEPUTY, Role.ADMINISTRATOR})),
    ("Figures", "oversight:figures", GOVERNORS),
    ("Packs", "oversight:pack_list", GOVERNORS - {Role.CHAIR}),
    ("People", "people:person_list", frozenset({*CASE_ROLES, Role.ADMINISTRATOR})),
    ("School", "people:school", frozenset({Role.HEADTEACHER, Role.ADMINISTRATOR})),
)


def acting(request: HttpRequest) -> dict[str, object]:
    """`acting` (none for a stranger) and `nav_items` for the header."""
    who: Acting | None = getattr(request, "acting", None)
    if who is None:
        return {"acting": None, "nav_items": []}
    items = [_item(request, label, url) for label, url, roles in NAVIGATION if who.role in roles]
    return {"acting": who, "nav_items": items}


def _item(request: HttpRequest, label: str, url_name: str) -> NavItem:
    url = reverse(url_name)
    return NavItem(label=label, url=url, current=request.path.startswith(url))
