"""Measures Rung's pages at 20,000 cases against a site in plain Django, by processor time: python -m bench.floor

Both sites are served by gunicorn with one worker each and take turns, request by request; the median of each counts.
Processor time is the worker's own, so that a busy machine troubles both alike.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench import pages
from bench.self_report import Filled
from bench.sites import EMAIL, Visitor, plain, serve, sites

CASES = 20_000
ROUNDS = 31
WARM = 3
# How many times what plain Django takes.
MOST = {"case list": 4, "case page": 8, "log it": 6, "open case": 6}

Request = Callable[[], object]


@dataclass(frozen=True)
class Side:
    """Somebody at a site, and the process that answers them."""

    visitor: Visitor
    worker: int

    def get(self, address: str) -> str:
        """The page at the address."""
        answer = self.visitor.get(address)
        if answer.status != 200:
            raise SystemExit(f"{address} answers {answer.status}")
        return answer.body.decode()

    def post(self, address: str, fields: dict[str, str]) -> None:
        """Send a form that is taken."""
        answer = self.visitor.post(address, fields)
        if answer.status != 302:
            raise SystemExit(f"{address} answers {answer.status}")

    def milliseconds(self, request: Request) -> float:
        """The processor time that the worker takes for a request."""
        before = processor_time(self.worker)
        request()
        return (processor_time(self.worker) - before) / 1_000_000


def main() -> None:
    """Print the figures."""
    with (
        sites(CASES) as [site],
        plain(CASES) as bare,
        serve(site, WEB_CONCURRENCY="1") as (at_rung, rung_server),
        serve(bare, application="bench.plain_site", WEB_CONCURRENCY="1") as (at_plain, plain_server),
    ):
        rung, floor = Side(at_rung, worker_of(rung_server)), Side(at_plain, worker_of(plain_server))
        case = pages.first_case(at_rung)
        floor_list, floor_page = Reading(floor, "/"), Reading(floor, "/posts/77/")
        compare("case list", Reading(rung, pages.LIST), floor_list)
        compare("incident list", Reading(rung, pages.INCIDENTS), floor_list)
        compare("home", Reading(rung, "/"), floor_list)
        compare("case page", Reading(rung, case), floor_page)
        drafts = site.run("-m", "bench.drafts", EMAIL, str(2 * (ROUNDS + WARM))).split()
        create = Sending(floor, ["/posts/new/"] * len(drafts), POST)
        addresses = [f"/incidents/{pk}/log/check/" for pk in drafts]
        compare("log it", Sending(rung, addresses[: ROUNDS + WARM], {}), create)
        addresses = [f"/incidents/{pk}/open-case/" for pk in drafts]
        compare("open case", Sending(rung, addresses[: ROUNDS + WARM], {"why": "Seen by two."}), create)


POST = {
    "title": "Post about the trip",
    "text": "They should all be ashamed of themselves.",
    "happened_on": "2026-03-02",
    "place": "facebook",
}


@dataclass(frozen=True)
class Reading:
    """One page, asked for again and again."""

    side: Side
    address: str

    def turn(self) -> float:
        """The processor time of one answer."""
        return self.side.milliseconds(lambda: self.side.get(self.address))


@dataclass(frozen=True)
class Sending:
    """Forms at addresses of their own, each filled in as its page offers it; fetching the page is not counted."""

    side: Side
    addresses: list[str]
    answers: dict[str, str]

    def turn(self) -> float:
        """The processor time of sending the next form."""
        address = self.addresses.pop(0)
        fields = Filled(self.side.get(address)).values | self.answers
        return self.side.milliseconds(lambda: self.side.post(address, fields))


def compare(name: str, ours: Reading | Sending, floor: Reading | Sending) -> None:
    """Print the median processor time of both, which take turns."""
    taken = [(ours.turn(), floor.turn()) for _ in range(ROUNDS + WARM)][WARM:]
    mine, plainly = (median(times) for times in zip(*taken, strict=True))
    most = f" (at most {MOST[name]})" if name in MOST else ""
    print(f"{name}: {mine:.1f} ms of processor time, {plainly:.1f} in plain Django; ratio {mine / plainly:.1f}{most}")


def worker_of(server: int) -> int:
    """The one worker of a gunicorn."""
    [worker] = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    return int(worker)


def processor_time(process: int) -> int:
    """The nanoseconds that all threads of a process have run for."""
    tasks = Path(f"/proc/{process}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks)


if __name__ == "__main__":
    main()
