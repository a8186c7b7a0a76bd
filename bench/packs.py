"""How long a pack of 1,000 rules takes to load: from its text to a pack that may be used, against a second."""

import json
import statistics
import time
from typing import Any

from policies.rules.parsing import parse_pack
from policies.rules.words import Finding, Party, Step

RULES, TIMES, TARGET = 1_000, 7, 1.0
HEAD = """format = 2
[policy]
slug = "long"
title = "Long"
schools = []
nation = "england"
[version]
number = "1"
status = "adopted"
in_force_from = 2024-09-01
date_stated = true
review = "none"
approval = "recorded"
note = ""
[[condition]]
id = "any"
heading = "Any"
note = ""
[[silence]]
id = "the-rest"
parties = "every"
findings = "rest"
show = []
note = "Nothing else is said."
"""
CLAUSE = (
    'place = "Page {0}"\nbinds = "every"\nmodality = "may"\ncategory = "procedure"\nsummary = "Clause {0}."\n'
    "informative = false\n"
)
RULE = (
    'condition = "any"\nforce = "may"\nlabel = "Step {0}"\nwho = "school"\nalternatives = ""\n'
    'waits_for = [["refused", "continued"], ["extreme_case"]]\nquestion = {{ refused = "Was it refused?" }}\n'
    'within = {{ count = 5, of = "school days", from = "known" }}\n'
)


def write_pack(rules: int) -> str:
    """Return the text of a pack with as many rules as clauses, over all parties, findings and steps."""
    parties, findings, steps = (list(map(str, words)) for words in (Party, Finding, Step))
    entries = [HEAD]
    for place in range(rules):
        entries.append(f'[[clause]]\nid = "L-{place}"\n' + CLAUSE.format(place))
        lists: dict[str, Any] = {
            "parties": parties[place % 5 :][:3],
            "findings": findings[place % 30 :][:12],
            "step": steps[place % len(steps)],
        }
        chosen = "".join(f"{key} = {json.dumps(value)}\n" for key, value in lists.items())
        entries.append(f'[[rule]]\nid = "rule-{place}"\nclause = "L-{place}"\n{chosen}' + RULE.format(place))
    return "\n".join(entries)


def main() -> None:
    text = write_pack(RULES)
    seconds = []
    for _ in range(TIMES):
        began = time.process_time()
        pack = parse_pack(text, "long.toml")
        seconds.append(time.process_time() - began)
    assert len(pack.rules) == RULES
    print(f"a pack of {RULES:,} rules loads in {statistics.median(seconds):.2f} s (target: under {TARGET:.0f} s)")


if __name__ == "__main__":
    main()
