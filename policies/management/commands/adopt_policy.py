"""Put on record that a school keeps to a policy."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from people.models import School
from policies.models import Policy
from policies.services import AlreadyAdopted, adopt


class Command(BaseCommand):
    """Needed once for each school and policy: Rung has no page that adopts one."""

    help = "Put on record that a school keeps to a policy from a day. Run load_policies first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("school", help="the school's slug")
        parser.add_argument("policy", help="the policy's slug")
        parser.add_argument("--on", required=True, type=dt.date.fromisoformat, help="the day, such as 2021-11-01")

    def handle(self, *args: Any, **options: Any) -> None:
        school = School.objects.filter(slug=options["school"]).first()
        policy = Policy.objects.filter(slug=options["policy"]).first()
        if school is None or policy is None:
            raise CommandError("There is no such school." if school is None else "There is no such policy.")
        try:
            adopt(by=None, now=timezone.now(), school=school, policy=policy, adopted_on=options["on"])
        except AlreadyAdopted as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"{school} keeps to {policy} from {options['on']}.")
