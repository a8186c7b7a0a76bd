"""What each kind of report asks, in its own words."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from incidents.report_findings import Kind, Way, Who

PEOPLE = (Who.PUPIL, Who.FORMER_PUPIL, Who.PARENT, Who.OTHER)
ANYBODY = (*PEOPLE[:3], Who.COLLEAGUE, Who.OTHER)

DESCRIBED = ("Who is it?", "A name, or what you know, such as “a girl in Year 5”.")
TIE = ("Do you know them outside school?", "A relative, your own child, or a friend from before.")
MORE = ("Anything else? (optional)", "Facts only. You can add more later.")


@dataclass(frozen=True)
class Asks:
    """One kind: what it is for, the fields it asks in order, and what it says without asking (`always`).

    `labels` gives a field's label and hint; `required` what to say where something written is missing.
    """

    lead: str
    fields: tuple[str, ...]
    who: tuple[Who, ...] = ()
    labels: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    optional: frozenset[str] = frozenset({"tie"})
    required: Mapping[str, str] = field(default_factory=dict)
    always: Mapping[str, str] = field(default_factory=dict)


ASKS: dict[Kind, Asks] = {
    Kind.FRIEND_REQUEST: Asks(
        lead="Children and parents look for people they know online. Telling the school is the right thing, "
        "whatever you did with the request.",
        fields=(
            "who", "age", "described", "did", "platform", "platform_name", "happened_on", "tie", "words",
            "about_headteacher",
        ),
        who=PEOPLE,
        labels={
            "who": ("Who got in touch, or whom did you contact?", ""),
            "described": DESCRIBED,
            "tie": TIE,
            "words": MORE,
        },
    ),
    Kind.PRIOR_RELATIONSHIP: Asks(
        lead="A relative, your own child, or a friend from before, who is a pupil or a parent here. Said once, it is "
        "there when it is needed.",
        fields=("who", "age", "described", "tie", "words", "about_headteacher"),
        who=PEOPLE[:3],
        labels={
            "who": ("Who do you know?", ""),
            "described": DESCRIBED,
            "tie": ("How do you know them?", ""),
            "words": ("How long have you known them, and are you in touch online? (optional)", ""),
        },
        optional=frozenset(),
    ),
    Kind.EXCEPTIONAL_CONTACT: Asks(
        lead="Sometimes there is no other way to reach a parent. Telling the school is the right thing.",
        fields=("described", "platform", "platform_name", "happened_on", "tie", "words", "about_headteacher"),
        labels={
            "described": ("Which parent or carer?", "A name, or whose parent they are."),
            "platform": ("Where did you contact them?", ""),
            "tie": TIE,
            "words": ("Why was it needed, and what was said? (optional)", "Facts only. You can add more later."),
        },
        always={"who": Who.PARENT, "way": Way.SENT},
    ),
    Kind.CLOSURE_CONTACT: Asks(
        lead="You and a pupil or a parent were in touch from a personal account while the school was closed.",
        fields=(
            "who", "described", "way", "platform", "platform_name", "happened_on", "tie", "words", "about_headteacher",
        ),
        who=(Who.PUPIL, Who.PARENT),
        labels={
            "who": ("Who were you in touch with?", ""),
            "described": DESCRIBED,
            "tie": TIE,
            "words": ("What was it about? (optional)", "Facts only. You can add more later."),
        },
    ),
    Kind.THIRD_PARTY_POST: Asks(
        lead="Something somebody else posted, about the school or its people. You need not look further into it.",
        fields=(
            "words", "could_harm", "platform", "platform_name", "happened_on", "who", "described", "about_headteacher",
        ),
        who=ANYBODY,
        labels={
            "words": ("What did you see?", "Facts only: what it says, and where it can be found."),
            "happened_on": ("On what day did you see it?", ""),
            "who": ("Who posted it? (optional)", ""),
            "described": ("What do you know of them? (optional)", "A name, or the name of the account."),
        },
        optional=frozenset({"who", "described"}),
        required={"words": "Say what you saw."},
    ),
    Kind.SCHOOL_ACCOUNT: Asks(
        lead="A school account that was broken into, lost, or does something nobody at the school did.",
        fields=("words", "platform", "platform_name", "happened_on", "about_headteacher"),
        labels={
            "words": ("What is wrong?", "Never write a password here."),
            "platform": ("Where is the account?", ""),
            "happened_on": ("On what day did you notice?", ""),
        },
        required={"words": "Say what is wrong."},
    ),
    Kind.OTHER: Asks(
        lead="Anything else about social media that the school should know.",
        fields=("words", "happened_on", "who", "described", "about_headteacher"),
        who=ANYBODY,
        labels={
            "words": ("What do you want to tell the school?", "Facts only. You can add more later."),
            "who": ("Who is it about? (optional)", ""),
            "described": ("What do you know of them? (optional)", "A name, or what they do."),
        },
        optional=frozenset({"who", "described"}),
        required={"words": "Say what you want to tell the school."},
    ),
}  # fmt: skip

# Under each kind, where one chooses what the report is about.
MEANS: dict[Kind, str] = {
    Kind.FRIEND_REQUEST: "From a pupil, a former pupil or a parent, or to them.",
    Kind.PRIOR_RELATIONSHIP: "A relative, your own child or a friend from before, who is a pupil or a parent here.",
    Kind.EXCEPTIONAL_CONTACT: "There was no other way to reach them.",
    Kind.CLOSURE_CONTACT: "With a pupil or a parent, from a personal account.",
    Kind.THIRD_PARTY_POST: "About the school, its pupils, parents or staff.",
    Kind.SCHOOL_ACCOUNT: "Broken into, lost, or posting what nobody posted.",
    Kind.OTHER: "Anything about social media that the school should know.",
}
