"""Counts the files that each way through the product enters: python -m bench.ways [--files]

A way is what somebody does from beginning to end, such as taking an incident to a letter that is sent. A file counts
once a function of its own runs; --files names them. Walked at a demonstration of its own, by bench.walks.
"""

import json
import sys

from bench.sites import sites

CASES = 1
MOST = {"the page of a case": 25, "an incident to a sent letter": 50}


def main() -> None:
    """Print the figures."""
    with sites(CASES) as [site]:
        ways: dict[str, list[str]] = json.loads(site.run("-m", "bench.walks"))
    for name, files in ways.items():
        most = f" (at most {MOST[name]})" if name in MOST else ""
        print(f"{name}: {len(files)} files{most}")
        if "--files" in sys.argv:
            print("".join(f"    {file}\n" for file in files), end="")


if __name__ == "__main__":
    main()
