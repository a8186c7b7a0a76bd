"""A real worker process, on the broker of this run: Redis where REDIS_URL names one, else files."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from reminders.models import Heartbeat, Mailing
from tests.mail_server import MailServer, mail_server
from tests.reports.factories import make_staff_report, team_keeping_to

pytestmark = pytest.mark.engine

CELERY = [sys.executable, "-m", "celery", "--app=config.celery"]
WORKER = [*CELERY, "worker", "--pool=solo", "--without-gossip", "--without-mingle", "--without-heartbeat"]
PATIENCE = 120


def make_environment(folder: Path, server: MailServer) -> Mapping[str, str]:
    """The product's own settings, with the database of this test and the mail server beside it."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "RUNG_DEMO": "1",
        "DATA_DIR": str(folder),
        "DATABASE_URL": database(),
        "EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
        "BROKER_URL": broker(),
    }


def database() -> str:
    """The address of the database of this test."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"


def broker() -> str:
    """A Redis database that nothing else of this run uses, or nothing, for files."""
    return urlsplit(settings.REDIS_URL)._replace(path="/9").geturl() if settings.REDIS_URL else ""


@contextmanager
def worker(environment: Mapping[str, str]) -> Iterator[None]:
    """A running worker, let go once it has finished what it is at."""
    with subprocess.Popen(WORKER, cwd=settings.BASE_DIR, env=environment) as running:
        try:
            yield
        finally:
            running.terminate()
            assert running.wait(timeout=PATIENCE) == 0


@pytest.mark.django_db(transaction=True)
def test_a_cycle_reaches_the_worker_and_mail_reaches_the_people(tmp_path: Path) -> None:
    team, now = team_keeping_to("st-peters"), timezone.now()
    make_staff_report(team, now=now, happened_on=timezone.localdate(now))

    with mail_server() as server:
        here = make_environment(tmp_path, server)
        with worker(here):
            subprocess.run([*CELERY, "call", "reminders.tasks.run_cycle"], cwd=settings.BASE_DIR, env=here, check=True)
            mails = [server.received.get(timeout=PATIENCE) for _ in range(2)]
            subprocess.run([*CELERY, "call", "reminders.tasks.run_cycle"], cwd=settings.BASE_DIR, env=here, check=True)

    at_once = Mailing.objects.filter(at_once=True)
    assert {sent["Message-ID"] for sent in mails} >= set(at_once.values_list("message_id", flat=True))
    assert {mailing.to for mailing in at_once.exclude(sent_at=None)} == {team.head, team.lead}
    assert Heartbeat.objects.get().at >= now
