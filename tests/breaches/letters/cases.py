"""One case for each letter that each of the five policies gives, and one for going beyond it."""

import datetime as dt
from dataclasses import dataclass

from breaches.letters.kinds import LetterKind
from breaches.models import Case
from breaches.services.cases import open_case
from incidents.journey import Page
from incidents.models import Incident, Involvement
from incidents.services.drafts import log_incident
from people.models import Capacity, Nation, Person, Relationship, Role, School, User
from people.services import add_member, add_person, add_school, add_user, relate
from policies.rules.words import Fact, Finding
from policies.services import adopt
from tests.breaches.factories import confirm
from tests.cast import JOINED_ON, NOW, load_pack
from tests.incidents.factories import Part, fill, involve, make_draft, reload_incident, with_findings

PARENT, STAFF, PUPIL = Capacity.PARENT, Capacity.STAFF, Capacity.PUPIL


@dataclass(frozen=True)
class Given:
    """A letter that a policy gives, for these findings of this party once these facts are confirmed."""

    slug: str
    kind: LetterKind
    capacity: Capacity
    finding: Finding
    facts: tuple[Fact, ...] = ()
    platform: str = "facebook"

    def __str__(self) -> str:
        return f"{self.slug}-{self.kind}"


GATE = (Fact.REFUSED, Fact.CONTINUED)
CORNIST, CAVENDISH, TWO = "cornist-park", "cavendish", "avenue-recreation-road"
GIVEN = (
    Given(CORNIST, LetterKind.PLATFORM_REPORT, PARENT, Finding.DEFAMATION),
    Given(CORNIST, LetterKind.REMOVAL_REQUEST, PARENT, Finding.DEFAMATION),
    Given(CORNIST, LetterKind.MEETING_INVITATION, PARENT, Finding.DEFAMATION),
    Given(CORNIST, LetterKind.WRITTEN_WARNING, PARENT, Finding.DEFAMATION, GATE),
    Given(CORNIST, LetterKind.POLICE_SUMMARY, PARENT, Finding.DEFAMATION, (*GATE, Fact.POLICE_APPROPRIATE)),
    Given(
        CORNIST, LetterKind.BLOCK_NOTICE, PARENT, Finding.DEFAMATION, (*GATE, Fact.ON_SCHOOL_CHANNEL), "school_channel"
    ),
    Given(CORNIST, LetterKind.HOST_COMPLAINT, PARENT, Finding.DEFAMATION, GATE),
    Given(CORNIST, LetterKind.INVESTIGATION_NOTICE, STAFF, Finding.PUPIL_CONTACT, (), "instagram"),
    Given(
        CAVENDISH,
        LetterKind.BLOCK_NOTICE,
        PARENT,
        Finding.ABUSIVE_COMMENT,
        (Fact.ON_SCHOOL_CHANNEL, Fact.POLICY_TERM_NAMED),
        "school_channel",
    ),
    Given(CAVENDISH, LetterKind.PLATFORM_REPORT, PUPIL, Finding.UNDERAGE_ACCOUNT, (Fact.ON_SCHOOL_CHANNEL,), "tiktok"),
    Given(TWO, LetterKind.REMOVAL_REQUEST, PARENT, Finding.CHILD_IMAGE),
    Given(TWO, LetterKind.EVENT_BAN, PARENT, Finding.CHILD_IMAGE, (Fact.CONTINUED,)),
    Given(TWO, LetterKind.MEETING_INVITATION, PARENT, Finding.MALICIOUS_COMMENT, (Fact.ABOUT_SCHOOL_OR_TEACHER,)),
    Given(
        TWO,
        LetterKind.COMPLAINTS_SIGNPOST,
        PARENT,
        Finding.MALICIOUS_COMMENT,
        (Fact.ABOUT_SCHOOL_OR_TEACHER, Fact.REASONABLE_COMPLAINT),
    ),
    Given(
        TWO,
        LetterKind.BLOCK_NOTICE,
        PARENT,
        Finding.MALICIOUS_COMMENT,
        (Fact.ABOUT_SCHOOL_OR_TEACHER,),
        "school_channel",
    ),
    Given(
        TWO,
        LetterKind.PLATFORM_REPORT,
        PARENT,
        Finding.MALICIOUS_COMMENT,
        (Fact.ABOUT_SCHOOL_OR_TEACHER, Fact.REFUSED),
    ),
    Given(
        TWO,
        LetterKind.LOCAL_AUTHORITY,
        PARENT,
        Finding.MALICIOUS_COMMENT,
        (Fact.ABOUT_SCHOOL_OR_TEACHER, Fact.REFUSED),
    ),
    Given(TWO, LetterKind.POLICE_SUMMARY, PARENT, Finding.THREAT),
    Given(TWO, LetterKind.FRIEND_REQUEST_NOTICE, STAFF, Finding.PUPIL_REQUEST_RECEIVED, (), "snapchat"),
)

