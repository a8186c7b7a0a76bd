"""Serving the site as a demonstration does: gunicorn says where it is, answers, and stops when asked to."""

import http.client
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.engine

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_a_demonstration_says_where_it_is_answers_and_stops(tmp_path: Path) -> None:
    port = free_port()
    settings = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "RUNG_DEMO": "1",
        "DATA_DIR": str(tmp_path),
        "PORT": str(port),
        "DATABASE_URL": "sqlite://:memory:",
    }
    (tmp_path / "static").mkdir()

    with subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "config.wsgi", "--config", "config/gunicorn.py"],
        cwd=ROOT,
        env=os.environ | settings,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            assert server.stdout is not None
            line = next(line for line in server.stdout if line.strip())
            caller = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            caller.request("GET", "/health/")
            answer = caller.getresponse().read()
            caller.close()
        finally:
            server.send_signal(signal.SIGINT)

        assert line.startswith(f"Rung is at http://localhost:{port}/")
        assert answer == b"ok"
        assert server.wait(timeout=20) == 0
