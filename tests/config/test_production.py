"""The settings as a school's own server reads them: each test asks a fresh Python."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {"SECRET_KEY": "a key for tests alone, " * 4, "ALLOWED_HOSTS": "rung.school.example"}

# What a fresh Python may know of this one: where programs are, and whether coverage is measured.
KEPT = {"PATH", "COVERAGE_PROCESS_CONFIG"}


def python(*arguments: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a fresh Python of the product with this environment alone."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name in KEPT} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def settings_in(environment: dict[str, str], *names: str) -> list[object]:
    """The values of these settings in this environment."""
    program = f"import json, config.settings as s; print(json.dumps([getattr(s, n) for n in {names!r}]))"
    answer = python("-c", program, environment=environment)
    assert answer.returncode == 0, answer.stderr
    values: list[object] = json.loads(answer.stdout)
    return values


def test_django_finds_nothing_to_warn_of_in_production(tmp_path: Path) -> None:
    environment = PRODUCTION | {"DATA_DIR": str(tmp_path)}

    answer = python(
        "manage.py", "check", "--deploy", "--tag", "security", "--fail-level", "WARNING", environment=environment
    )

    assert answer.returncode == 0, answer.stderr


def test_production_insists_on_https(tmp_path: Path) -> None:
    names = [
        "SECURE_SSL_REDIRECT",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SECURE_HSTS_INCLUDE_SUBDOMAINS",
        "DEBUG",
    ]

    assert settings_in(PRODUCTION | {"DATA_DIR": str(tmp_path)}, *names) == [True, True, True, True, False]


def test_production_makes_no_key_of_its_own(tmp_path: Path) -> None:
    assert settings_in({"DATA_DIR": str(tmp_path)}, "SECRET_KEY", "ALLOWED_HOSTS") == ["", []]
    assert not list(tmp_path.iterdir())


def test_a_site_without_a_key_does_not_start(tmp_path: Path) -> None:
    answer = python("-c", "import config.wsgi", environment={"DATA_DIR": str(tmp_path)})

    assert answer.returncode == 1
    assert "SECRET_KEY setting must not be empty" in answer.stderr


@pytest.mark.parametrize(("environment", "has_demo"), [(PRODUCTION, False), ({"RUNG_DEMO": "1"}, True)])
def test_made_up_people_can_be_loaded_in_a_demonstration_alone(
    tmp_path: Path, environment: dict[str, str], has_demo: bool
) -> None:
    here = environment | {"DATA_DIR": str(tmp_path)}

    [apps] = settings_in(here, "INSTALLED_APPS")
    answer = python("manage.py", "help", "--commands", environment=here)

    assert ("demo" in apps) == has_demo  # type: ignore[operator]  # JSON has no types
    assert "load_policies" in answer.stdout.split()
    assert ("load_demo" in answer.stdout.split()) == has_demo


def test_the_image_holds_every_app_of_production_and_no_other(tmp_path: Path) -> None:
    [apps] = settings_in(PRODUCTION | {"DATA_DIR": str(tmp_path)}, "INSTALLED_APPS")
    ours = {name for name in apps if (ROOT / name).is_dir()}  # type: ignore[attr-defined]  # JSON has no types
    copied = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}

    assert {name for name in copied if (ROOT / name / "__init__.py").exists()} == ours | {"config", "web"}


def test_gunicorn_accepts_its_settings(tmp_path: Path) -> None:
    environment = PRODUCTION | {"DATA_DIR": str(tmp_path)}

    answer = python(
        "-m", "gunicorn", "config.wsgi", "--config", "config/gunicorn.py", "--check-config", environment=environment
    )

    assert answer.returncode == 0, answer.stderr


def test_a_demonstration_keeps_a_key_only_its_owner_can_read(tmp_path: Path) -> None:
    demo = {"RUNG_DEMO": "1", "DATA_DIR": str(tmp_path / "new")}

    first = settings_in(demo, "SECRET_KEY")
    second = settings_in(demo, "SECRET_KEY")

    assert first == second
    assert len(str(first[0])) > 60
    assert stat.S_IMODE((tmp_path / "new" / "secret_key").stat().st_mode) == 0o600


def test_two_demonstrations_on_one_machine_do_not_sign_each_other_out(tmp_path: Path) -> None:
    demo = {"RUNG_DEMO": "1", "DATA_DIR": str(tmp_path)}

    here = settings_in(demo | {"PORT": "8001"}, "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME")
    there = settings_in(demo | {"PORT": "8002"}, "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME")

    assert not set(map(str, here)) & set(map(str, there))


@pytest.mark.parametrize(
    ("switch", "value", "setting", "expected"),
    [
        ("DATABASE_URL", "postgres://rung:pw@db/rung", "DATABASES", "django.db.backends.postgresql"),
        ("REDIS_URL", "redis://cache:6379/0", "CACHES", "django.core.cache.backends.redis.RedisCache"),
        ("EMAIL_URL", "smtp://mail.example:25", "EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend"),
        ("ALLOWED_HOSTS", "a.example,b.example", "ALLOWED_HOSTS", '["a.example", "b.example"]'),
        ("ALLOWED_HOSTS", ".a.example,b.example", "SITE_URL", '"https://a.example"'),
        ("SITE_URL", "https://c.example/", "SITE_URL", '"https://c.example"'),
    ],
)
def test_one_variable_switches_to_the_real_thing(
    tmp_path: Path, switch: str, value: str, setting: str, expected: str
) -> None:
    environment = PRODUCTION | {"DATA_DIR": str(tmp_path), switch: value}

    assert expected in json.dumps(settings_in(environment, setting))


def test_writers_to_sqlite_wait_for_each_other(tmp_path: Path) -> None:
    [databases] = settings_in(PRODUCTION | {"DATA_DIR": str(tmp_path)}, "DATABASES")

    options = databases["default"]["OPTIONS"]  # type: ignore[index]  # JSON has no types
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]
