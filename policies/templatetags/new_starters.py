"""What somebody who joins a school will be asked to read, for the page that gives them their role."""

from __future__ import annotations

from django import template

from people.acting import Acting
from policies.models import AcknowledgementRequest

register = template.Library()


@register.inclusion_tag("policies/_new_starters.html")
def asked_of_new_starters(acting: Acting) -> dict[str, object]:
    """The requests that whoever joins the school today comes under."""
    requests = AcknowledgementRequest.objects.visible_to(acting.user, on=acting.today).at_school(acting.school)
    in_force = requests.in_force(on=acting.today).select_related("version__policy")
    return {"asked": in_force.order_by("audience", "version__policy__title")}
