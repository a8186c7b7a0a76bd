"""The worker's settings: what the clock starts exists, messages are JSON, and the broker is the one that is named."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.celery import CYCLE_EVERY, app

ROOT = Path(__file__).resolve().parents[2]
KEPT = {"PATH", "COVERAGE_PROCESS_CONFIG"}


def conf_in(environment: dict[str, str], *names: str) -> list[object]:
    """These settings of the worker in a fresh Python with this environment alone."""
    program = f"import json; from config.celery import app; print(json.dumps([app.conf[n] for n in {names!r}]))"
    answer = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name in KEPT} | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    values: list[object] = json.loads(answer.stdout)
    return values


def test_everything_the_clock_starts_is_a_task() -> None:
    app.loader.import_default_modules()

    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)


def test_a_cycle_is_forgotten_by_the_time_of_the_next() -> None:
    assert app.conf.beat_schedule["cycle"]["options"]["expires"] <= CYCLE_EVERY.total_seconds()


def test_a_cycle_does_not_wait_behind_a_row_of_mails() -> None:
    routes = app.amqp.router
    names = ("reminders.tasks.run_cycle", "reminders.tasks.send_mailings")
    queues = {name: routes.route({}, name)["queue"].name for name in names}

    assert queues == {"reminders.tasks.run_cycle": "cycles", "reminders.tasks.send_mailings": "mailings"}
    assert set(queues.values()) == {queue.name for queue in app.conf.task_queues}


def test_messages_are_json_alone() -> None:
    assert (app.conf.accept_content, app.conf.task_serializer) == (["json"], "json")


@pytest.mark.parametrize(
    ("named", "broker"),
    [
        ({}, "filesystem://localhost"),
        ({"REDIS_URL": "redis://cache:6379/0"}, "redis://cache:6379/0"),
        ({"REDIS_URL": "redis://cache:6379/0", "BROKER_URL": "redis://broker:6379/0"}, "redis://broker:6379/0"),
    ],
)
def test_the_broker_is_the_one_named_else_the_cache_else_files(
    tmp_path: Path, named: dict[str, str], broker: str
) -> None:
    secret = {"SECRET_KEY": "a key for tests alone, " * 4, "DATA_DIR": str(tmp_path)}

    [url, options] = conf_in(secret | named, "broker_url", "broker_transport_options")

    assert url == broker
    assert ("control_folder" in options) is (not named)  # type: ignore[operator]  # JSON has no types
