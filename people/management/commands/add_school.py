"""Add a school and its first Administrator, who adds everybody else in the browser."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, transaction
from django.utils import timezone

from people.models import Nation, Role
from people.services import add_member_by_email, add_school


class Command(BaseCommand):
    """Needed once for each school: Rung has no page that adds one."""

    help = "Add a school and its first Administrator. They set a password by “Forgotten your password?”."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="short name in small letters, such as cornist-park")
        parser.add_argument("--name", required=True, help="the school's name, as letters show it")
        parser.add_argument("--prefix", required=True, help="what its references begin with, such as CP")
        parser.add_argument("--nation", required=True, choices=Nation.values)
        parser.add_argument("--local-authority", required=True)
        parser.add_argument("--administrator-name", required=True)
        parser.add_argument("--administrator-email", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Add both or neither; the role begins today."""
        now = timezone.now()
        try:
            with transaction.atomic():
                _add(options, now=now)
        except IntegrityError as fault:
            raise CommandError("A school with this name, slug or prefix is there already.") from fault
        self.stdout.write(f"{options['name']} is added. {options['administrator_email']} is its Administrator.")


def _add(options: dict[str, Any], *, now: dt.datetime) -> None:
    school = add_school(
        by=None,
        now=now,
        name=options["name"],
        slug=options["slug"],
        reference_prefix=options["prefix"],
        nation=Nation(options["nation"]),
        local_authority=options["local_authority"],
    )
    add_member_by_email(
        by=None,
        now=now,
        school=school,
        email=options["administrator_email"],
        name=options["administrator_name"],
        role=Role.ADMINISTRATOR,
        from_on=timezone.localdate(now),
    )
