"""Measures the resident memory of one web worker after 1,000 mixed requests: python -m bench.memory

Linux alone tells. What the worker shares with the master is counted in full, as a limit on a container would.
"""

import re
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from bench.pages import first_case
from bench.sites import Visitor, serve, sites

CASES = 1_000
REQUESTS = 1_000
MOST_MEGABYTES = 160
START = "/incidents/log/"
RECORDS = 20  # different cases and incidents that are opened in turn


def main() -> None:
    """Print the figures."""
    with sites(CASES) as [site], serve(site, WEB_CONCURRENCY="1") as (visitor, master):
        at_first = measure_resident(worker_of(master))
        addresses = visit_every_sort(visitor)
        for address in islice(cycle(addresses), REQUESTS):
            if visitor.get(address).status != 200:
                raise SystemExit(f"{address} is not to be had")
        worker = worker_of(master)
        print(
            f"memory of one worker after {REQUESTS:,} requests of {len(addresses)} pages:"
            f" {measure_resident(worker):.0f} MB resident (at most {MOST_MEGABYTES}), {at_first:.0f} MB at first;"
            f" {measure_proportional(worker):.0f} MB without what it shares"
        )


def visit_every_sort(visitor: Visitor) -> list[str]:
    """Pages of every sort, the preview of a letter among them."""
    listed = visitor.get("/cases/").body.decode()
    cases = list(dict.fromkeys(re.findall(r'href="(/cases/\d+/)"', listed)))[:RECORDS]
    incidents = re.findall(r'href="(/incidents/\d+/)"', visitor.get("/incidents/").body.decode())[:RECORDS]
    policies = re.findall(r'href="(/policies/[a-z-]+/)"', visitor.get("/policies/").body.decode())
    return list(_dealt(cases, incidents, [*policies, *_journey(visitor), *_letter(visitor)]))


def _dealt(*sorts: list[str]) -> Iterator[str]:
    """The lists and searches between one of each sort, until every one was had."""
    lists = cycle(["/", "/cases/?page=3", "/cases/?q=post", "/cases/?due=overdue", "/incidents/", "/people/?q=bowen"])
    for number in range(max(map(len, sorts))):
        yield from (sort[number] for sort in sorts if number < len(sort))
        yield next(lists)


def _journey(visitor: Visitor) -> list[str]:
    """The pages of logging an incident, on a draft begun for it."""
    [token] = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', visitor.get(START).body.decode())[:1]
    begun = visitor.post(START, {"csrfmiddlewaretoken": token}).location.removesuffix("when/")
    return [f"{begun}{page}/" for page in ("when", "where", "what", "who", "findings", "evidence", "check")]


def _letter(visitor: Visitor) -> list[str]:
    """A letter, its PDF and the form of another."""
    case = first_case(visitor)
    [letter] = re.findall(r'href="(/letters/\d+/)"', visitor.get(case).body.decode())[:1]
    return [letter, f"{letter}pdf/", f"{letter}edit/", f"{case}letters/meeting_invitation/"]


def worker_of(master: int) -> int:
    """The process that answers."""
    [worker] = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    return int(worker)


def measure_resident(process: int) -> float:
    """The megabytes it holds in memory."""
    return _megabytes(process, "status", "VmRSS")


def measure_proportional(process: int) -> float:
    """The megabytes it holds, what it shares counted in part."""
    return _megabytes(process, "smaps_rollup", "Pss")


def _megabytes(process: int, file: str, name: str) -> float:
    status = Path(f"/proc/{process}/{file}").read_text()
    return int(re.findall(rf"^{name}:\s+(\d+) kB", status, re.MULTILINE)[0]) / 1000


if __name__ == "__main__":
    main()
