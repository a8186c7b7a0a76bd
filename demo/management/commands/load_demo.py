"""Load the demonstration, once, and say who to sign in as."""

import tomllib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

import demo
from demo.policies import load_policies_kept
from demo.reports import load_report
from demo.schools import PASSWORD, load_school
from demo.stories import load_story, past_stories
from people.models import Membership, School

FOLDER = Path(demo.__file__).parent


class Command(BaseCommand):
    """Fictional schools, people and cases, with days counted back from today."""

    help = "Load the demonstration data into an empty database, and print who to sign in as."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load unless there is a school already; print the sign-ins either way."""
        if not School.objects.exists():
            self._load()
        self.stdout.write(f"Everybody’s password: {PASSWORD}")
        for school in School.objects.all():
            self.stdout.write(f"\n{school.name}")
            members = Membership.objects.filter(school=school).select_related("user").order_by("pk")
            for one in members:
                self.stdout.write(f"  {one.user.email:36} {one.user.name}, {one.get_role_display()}")

    @transaction.atomic
    def _load(self) -> None:
        now = timezone.now()
        today = timezone.localdate(now)
        for said in _told("schools")["school"]:
            load_school(said, now=now, today=today)
        load_policies_kept(_told("policies"), now=now)
        # In the order they happened, as references are numbered.
        stories = [*_told("stories")["story"], *past_stories(_told("past"), today=today)]
        for said in sorted(stories, key=lambda story: -story["ago"]):
            load_story(said, now=now)
        for said in _told("reports")["report"]:
            load_report(said, now=now)


def _told(name: str) -> dict[str, Any]:
    """What one of the files beside the loaders says."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
