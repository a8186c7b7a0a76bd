"""What every page's header needs: who is signed in, where they may go, and whether everybody here is made up."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from people.acting import Acting
from people.models import Role
from people.permissions import CASE_STAFF, CASE_STAFF_AND_CHAIR, EVERYBODY, Action, roles_for


@dataclass(frozen=True)
class NavItem:
    label: str
    url: str
    current: bool


# Label, URL name, and the roles whose header shows it: those who may, less those who come to it by another page.
NAVIGATION: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("Cases", "breaches:case_list", roles_for(Action.READ_CASES)),
    ("Incidents", "incidents:incident_list", roles_for(Action.READ_INCIDENTS)),
    ("Reports", "reports:report_list", roles_for(Action.READ_REPORTS)),
    ("Report", "reports:report_start", EVERYBODY - roles_for(Action.READ_REPORTS)),
    ("Policies", "policies:policy_list", EVERYBODY),
    ("Reviews", "governors:reviews", roles_for(Action.READ_REVIEWS)),
    ("Figures", "governors:figures", roles_for(Action.READ_FIGURES) - CASE_STAFF),
    ("Packs", "governors:pack_list", roles_for(Action.MAKE_GOVERNORS_PACK) - CASE_STAFF_AND_CHAIR),
    ("People", "people:person_list", roles_for(Action.KEEP_REGISTER)),
    ("School", "people:school", roles_for(Action.CHANGE_SCHOOL)),
)


def header(request: HttpRequest) -> dict[str, object]:
    """`acting` (none for a stranger), `nav_items`, and `demo`: whether this copy of Rung is a demonstration."""
    acting: Acting | None = getattr(request, "acting", None)
    items = [_item(request, label, url) for label, url, roles in NAVIGATION if acting and acting.role in roles]
    return {"acting": acting, "nav_items": items, "demo": settings.DEMO}


def _item(request: HttpRequest, label: str, url_name: str) -> NavItem:
    url = reverse(url_name)
    return NavItem(label=label, url=url, current=request.path.startswith(url))
