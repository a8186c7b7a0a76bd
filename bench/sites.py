"""Sites of their own for a measurement: a database with so many cases, served as script/server serves it.

The databases are SQLite's, or stand beside the one that DATABASE_URL names where that is a PostgreSQL. Everything is
gone afterwards.
"""

import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit, urlunsplit

import psycopg2
from environ import Env
from psycopg2 import sql

ROOT = Path(__file__).resolve().parent.parent
EMAIL, PASSWORD = "sian@cornist-park.example", "a ladder for every school"
GOVERNOR = "trust@cornist-park.example"  # whom bench.trust_world adds, with the same password
PLAIN, PLAIN_USER = "bench.plain_site", "sian"  # the site in plain Django, and whom it knows by the same password
STARTS_WITHIN = 30


@dataclass(frozen=True)
class Site:
    """The environment of a demonstration that was brought to so many cases."""

    cases: int
    environment: dict[str, str] = field(repr=False)

    def run(self, *command: str) -> str:
        """What a program of this checkout prints when it is run for this site."""
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=self.environment, check=True, stdout=subprocess.PIPE, text=True
        )
        return done.stdout


@dataclass(frozen=True)
class Answer:
    """What came back, and how many seconds it took."""

    status: int
    body: bytes
    size: int
    seconds: float
    location: str


class Visitor:
    """Somebody with a browser's cookies."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        """Ask for a page or a file."""
        return self._ask("GET", path, None, {})

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        """Send a form."""
        return self._ask("POST", path, urlencode(fields), {"Content-Type": "application/x-www-form-urlencoded"})

    def sign_in(self, email: str) -> None:
        """Sign in as one of the demonstration's people."""
        path = "/accounts/login/"
        [token] = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(path).body.decode())[:1]
        fields = {"csrfmiddlewaretoken": token, "login": email, "username": email, "password": PASSWORD}
        if self.post(path, fields).status != 302:
            raise SystemExit(f"{email} could not sign in")

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = headers | {"Cookie": cookies, "Accept-Encoding": "gzip, br"}
        start = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body, headers)
        came = connection.getresponse()
        content = came.read()
        seconds = time.perf_counter() - start
        connection.close()
        for line in came.headers.get_all("Set-Cookie", []):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        size = len(content) + len(came.headers.as_bytes())
        return Answer(came.status, content, size, seconds, came.headers.get("Location", ""))


@contextmanager
def sites(*sizes: int, world: str = "bench.world") -> Iterator[list[Site]]:
    """One site of each size, the smallest first; each is a copy of the one before, with more cases of that world."""
    made: list[Site] = []
    with tempfile.TemporaryDirectory(prefix="rung-bench-") as folder:
        try:
            for cases in sizes:
                made.append(_site(Path(folder), cases, made[-1] if made else None, world))
            yield made
        finally:
            for site in made:
                _drop_database(site)


@contextmanager
def plain(rows: int) -> Iterator[Site]:
    """The site in plain Django, with so many rows."""
    with tempfile.TemporaryDirectory(prefix="rung-bench-") as folder:
        site = Site(0, _environment(Path(folder), f"plain_{rows}", None))
        try:
            site.run("-m", PLAIN, str(rows))
            yield site
        finally:
            _drop_database(site)


@contextmanager
def serve(
    site: Site, *, by: str = EMAIL, application: str = "config.wsgi", **environment: str
) -> Iterator[tuple[Visitor, int]]:
    """Somebody signed in at the site, the Headteacher of the first school unless told, and its server's process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", application, "--config", "config/gunicorn.py"]
    environment = site.environment | {"PORT": str(port)} | environment
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port)
        visitor = Visitor(port)
        visitor.sign_in(PLAIN_USER if application == PLAIN else by)
        yield visitor, server.pid
    finally:
        server.terminate()
        server.wait()


def _site(folder: Path, cases: int, before: Site | None, world: str) -> Site:
    place = folder / str(cases)
    site = Site(cases, _environment(place, str(cases), before))
    if before:
        shutil.copytree(folder / str(before.cases), place)
    else:
        site.run("script/prepare")
    site.run("-m", world, str(cases))
    return site


def _environment(place: Path, name: str, before: Site | None) -> dict[str, str]:
    """What a site runs in; where the product is on a PostgreSQL, with a database of this name, a copy of the last."""
    environment = {name: value for name, value in os.environ.items() if name not in ("REDIS_URL", "STATIC_ROOT")}
    environment |= {"DATA_DIR": str(place), "RUNG_DEMO": "1", "DJANGO_SETTINGS_MODULE": "config.settings"}
    if environment.get("DATABASE_URL", "").startswith("postgres"):
        template = _database(before) if before else "template1"
        environment["DATABASE_URL"] = _make_database(f"rung_bench_{os.getpid()}_{name}", template)
    else:
        environment.pop("DATABASE_URL", None)
    return environment


def _make_database(name: str, template: str) -> str:
    """The address of a new database beside the one the environment names."""
    _tell_server(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path=str(Path(parts.path).parent / name)))


def _drop_database(site: Site) -> None:
    if "DATABASE_URL" in site.environment:
        _tell_server(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(_database(site))))


def _tell_server(command: sql.Composed) -> None:
    database = Env.db_url_config(os.environ["DATABASE_URL"])
    where = {
        "host": database["HOST"],
        "port": database.get("PORT"),
        "user": database["USER"],
        "password": database["PASSWORD"],
    }
    with closing(psycopg2.connect(dbname=database["NAME"], **where)) as connection, connection.cursor() as cursor:
        connection.autocommit = True  # a database is made and dropped outside of transactions
        cursor.execute(command)


def _database(site: Site) -> str:
    return Path(urlsplit(site.environment["DATABASE_URL"]).path).name


def _wait_for(port: int) -> None:
    ends = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < ends:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit(f"the server did not start within {STARTS_WITHIN} s")
