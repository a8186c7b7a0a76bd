from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from policies.management.commands.ladders import findings_in_words, ladders_page
from policies.rules.parsing import parse_pack
from policies.rules.wordings import CORE_WORDINGS
from policies.rules.words import Finding
from policies.stored_packs import shipped_packs
from tests.policies.rules.factories import small_pack

PAGE = Path(settings.BASE_DIR) / "docs" / "ladders.md"


def test_the_page_matches_the_packs() -> None:
    assert PAGE.read_text(encoding="utf-8") == ladders_page(shipped_packs())


def test_the_page_says_what_each_step_is_and_where_it_comes_from() -> None:
    page = ladders_page([small_pack()])

    assert "## Hill Top Online Policy (hill-top)" in page
    assert "- In force from: 1 September 2024" in page
    assert "- Review: overdue after 30 June 2025" in page
    assert "### Parent or carer" in page
    assert "#### When a comment is threatening\n\nWaits for nothing else.\n\nFor: Threat." in page
    assert (
        "- **Always**: Report the comment to the police. Who: the policy does not say. [HT-3: Action, second point]."
        in page
    )
    assert "Waits for: Has the parent or carer refused? Has the parent or carer carried on?" in page


def test_parties_treated_alike_stand_under_one_heading() -> None:
    page = ladders_page([small_pack()])

    assert "### Member of staff, governor, volunteer, pupil, visitor and anyone else" in page
    assert "Do you read this clause as reaching the person, though it does not name them?" in page
    assert "- Complaint made online: Only parents are told where to take a complaint." in page
    assert "Nearest: [HT-1: Parents, first point]." in page


def test_a_page_that_is_current_passes_and_a_stale_or_missing_one_does_not(tmp_path: Path) -> None:
    page = tmp_path / "ladders.md"

    with pytest.raises(CommandError, match=r"ladders\.md does not match the packs: run manage\.py ladders"):
        call_command("ladders", "--check", page=page)
    call_command("ladders", page=page)
    call_command("ladders", "--check", page=page)
    page.write_text("old", encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("ladders", "--check", page=page)
    assert page.read_text(encoding="utf-8") == "old"


def test_a_silence_on_everything_is_said_in_two_words() -> None:
    assert findings_in_words(tuple(Finding), CORE_WORDINGS) == "every finding"
    assert findings_in_words((Finding.THREAT, Finding.DISREPUTE), CORE_WORDINGS) == "Threat; Harm to reputation"


def test_the_words_of_a_packs_own_are_on_the_page() -> None:
    pack = Path(__file__).parent / "own_words.toml"
    page = ladders_page([parse_pack(pack.read_text(encoding="utf-8"), pack.name)])

    assert "### Parent or carer and club leader" in page
    assert "For: Gossip in a class chat." in page
    assert "Who: the parents' forum." in page
