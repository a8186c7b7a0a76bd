from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from policies.rules.words import Actor, Fact, Finding, Force, Party, Step


def test_the_page_of_words_matches_the_words_and_a_stale_one_is_named(tmp_path: Path) -> None:
    call_command("words", "--check")
    page = tmp_path / "words.md"

    with pytest.raises(CommandError, match=r"words\.md does not match the words: run manage\.py words"):
        call_command("words", "--check", page=page)
    call_command("words", page=page)
    call_command("words", "--check", page=page)


def test_every_word_of_the_core_is_on_the_page_with_what_it_means() -> None:
    page = (Path(settings.BASE_DIR) / "docs" / "words.md").read_text(encoding="utf-8")

    for word in (*Party, *Finding, *Fact, *Step, *Actor, *Force):
        assert f"\n| `{word}` | " in page
    assert "| `third_party_posting_seen` | Someone else's posting seen: The person is aware of" in page
    assert "broke the policy? May be confirmed of one finding. | |" in page
    assert "group was used against its rules. | 2 |" in page
