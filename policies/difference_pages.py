"""What the page that compares two versions shows, worked out before a template sees it."""

from typing import Any

from policies.models import Version
from policies.rules.differences import Kind, differences
from policies.stored_packs import pack_of

HEADINGS = {
    Kind.ADDED: "Clauses that are new",
    Kind.CHANGED: "Clauses that changed",
    Kind.REMOVED: "Clauses that are gone",
}


def differences_page(old: Version, new: Version) -> dict[str, Any]:
    """The context of the page; without two packs there is nothing to compare but the documents."""
    comparable = bool(old.pack_text and new.pack_text)
    found = differences(pack_of(old), pack_of(new)) if comparable else ()
    return {
        "old": old,
        "new": new,
        "comparable": comparable,
        "sections": [
            (heading, those)
            for kind, heading in HEADINGS.items()
            if (those := [one for one in found if one.kind == kind])
        ],
    }
