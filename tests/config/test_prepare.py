"""What script/prepare takes for up to date: nothing that has changed since it last did its work."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest
from django.db import connection

DATABASE_URL = os.environ.get("DATABASE_URL", "")
SCRIPT = Path(__file__).resolve().parents[2] / "script" / "prepare"
TABLES = """
    CREATE TABLE django_migrations (app, name);
    CREATE TABLE policies_version (id, pack_sha256);
    CREATE TABLE people_membership (id, school_id, user_id, role);
    CREATE TABLE people_school (id, name);
    CREATE TABLE people_user (id, email, name);
    INSERT INTO django_migrations VALUES ('people', '0001_initial'), ('policies', '0001_initial');
    INSERT INTO policies_version VALUES (1, 'abc');
    INSERT INTO people_school VALUES (1, 'Cornist Park');
    INSERT INTO people_user VALUES (1, 'head@cornist-park.example', 'Siân Morgan');
    INSERT INTO people_membership VALUES (1, 1, 1, 'headteacher');
"""
WORDS = "Everybody’s password: a ladder for every school\n"


def tell(folder: Path, statements: str) -> None:
    with closing(sqlite3.connect(folder / "rung.sqlite3")) as connection:
        connection.executescript(statements)


@pytest.fixture
def prepare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, for a product of three files whose work was done a moment ago."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("RUNG_DEMO", "1")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    loader = SourceFileLoader("prepare", str(SCRIPT))
    spec = spec_from_loader("prepare", loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path / "product")
    for name in ("people/migrations/0001_initial.py", "policies/packs/bradley.toml", "static/build/rung.css"):
        path = tmp_path / "product" / name
        path.parent.mkdir(parents=True)
        path.write_text("x")
    tell(tmp_path, TABLES)
    (tmp_path / "staticfiles.json").write_text("{}")
    module.remember(
        code=module.fingerprint_of_code(),
        sqlite=str(tmp_path / "rung.sqlite3"),
        static_files=tmp_path / "staticfiles.json",
        words=WORDS,
    )
    return module


def test_where_nothing_changed_it_says_what_it_said_last_time(prepare: ModuleType) -> None:
    assert prepare.words_of_last_time() == WORDS


CHANGES: dict[str, Callable[[Path], object]] = {
    "a new migration": lambda at: (at / "product/people/migrations/0002_more.py").write_text("x"),
    "a pack that says something else": lambda at: (at / "product/policies/packs/bradley.toml").write_text("xy"),
    "a pack of the same size": lambda at: os.utime(at / "product/policies/packs/bradley.toml", ns=(1, 1)),
    "a style that is gone": lambda at: (at / "product/static/build/rung.css").unlink(),
    "collected files that are gone": lambda at: (at / "staticfiles.json").unlink(),
    "an older database": lambda at: tell(at, "DELETE FROM django_migrations WHERE app = 'policies'"),
    "a database without the pack": lambda at: tell(at, "DELETE FROM policies_version"),
    "a demonstration without its people": lambda at: tell(at, "DELETE FROM people_membership"),
    "somebody renamed": lambda at: tell(at, "UPDATE people_user SET name = 'Siân Bowen'"),
    "an empty database": lambda at: (at / "rung.sqlite3").write_bytes(b""),
    "a spoilt memory": lambda at: (at / "prepared.json").write_text("{"),
    "no memory": lambda at: (at / "prepared.json").unlink(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_it_does_its_work_again_after(change: Callable[[Path], object], prepare: ModuleType, tmp_path: Path) -> None:
    change(tmp_path)

    assert prepare.words_of_last_time() is None


def test_a_database_that_is_gone_is_not_put_back_empty(prepare: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "rung.sqlite3").unlink()

    assert prepare.words_of_last_time() is None
    assert not (tmp_path / "rung.sqlite3").exists()


@pytest.mark.parametrize(("name", "value"), [("DATABASE_URL", "sqlite:////tmp/other"), ("RUNG_DEMO", "")])
def test_it_does_its_work_again_with_other_settings(
    name: str, value: str, prepare: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)

    assert prepare.words_of_last_time() is None


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="the database of this run is a file")
def test_it_reads_what_postgresql_says(prepare: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"{DATABASE_URL.rpartition('/')[0]}/{connection.settings_dict['NAME']}"
    monkeypatch.setenv("DATABASE_URL", url)
    with_people = prepare.fingerprint_of_database("")
    assert prepare.fingerprint_of_database("") == with_people

    monkeypatch.setenv("RUNG_DEMO", "")
    assert prepare.fingerprint_of_database("") != with_people
