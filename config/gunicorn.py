"""How gunicorn serves Rung."""

import os
from pathlib import Path

PORT = os.environ.get("PORT", "8000")

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{PORT}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
timeout = 60
graceful_timeout = 10
max_requests = 5000
max_requests_jitter = 500
loglevel = "warning"
umask = 0o077
# Nothing of Rung lives in a home folder, and two copies would share this one.
control_socket_disable = True
# Each worker's heartbeat is a file, which a slow disk would make late.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - memory, not a shared folder


def when_ready(_server: object) -> None:
    if os.environ.get("RUNG_DEMO"):
        print(f"\nRung is at http://localhost:{PORT}/ (Ctrl-C stops it)", flush=True)  # noqa: T201 - said to whoever started it
