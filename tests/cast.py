"""The fixed cast of the tests: two schools, and one person for each role, made by the real services."""

import datetime as dt
import functools
from dataclasses import dataclass

from people.models import Capacity, Nation, Person, Relationship, Role, School, User
from people.services import add_member, add_person, add_school, add_user, relate
from policies.models import Version
from policies.services import adopt, load_version
from policies.stored_packs import PACKS

NOW = dt.datetime(2026, 11, 12, 10, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 12)
JOINED_ON = dt.date(2020, 9, 1)
PASSWORD = "correct horse battery staple"


@dataclass(frozen=True)
class Cast:
    """Everybody a test may need. `outsider` is the Headteacher of `other_school`."""

    school: School
    other_school: School
    head: User
    deputy: User
    lead: User
    teacher: User
    governor: User
    chair: User
    clerk: User
    administrator: User
    outsider: User
    stranger: User
    parent: Person
    pupil: Person
    other_parent: Person
    version: Version

    def person_of(self, user: User) -> Person:
        """The user's own entry in the register of the first school."""
        return Person.objects.get(school=self.school, user=user)


def load_pack(slug: str) -> Version:
    """The shipped version of one policy, loaded as the command loads it."""
    path = PACKS / f"{slug}.toml"
    version, _ = load_version(by=None, now=NOW, pack_text=path.read_text("utf-8"), name=path.name)
    return version


def _member(school: School, role: Role, name: str, title: str = "") -> User:
    email = f"{role}@{school.slug}.example"
    user = add_user(by=None, now=NOW, email=email, name=name, password=PASSWORD)
    add_member(by=None, now=NOW, school=school, user=user, role=role, from_on=JOINED_ON, title=title)
    return user


@functools.cache
def standing_cast() -> Cast:
    """The cast that stands in the database for as long as the tests run: every test starts from it.

    It is made once, outside the transaction of any test, and again whenever the database was emptied.
    """
    return make_cast()


def make_cast() -> Cast:
    """Cornist Park with its whole staff, and Bradley with a Headteacher alone; both keep to their policies."""
    school = add_school(
        by=None,
        now=NOW,
        name="Cornist Park Primary",
        slug="cornist-park",
        reference_prefix="CP",
        nation=Nation.WALES,
        local_authority="Flintshire",
        address="1 School Lane\nFlint",
    )
    other = add_school(
        by=None,
        now=NOW,
        name="Bradley Primary",
        slug="bradley",
        reference_prefix="BP",
        nation=Nation.ENGLAND,
        local_authority="Lancashire",
    )
    version = load_pack("cornist-park")
    adopt(by=None, now=NOW, school=school, policy=version.policy, adopted_on=dt.date(2021, 11, 1))
    adopt(by=None, now=NOW, school=other, policy=load_pack("bradley").policy, adopted_on=dt.date(2023, 5, 1))
    pupil = add_person(by=None, now=NOW, school=school, name="Tomos Hughes", capacities={Capacity.PUPIL: "Year 5"})
    parent = add_person(
        by=None,
        now=NOW,
        school=school,
        name="Rhiannon Hughes",
        salutation="Mrs Hughes",
        address="2 Hill Street\nFlint",
        capacities={Capacity.PARENT: ""},
    )
    relate(by=None, now=NOW, person=parent, kind=Relationship.Kind.PARENT, relative=pupil)
    return Cast(
        school=school,
        other_school=other,
        head=_member(school, Role.HEADTEACHER, "Siân Morgan"),
        deputy=_member(school, Role.DEPUTY, "Dewi Pryce"),
        lead=_member(school, Role.SAFEGUARDING_LEAD, "Nia Roberts"),
        teacher=_member(school, Role.STAFF, "Aled Lloyd", "Teacher"),
        governor=_member(school, Role.GOVERNOR, "Gwen Parry"),
        chair=_member(school, Role.CHAIR, "Huw Evans"),
        clerk=_member(school, Role.CLERK, "Carys Jones"),
        administrator=_member(school, Role.ADMINISTRATOR, "Elin Davies"),
        outsider=_member(other, Role.HEADTEACHER, "Olive Grant"),
        stranger=add_user(by=None, now=NOW, email="stranger@nowhere.example", name="Sam Stranger", password=PASSWORD),
        parent=parent,
        pupil=pupil,
        other_parent=add_person(by=None, now=NOW, school=school, name="Owain Tudur", capacities={Capacity.PARENT: ""}),
        version=version,
    )
