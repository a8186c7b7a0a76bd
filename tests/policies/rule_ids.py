"""The ids of rules that stored assessments rest on. After a deliberate change: python -m tests.policies.rule_ids"""

from pathlib import Path

from policies.rules.parsing import parse_pack
from policies.stored_packs import shipped_texts

RULE_IDS = Path(__file__).parent / "rule_ids.txt"


def rule_ids() -> str:
    """Return one line for each rule, sorted, with the pack it stands in."""
    packs = {name: parse_pack(text, name) for name, text in shipped_texts().items()}
    lines = [f"{Path(name).stem} {rule.id}" for name, pack in packs.items() for rule in pack.rules]
    return "".join(f"{line}\n" for line in sorted(lines))


if __name__ == "__main__":
    RULE_IDS.write_text(rule_ids(), encoding="utf-8")
