"""The first draft of a letter: to whom, and in which words, for a person to read through and change."""

from __future__ import annotations

import datetime as dt

from django.template import Context, Engine

from breaches.letters.basis import Basis
from breaches.letters.fields import fields_of, host_of, pupils_in
from breaches.letters.kinds import NEEDS, TO_PEOPLE, Audience, Kind
from breaches.letters.text import LetterText, tidy
from breaches.models import Case
from people.models import Capacity, Membership, Person, Relationship, Role, User
from policies.rules.assessment import Assessment

REVIEW_AFTER = dt.timedelta(days=42)
ENDS_AFTER = dt.timedelta(days=84)


def draft_of(
    case: Case,
    answer: Assessment,
    basis: Basis,
    kind: Kind,
    *,
    recipient: Person | None,
    signature: str,
    today: dt.date,
    meeting: str = "",
    channel: str = "",
) -> LetterText:
    """The letter as the case alone would have it, its days counted from today."""
    needs = NEEDS[kind]
    filled = fields_of(case, answer, basis, recipient=recipient, meeting=meeting, channel=channel)
    wording = Engine.get_default().get_template(f"letters/wording/{kind}.txt")
    return LetterText(
        recipient=recipient,
        addressee=recipient.name if recipient else _addressee(case, needs.audience),
        address=recipient.address if recipient else "",
        salutation=_salutation(recipient, needs.audience),
        subject=needs.subject,
        body=tidy(wording.render(Context(vars(filled), autoescape=False))),
        signature=signature,
        reply_by=today + dt.timedelta(days=needs.days_to_reply) if needs.days_to_reply else None,
        review_on=today + REVIEW_AFTER if needs.is_barring else None,
        ends_on=today + ENDS_AFTER if needs.is_barring else None,
    )


def recipients_for(case: Case, kind: Kind) -> list[Person]:
    """Whom a letter of this kind may go to, the likeliest first; nobody where it goes to an office or to everybody.

    A letter about what a child did goes to the child's parents or carers, never to the child.
    """
    audience = NEEDS[kind].audience
    if audience not in TO_PEOPLE:
        return []
    if audience == Audience.FAMILY_OF_CHILD:
        return _families([one.person for one in pupils_in(case.incident)])
    return _families([case.subject]) if case.capacity == Capacity.PUPIL else [case.subject]


def signature_for(case: Case, user: User, role: Role, *, today: dt.date) -> str:
    """The Headteacher's name, or one's own where there is no Headteacher or none who may see the case."""
    heads = Membership.objects.in_force(on=today).with_roles(Role.HEADTEACHER).filter(school=case.school)
    head = heads.select_related("user").first()
    if head is None or not Case.objects.visible_to(head.user, on=today).filter(pk=case.pk).exists():
        return f"{user.name}\n{role.label}"
    return f"{head.user.name}\n{Role.HEADTEACHER.label}"


def _families(children: list[Person]) -> list[Person]:
    ties = Relationship.objects.filter(relative__in=children, kind=Relationship.Kind.PARENT)
    return list(Person.objects.filter(pk__in=ties.values("person")).order_by("name", "pk"))


def _addressee(case: Case, audience: Audience) -> str:
    host = host_of(case.incident)
    return {
        Audience.EVERYBODY: "All parents and carers",
        Audience.PLATFORM: host[0].upper() + host[1:],
        Audience.AUTHORITY: f"{case.school.local_authority} local authority",
        Audience.POLICE: "The police",
    }.get(audience, "The parent or carer")


def _salutation(recipient: Person | None, audience: Audience) -> str:
    if recipient:
        return f"Dear {recipient.salutation or recipient.name}"
    if audience == Audience.EVERYBODY:
        return "Dear parents and carers"
    return "Dear parent or carer" if audience in TO_PEOPLE else "Dear Sir or Madam"
