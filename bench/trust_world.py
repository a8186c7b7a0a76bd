"""Makes a trust of 30 schools with so many cases in all in the database of the environment.

python -m bench.trust_world CASES

The demonstration has to be there. The first school of the trust is its own, and the others are like it: the same
policies, terms and reviews, and copies of its cases. One governor and one Headteacher hold their role at each.
"""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.db import connection, models
from django.utils import timezone

from bench.sites import EMAIL, GOVERNOR
from bench.world import SCHOOL, copy_row, grow
from people.models import Membership, Person, Role, School, TermDates, User
from policies.models import Adoption, Approval, ReviewCycle
from web.text import fold

SCHOOLS = 30
GROUP = "Thirty Schools Trust"


def fill(cases: int) -> None:
    """Make the trust where it is not there yet, and bring its schools to so many cases."""
    first = School.objects.get(slug=SCHOOL)
    if not School.objects.filter(group=GROUP).exists():
        make(first)
    for school in School.objects.filter(group=GROUP):
        grow(school, cases // SCHOOLS, like=first)
    if connection.vendor == "postgresql":
        # What its own background process would do within the minute; SQLite has none.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def make(first: School) -> None:
    """The other schools, and the two who hold a role at all of them."""
    School.objects.filter(pk=first.pk).update(group=GROUP)
    head = User.objects.get(email=EMAIL)
    governor = User.objects.create(email=GOVERNOR, name="Tegwen Foulkes", password=head.password)
    since = timezone.localdate().replace(month=1, day=1)
    Membership.objects.create(user=governor, school=first, role=Role.GOVERNOR, from_on=since)
    for number in range(1, SCHOOLS):
        school = copy_row(
            first, name=f"School {number:02} of the trust", slug=f"trust-{number:02}", reference_prefix=f"T{number:02}"
        )
        school.group = GROUP
        school.save()
        for user, role in ((governor, Role.GOVERNOR), (head, Role.HEADTEACHER)):
            Membership.objects.create(user=user, school=school, role=role, from_on=since)
        Person.objects.create(school=school, user=head, name=head.name, folded_name=fold(head.name))
        keep_like(first, school)


def keep_like(first: School, school: School) -> None:
    """The same policies, approvals, reviews and terms as the first."""
    kinds: tuple[type[models.Model], ...] = (Adoption, Approval, ReviewCycle, TermDates)
    for kind in kinds:
        rows = kind._default_manager.filter(school=first)
        kind._default_manager.bulk_create([copy_row(row, school_id=school.pk) for row in rows])


if __name__ == "__main__":
    fill(int(sys.argv[1]))
