"""The command as it is typed: its answers, its refusals, and that it needs no database."""

import json
import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
SMALL_PACK = Path(__file__).parent / "rules" / "small_pack.toml"
FACTS = {"id": "a1", "policy": "hill-top", "on": "2024-09-01", "today": "2025-01-01", "party": "parent"}
THREAT = FACTS | {"findings": ["threat"]}


def assess(tmp_path: Path, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command on its own, with an empty folder for its data."""
    return subprocess.run(
        [sys.executable, "manage.py", "assess", *words],
        cwd=ROOT,
        env=os.environ | {"DATA_DIR": str(tmp_path / "empty"), "RUNG_DEMO": "1"},
        input=typed,
        capture_output=True,
        text=True,
        check=False,
    )


def write_facts(tmp_path: Path, value: object) -> str:
    """Write facts to a file and return its path."""
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    return str(path)


def read_refusal(run: subprocess.CompletedProcess[str]) -> str:
    """Return the one line of a refusal, which writes nothing to standard output and ends with status 2."""
    assert run.returncode == 2
    assert run.stdout == ""
    [line] = run.stderr.splitlines()
    return line


def test_a_list_is_answered_in_order_without_a_database(tmp_path: Path) -> None:
    facts = write_facts(tmp_path, [THREAT | {"id": "b"}, THREAT | {"id": "a", "findings": ["defamation"]}])
    run = assess(tmp_path, facts, "--policy-file", str(SMALL_PACK))
    answers = json.loads(run.stdout)

    assert (run.returncode, run.stderr) == (0, "")
    assert [answer["id"] for answer in answers] == ["b", "a"]
    assert [step["step"] for step in answers[0]["steps"]] == ["request_removal", "block_access", "contact_police"]
    assert answers[1]["silent"] == [{"finding": "defamation", "show": [], "note": "The policy does not speak of it."}]
    assert list((tmp_path / "empty").rglob("*.sqlite3")) == []


def test_one_object_on_standard_input_is_answered_with_a_list(tmp_path: Path) -> None:
    facts = {"policy": "cornist-park", "on": "2022-01-15", "today": "2022-02-01", "party": "parent"}
    run = assess(tmp_path, "-", typed=json.dumps(facts | {"id": "a1", "findings": ["defamation"]}))
    [answer] = json.loads(run.stdout)

    assert list(answer) == [
        "id",
        "policy",
        "in_force_from",
        "notices",
        "steps",
        "silent",
        "engaged",
        "forbidden",
        "rights",
        "duties",
    ]
    assert answer["steps"][0] == {
        "step": "report_to_platform",
        "state": "open",
        "force": "will",
        "who": "school",
        "alternatives": None,
        "waiting_for": [],
        "after": [],
        "within": None,
        "lasts": None,
        "passed_by": None,
        "clauses": [
            {
                "id": "CP-PR-1a",
                "place": answer["steps"][0]["clauses"][0]["place"],
                "force": "will",
                "waiting_for": [],
                "question": None,
            }
        ],
    }


def test_without_a_day_of_asking_the_machine_says_what_day_it_is(tmp_path: Path) -> None:
    facts = {key: value for key, value in THREAT.items() if key != "today"}
    run = assess(tmp_path, "-", "--policy-file", str(SMALL_PACK), typed=json.dumps(facts))

    assert json.loads(run.stdout)[0]["notices"] == ["review_overdue"]


def own_pack(tmp_path: Path, slug: str) -> str:
    """The path of a pack that is the small one, under this name."""
    pack = tmp_path / f"{slug}.toml"
    pack.write_text(SMALL_PACK.read_text(encoding="utf-8").replace("hill-top", slug), encoding="utf-8")
    return str(pack)


def test_packs_of_ones_own_stand_beside_the_shipped_ones(tmp_path: Path) -> None:
    slugs = ("hill-top", "low-lane", "cornist-park")
    facts = [THREAT | {"policy": slug, "on": "2024-09-02"} for slug in slugs]
    added = [word for slug in slugs[:2] for word in ("--policy-file", own_pack(tmp_path, slug))]
    run = assess(tmp_path, "-", *added, typed=json.dumps(facts))

    assert (run.returncode, run.stderr) == (0, "")
    assert [answer["in_force_from"] for answer in json.loads(run.stdout)] == ["2024-09-01"] * 2 + ["2021-11-01"]


def test_a_pack_is_asked_in_words_of_its_own_and_in_no_other(tmp_path: Path) -> None:
    pack = ["--policy-file", str(Path(__file__).parent / "own_words.toml")]
    facts: dict[str, object] = {"policy": "fern-hill", "on": "2026-01-15", "today": "2026-02-01"}
    facts |= {"party": "club_leader", "findings": ["chat_gossip"], "confirmed": ["third_time"], "done": ["gate_talk"]}
    [answer] = json.loads(assess(tmp_path, "-", *pack, typed=json.dumps(facts)).stdout)

    assert [(step["step"], step["state"], step["who"]) for step in answer["steps"]] == [
        ("gate_talk", "done", "parents_forum"),
        ("write_warning", "open", "headteacher"),
    ]
    refused = assess(tmp_path, "-", *pack, typed=json.dumps(facts | {"policy": "bradley"}))
    assert "party: unknown word 'club_leader'" in read_refusal(refused)


def test_two_packs_of_one_policy_are_refused_in_one_line(tmp_path: Path) -> None:
    facts = write_facts(tmp_path, THREAT)
    again = own_pack(tmp_path, "hill-top")
    run = assess(tmp_path, facts, "--policy-file", str(SMALL_PACK), "--policy-file", again)

    assert read_refusal(run).endswith("hill-top.toml: policy: slug 'hill-top' is given twice")


def test_a_pack_of_a_policy_that_is_shipped_is_refused_in_one_line(tmp_path: Path) -> None:
    run = assess(tmp_path, write_facts(tmp_path, THREAT), "--policy-file", own_pack(tmp_path, "bradley"))

    assert read_refusal(run).endswith("bradley.toml: policy: slug 'bradley' is given twice")


def test_bad_facts_are_refused_whole_in_one_line(tmp_path: Path) -> None:
    facts = write_facts(tmp_path, [THREAT, THREAT | {"findings": ["slander"]}])
    run = assess(tmp_path, facts, "--policy-file", str(SMALL_PACK))

    assert read_refusal(run).endswith("object 1: findings: unknown word 'slander'")


def test_a_file_that_is_missing_or_not_json_is_refused_in_one_line(tmp_path: Path) -> None:
    assert "gone.json" in read_refusal(assess(tmp_path, str(tmp_path / "gone.json")))
    assert "not JSON" in read_refusal(assess(tmp_path, "-", typed="{\n"))


def test_a_bad_pack_is_refused_in_one_line(tmp_path: Path) -> None:
    pack = tmp_path / "own.toml"
    pack.write_text(SMALL_PACK.read_text(encoding="utf-8").replace('id = "HT-1"', "id = HT-1"), encoding="utf-8")
    facts = write_facts(tmp_path, THREAT)

    line = read_refusal(assess(tmp_path, facts, "--policy-file", str(pack)))
    assert line.endswith("own.toml: clause 2: line 29: the id must be quoted")
    assert "gone.toml" in read_refusal(assess(tmp_path, facts, "--policy-file", str(tmp_path / "gone.toml")))
