"""Processes that send mails for a measurement, as many as there are processors on a small machine: two."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from celery import Celery
from redis import Redis

from bench.sites import ROOT, Site

HOW_MANY = 2
# As script/server starts it.
WORKER = (
    "-W",
    "ignore",
    "-m",
    "celery",
    "--quiet",
    "--app=config.celery",
    "worker",
    "--pool=solo",
    "--loglevel=critical",
)
SILENT = ("--without-gossip", "--without-mingle", "--without-heartbeat")
WITHIN = 120
TICKS = os.sysconf("SC_CLK_TCK")


class Workers:
    """Celery workers side by side, which may be killed."""

    def __init__(self, site: Site, broker: str) -> None:
        self.site, self.broker = site, broker
        self.running = [self._start(number) for number in range(HOW_MANY)]

    def kill_one(self, turn: int) -> None:
        """Kill one without a word, and start another."""
        number = turn % HOW_MANY
        self.running[number].kill()
        self.running[number].wait()
        self.running[number] = self._start(number)

    def wait_until_ready(self) -> None:
        """Wait until each of them waits for a message."""
        redis = Redis.from_url(self.broker)
        wait_for(lambda: sum(client["cmd"] == "brpop" for client in redis.client_list()) >= HOW_MANY)

    def stop(self) -> None:
        """End them all."""
        for process in self.running:
            process.kill()
            process.wait()

    def _start(self, number: int) -> "subprocess.Popen[bytes]":
        environment = self.site.environment | {"BROKER_URL": self.broker}
        command = [sys.executable, *WORKER, *SILENT, f"--hostname=bench{number}"]
        return subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)


@contextmanager
def workers(site: Site, broker: str) -> Iterator[Workers]:
    """Two Celery workers, ready."""
    both = Workers(site, broker)
    try:
        both.wait_until_ready()
        yield both
    finally:
        both.stop()


@contextmanager
def plain(site: Site, how: str) -> Iterator[list["subprocess.Popen[str]"]]:
    """Two processes without Celery, each ready to send its half once it reads a line."""
    halves = []
    for part in range(HOW_MANY):
        command = [sys.executable, "-m", "bench.mailings", how, str(part), str(HOW_MANY)]
        halves.append(
            subprocess.Popen(
                command, cwd=ROOT, env=site.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
        )
    for half in halves:
        half.stdout.readline()  # type: ignore[union-attr]  # it is a pipe
    yield halves
    for half in halves:
        half.wait()


def start_cycle(broker: str) -> None:
    """Start a cycle, as the clock does."""
    app = Celery(broker=broker)
    app.conf.broker_transport_options = {"global_keyprefix": "rung:"}
    app.send_task("reminders.tasks.run_cycle", queue="cycles")
    app.close()


def cpu_seconds(processes: Sequence["subprocess.Popen[str] | subprocess.Popen[bytes]"]) -> float:
    """What these processes had of the processors so far. Linux alone tells."""
    stats = [Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split() for process in processes]
    return sum(int(fields[11]) + int(fields[12]) for fields in stats) / TICKS


def wait_for(is_so: Callable[[], bool], *, within: float = WITHIN) -> None:
    """Wait until it is so."""
    ends = time.monotonic() + within
    while not is_so():
        if time.monotonic() > ends:
            raise SystemExit(f"nothing came of it within {within} s")
        time.sleep(0.01)
