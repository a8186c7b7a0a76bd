"""Measures 10,000 reminders through a real Redis and two Celery workers: python -m bench.reminders [PEOPLE]

Everybody is told of one thing, in one mail. The workers send what two processes without Celery send: the same claims,
the same questions whether the thing is still due, to the same mail server on this machine. They take turns, and the
median of each counts. A third figure is of the claim and the sending with nothing asked between.

Then a worker is killed every few seconds, without a word, and Redis once, with all it holds. Every mail has to arrive.
One that was sent and not yet put on record when its worker was killed comes twice, with the same Message-ID.
"""

import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from statistics import median

from bench.post import Post, post
from bench.sites import Site, sites
from bench.workers import Workers, cpu_seconds, plain, start_cycle, wait_for, workers
from tests.redis import free_port, server

PEOPLE, PEOPLE_OF_A_SCHOOL = 10_000, 4
ROUNDS = 3
TARGET = 1.3
KILL_EVERY = 4.0


def main(people: int) -> None:
    """Print the figures."""
    with sites(1) as [bare], post() as come:
        site = replace(bare, environment=bare.environment | {"EMAIL_URL": f"smtp://127.0.0.1:{come.port}"})
        site.run("-m", "bench.schools", str(people // PEOPLE_OF_A_SCHOOL))
        print(site.run("-m", "bench.mailings", "make"), end="", flush=True)
        mails = left(site)
        compare(site, come, mails)
        kill(site, come, mails)


def left(site: Site) -> int:
    """How many mails are still to be sent."""
    return int(site.run("-m", "bench.mailings", "left"))


def compare(site: Site, come: Post, mails: int) -> None:
    """Print how long the workers take, and how long it takes without them."""
    taken: dict[str, list[tuple[float, float]]] = {"celery": [], "send": [], "send-bare": []}
    for _ in range(ROUNDS):
        for how, times in taken.items():
            site.run("-m", "bench.mailings", "unsend")
            come.came.clear()
            times.append(by_workers(site, come, mails) if how == "celery" else by_themselves(site, how))
            if (come.mails, come.different, left(site)) != (mails, mails, 0):
                raise SystemExit(f"{come.mails} mails came, {come.different} different, of {mails}")
    wall = {how: median(seconds for seconds, _ in times) for how, times in taken.items()}
    cpu = {how: median(seconds for _, seconds in times) for how, times in taken.items()}
    print(
        f"{mails:,} mails by two workers: {wall['celery']:.1f} s, {mails / wall['celery']:.0f} a second;"
        f" without Celery {wall['send']:.1f} s; ratio {wall['celery'] / wall['send']:.2f} (at most {TARGET}),"
        f" of processor time {cpu['celery'] / cpu['send']:.2f}"
    )
    print(
        f"with nothing asked between claim and sending: {wall['send-bare']:.1f} s;"
        f" ratio {wall['celery'] / wall['send-bare']:.2f}, of processor time {cpu['celery'] / cpu['send-bare']:.2f}",
        flush=True,
    )


def by_workers(site: Site, come: Post, mails: int) -> tuple[float, float]:
    """The seconds from the start until every mail came, and the processor's that the workers had of them."""
    with tempfile.TemporaryDirectory() as folder, server(Path(folder)) as broker, workers(site, broker) as both:
        before, start = cpu_seconds(both.running), time.perf_counter()
        start_cycle(broker)
        wait_for(lambda: come.mails >= mails, within=1200)
        wall, cpu = time.perf_counter() - start, cpu_seconds(both.running) - before
        time.sleep(1)  # the last of them is still to be put on record
        return wall, cpu


def by_themselves(site: Site, how: str) -> tuple[float, float]:
    """The same of two processes without Celery."""
    with plain(site, how) as halves:
        before, start = cpu_seconds(halves), time.perf_counter()
        for half in halves:
            print(file=half.stdin, flush=True)
        for half in halves:
            half.stdout.readline()  # type: ignore[union-attr]  # it is a pipe
        wall, cpu = time.perf_counter() - start, cpu_seconds(halves) - before
        for half in halves:
            print(file=half.stdin, flush=True)
        return wall, cpu


def kill(site: Site, come: Post, mails: int) -> None:
    """Print what arrives while workers are killed, and Redis once."""
    site.run("-m", "bench.mailings", "unsend")
    come.came.clear()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as redis:
        port = free_port()
        broker = redis.enter_context(server(Path(folder), port=port))
        with workers(site, broker) as both:
            start = time.perf_counter()
            start_cycle(broker)
            killed = 0
            while come.different < mails // 3:
                killed += killed_after_a_while(both, killed)
            redis.close()
            redis.enter_context(server(Path(folder), port=port))
            dispatched = 0
            while left(site):
                before = come.mails
                killed += killed_after_a_while(both, killed)
                if come.mails - before < 10:
                    site.run("-m", "bench.mailings", "later")
                    start_cycle(broker)
                    dispatched += 1
            seconds = time.perf_counter() - start
    print(
        f"the same with {killed} workers killed and Redis emptied once: {seconds:.0f} s, {come.different:,} of"
        f" {mails:,} mails to {come.people:,} people arrived, {mails - come.different} lost,"
        f" {come.mails - come.different} came twice, with the same Message-ID;"
        f" what was held by the killed was dispatched again {dispatched} times"
    )


def killed_after_a_while(both: Workers, killed: int) -> int:
    """Let them work for some seconds, then kill one: the number of those killed."""
    time.sleep(KILL_EVERY)
    both.kill_one(killed)
    return 1


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else PEOPLE)