SCHOOLS = {
    CORNIST: ("Ysgol Llŷn", "YL", Nation.WALES, "Gwynedd"),
    "bradley": ("Bradley Hill Primary", "BH", Nation.ENGLAND, "Lancashire"),
    CAVENDISH: ("Cavendish Road Primary", "CR", Nation.ENGLAND, "Manchester"),
    "st-peters": ("St Peter's on the Hill", "SP", Nation.ENGLAND, "Kent"),
    TWO: ("Avenue Lane Junior", "AL", Nation.ENGLAND, "Norfolk"),
}


@dataclass(frozen=True)
class Place:
    """A school that keeps to one of the policies, its Headteacher, and a family."""

    school: School
    head: User
    parent: Person
    pupil: Person
    teacher: Person


def add_place(slug: str) -> Place:
    """A school of its own for one policy; the draft of Cavendish is loaded and not adopted."""
    name, prefix, nation, authority = SCHOOLS[slug]
    school = add_school(
        by=None,
        now=NOW,
        name=name,
        slug=f"at-{slug}",
        reference_prefix=prefix,
        nation=nation,
        local_authority=authority,
        address="1 School Lane\nTrefŷn\nAB1 2CD",
        telephone="01352 000111",
        email="office@school.example",
    )
    adopt(by=None, now=NOW, school=school, policy=load_pack(slug).policy, adopted_on=dt.date(2021, 11, 1))
    head = add_user(by=None, now=NOW, email=f"head@{slug}.example", name="Siân Ŵyn Morgan")
    add_member(by=None, now=NOW, school=school, user=head, role=Role.HEADTEACHER, from_on=JOINED_ON)
    pupil = add_person(by=None, now=NOW, school=school, name="Tomos Llŷr Hughes", capacities={PUPIL: "Year 5"})
    parent = add_person(
        by=None,
        now=NOW,
        school=school,
        name="Rhiannon Hughes",
        salutation="Mrs Hughes",
        address="2 Hill Street\nTrefŷn\nAB1 2CE",
        capacities={PARENT: ""},
    )
    relate(by=None, now=NOW, person=parent, kind=Relationship.Kind.PARENT, relative=pupil)
    teacher = add_person(by=None, now=NOW, school=school, name="Aled Lloyd", capacities={STAFF: "Teacher"})
    return Place(school, head, parent, pupil, teacher)


def open_case_for(given: Given, at: Place | None = None) -> tuple[Case, User]:
    """The case in which the policy gives this letter, and its Headteacher."""
    at = at or add_place(given.slug)
    subject = {PARENT: at.parent, STAFF: at.teacher, PUPIL: at.pupil}[given.capacity]
    incident = _log(at, given, subject)
    case = open_case(
        by=at.head,
        now=NOW,
        incident=incident,
        subject=incident.involvements.get(part=Involvement.Part.SUBJECT),
        capacity=given.capacity,
        findings={given.finding: "Seen on the page itself."},
        by_the_draft=given.slug == CAVENDISH,
    )
    confirm(case, *given.facts, by=at.head)
    return Case.objects.get(pk=case.pk), at.head


def _log(at: Place, given: Given, subject: Person) -> Incident:
    draft = make_draft(at.head, at.school)
    fill(
        draft,
        at.head,
        Page.WHERE,
        platform=given.platform,
        audience="public",
        account="Trefŷn mums",
        address="https://social.example/groups/trefyn/posts/123456789",
    )
    fill(draft, at.head, Page.WHAT, title="A post", facts="The post says: “The Headteacher steals from the fund.”")
    involve(draft, at.head, subject, Part.SUBJECT, given.capacity)
    if given.finding == Finding.PUPIL_REQUEST_RECEIVED:
        involve(draft, at.head, at.pupil, Part.WITNESS, PUPIL)
    with_findings(draft, at.head, {given.finding: ""})
    return log_incident(by=at.head, now=NOW, incident=draft, revision=reload_incident(draft).revision)
