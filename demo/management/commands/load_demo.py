"""Load the demonstration, once, and say who to sign in as."""

import tomllib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from demo.policies import load_policy_work
from demo.reports import load_report
from demo.schools import PASSWORD, load_school
from demo.stories import load_story, make_past_stories
from people.models import Membership, School

FOLDER = Path(__file__).resolve().parents[2]


class Command(BaseCommand):
    help = "Load the demonstration data into an empty database, and print who to sign in as."

    def handle(self, *args: Any, **options: Any) -> None:
        if not School.objects.exists():
            self._load()
        self.stdout.write(f"Everybody’s password: {PASSWORD}")
        for school in School.objects.all():
            self.stdout.write(f"\n{school.name}")
            members = Membership.objects.filter(school=school).select_related("user").order_by("pk")
            for member in members:
                self.stdout.write(f"  {member.user.email:36} {member.user.name}, {member.get_role_display()}")

    @transaction.atomic
    def _load(self) -> None:
        now = timezone.now()
        today = timezone.localdate(now)
        for school in _read("schools")["school"]:
            load_school(school, now=now, today=today)
        load_policy_work(_read("policies"), now=now)
        # In the order they happened, as references are numbered.
        stories = [*_read("stories")["story"], *make_past_stories(_read("past"), today=today)]
        for story in sorted(stories, key=lambda story: -story["ago"]):
            load_story(story, now=now)
        for report in _read("reports")["report"]:
            load_report(report, now=now)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
