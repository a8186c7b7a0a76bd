"""The real site, served as `script/server` serves a demonstration, on a port and in a folder of its own."""

import http.client
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import environ
import psycopg2
from psycopg2 import sql

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "a ladder for every school"

# What the tests set for themselves, and what a machine may set, is none of the site's. Nor is its coverage measured:
# what a page does is covered by the tests of its view, and measuring makes every page slower.
FOREIGN = frozenset(
    {
        "ALLOWED_HOSTS",
        "COVERAGE_PROCESS_CONFIG",
        "COVERAGE_PROCESS_START",
        "DATABASE_URL",
        "DATA_DIR",
        "DEBUG",
        "EMAIL_URL",
        "HOST",
        "REDIS_URL",
        "SECRET_KEY",
        "STATIC_ROOT",
    }
)


@contextmanager
def serve(folder: Path, name: str) -> Iterator[str]:
    """A running demonstration in this folder, and its address; `name` tells it from others on the same server."""
    port = free_port()
    with database(name) as own_database:
        settings = {"DJANGO_SETTINGS_MODULE": "config.settings", "RUNG_DEMO": "1"}
        settings |= {"DATA_DIR": str(folder), "PORT": str(port)} | own_database
        environment = {key: value for key, value in os.environ.items() if key not in FOREIGN} | settings
        run([sys.executable, "script/prepare"], environment)
        with running([sys.executable, "-m", "gunicorn", "config.wsgi", "--config", "config/gunicorn.py"], environment):
            assert health(port) == b"ok"
            yield f"http://localhost:{port}"


@contextmanager
def running(command: list[str], environment: dict[str, str]) -> Iterator[None]:
    """The command, from when it says that it is ready until the end."""
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            assert next(line for line in server.stdout if line.strip()).startswith("Rung is at")
            yield
        finally:
            server.terminate()


@contextmanager
def database(name: str) -> Iterator[dict[str, str]]:
    """Where the site keeps its rows: a new database of the PostgreSQL of this run, else a file in its folder."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield {}
        return
    server = environ.Env.db_url_config(url)
    own = f"{name}_browser"
    login = {"host": server["HOST"], "port": server["PORT"], "user": server["USER"], "password": server["PASSWORD"]}
    given = {key: value for key, value in login.items() if value}
    with closing(psycopg2.connect(**given, dbname=server["NAME"])) as connection, connection.cursor() as cursor:
        connection.autocommit = True  # a database is made and dropped outside of transactions
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(own))
        cursor.execute(drop)
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(own)))
        try:
            yield {"DATABASE_URL": f"{url.removesuffix(server['NAME'])}{own}"}
        finally:
            cursor.execute(drop)


def run(command: list[str], environment: dict[str, str], text: str = "") -> str:
    """What the command answers to what is said to it."""
    done = subprocess.run(command, cwd=ROOT, env=environment, input=text, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port: int = probe.getsockname()[1]
        return port


def health(port: int) -> bytes:
    """What the site says of itself, once it can."""
    caller = http.client.HTTPConnection("localhost", port, timeout=60)
    try:
        caller.request("GET", "/health/")
        return caller.getresponse().read()
    finally:
        caller.close()
