import dataclasses

import pytest

from policies.rules.pack import pairs_of
from policies.rules.words import Finding, Party

from .small import small_pack


def test_an_entry_speaks_of_each_party_with_each_finding() -> None:
    block = small_pack().rules[2]

    assert pairs_of(block) == {(Party.PARENT, Finding.THREAT), (Party.PARENT, Finding.ONLINE_COMPLAINT)}


def test_a_pack_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        small_pack().rules[0].label = "Something else"  # type: ignore[misc]  # the point of the test
