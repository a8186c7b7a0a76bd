"""The worker that sends reminders, and the clock that starts it: `celery --app config.celery worker`, and `beat`.

A message holds the keys of a few rows and no more, and one that is lost is found again in the database.
"""

import datetime as dt
import os
from typing import Any

from celery import Celery
from kombu import Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.conf import settings

CYCLE_EVERY = dt.timedelta(minutes=2)


def broker() -> dict[str, Any]:
    """How messages reach the worker: by the Redis that the settings name, else as files beside the database."""
    if settings.BROKER_URL:
        # The prefix keeps clear of whatever else a Redis of several purposes holds.
        options = {"visibility_timeout": 15 * 60, "global_keyprefix": "rung:"}
        return {"broker_url": settings.BROKER_URL, "broker_transport_options": options}
    folder = settings.DATA_DIR / "broker"
    (folder / "control").mkdir(parents=True, exist_ok=True)
    return {
        "broker_url": "filesystem://localhost",
        "broker_transport_options": {
            "data_folder_in": str(folder),
            "data_folder_out": str(folder),
            "control_folder": str(folder / "control"),
        },
        "worker_enable_remote_control": False,
    }


app = Celery("rung")
app.conf.update(
    **broker(),
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,  # never gives up on a broker that is away
    timezone=settings.TIME_ZONE,
    accept_content=["json"],
    task_serializer="json",
    task_ignore_result=True,
    task_acks_late=True,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    # Two queues, so that a long row of mails does not keep the next cycle waiting.
    task_queues=[Queue("cycles"), Queue("mailings")],
    task_default_queue="mailings",
    task_routes={"reminders.tasks.run_cycle": {"queue": "cycles"}},
    beat_schedule={
        # A cycle that nobody took in time is worth nothing: the next one does all that it would have done.
        "cycle": {"task": "reminders.tasks.run_cycle", "schedule": CYCLE_EVERY, "options": {"expires": 120}},
    },
)
app.autodiscover_tasks()
