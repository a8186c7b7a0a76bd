"""Makes drafts that lack nothing, ready to be logged: python -m bench.drafts EMAIL DRAFTS

Prints the keys of the drafts, one on a line. By the services, as this user would at their first school.
"""

import os
import sys
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.utils import timezone

from incidents.journey import Page
from incidents.models import Incident, Involvement
from incidents.services.drafts import add_involvement, save_page, set_findings, start_draft
from people.models import Capacity, Membership, Person, User
from policies.rules.words import Finding


def whole_draft(by: User) -> Incident:
    """A draft of a parent's post."""
    now = timezone.now()
    membership = Membership.objects.held_by(by, on=timezone.localdate(now)).order_by("pk")[0]
    draft = start_draft(by=by, now=now, school=membership.school)
    today = timezone.localdate(now)
    pages: dict[Page, dict[str, Any]] = {
        Page.WHEN: {"happened_on": today, "happened_at_time": None, "known_on": today},
        Page.WHERE: {"platform": "facebook", "audience": "public", "account": "Flint mums"},
        Page.WHAT: {"title": "Post about the trip", "facts": "“They steal from the school fund.”"},
    }
    for page, values in pages.items():
        revision = Incident.objects.get(pk=draft.pk).revision
        draft = save_page(by=by, now=now, incident=draft, revision=revision, page=page, values=values)
    parent = Person.objects.filter(school=membership.school, user=None, capacities__capacity=Capacity.PARENT).order_by(
        "pk"
    )[0]
    add_involvement(
        by=by, now=now, incident=draft, person=parent, part=Involvement.Part.SUBJECT, capacity=Capacity.PARENT
    )
    revision = Incident.objects.get(pk=draft.pk).revision
    return set_findings(by=by, now=now, incident=draft, revision=revision, findings={Finding.DEFAMATION: ""})


if __name__ == "__main__":
    user = User.objects.get(email=sys.argv[1])
    for _ in range(int(sys.argv[2])):
        print(whole_draft(user).pk)
