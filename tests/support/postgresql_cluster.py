"""A PostgreSQL server of a test's own: in a temporary folder, on a socket there, gone with whoever started it.

    python3 postgresql_cluster.py      prints where it listens, as libpq's words, and serves until its standard input ends

A line `restart` on the standard input stops it at once, as a crash would, and starts it anew; then `restarted` is printed.
"""

import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

USER = "gridlore"
NOT_INSTALLED = 77


def programs():
    """The folder of the server's programs, or None: Debian keeps them off the path."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: -int(folder.parent.name))
    found = shutil.which("initdb")
    return next((folder for folder in folders if (folder / "initdb").is_file()), Path(found).parent if found else None)


def as_somebody_else():
    """PostgreSQL does not run as root."""
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"] if os.geteuid() == 0 else []


class Cluster:
    def __init__(self, folder):
        self.folder = folder
        self.address = f"host={folder} user={USER} dbname=postgres"

    def _run(self, program, *arguments):
        subprocess.run([*as_somebody_else(), str(programs() / program), *arguments], check=True, cwd=self.folder,
                       stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def create(self):
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        data = f"{self.folder}/data"
        self._run("initdb", "--pgdata", data, "--username", USER, "--auth", "trust", "--encoding", "UTF8",
                  "--locale", "C", "--no-sync")
        # One user must give a password, so that tests see what becomes of passwords.
        rules = Path(data, "pg_hba.conf")
        rules.write_text("local all secretive scram-sha-256\n" + rules.read_text())

    def start(self):
        settings = (f"-c listen_addresses='' -c unix_socket_directories='{self.folder}' -c fsync=off "
                    "-c timezone=America/New_York -c datestyle='SQL, DMY'")
        self._run("pg_ctl", "start", "--wait", "--pgdata", f"{self.folder}/data", "--log", f"{self.folder}/log",
                  "--options", settings)

    def stop(self):
        self._run("pg_ctl", "stop", "--wait", "--pgdata", f"{self.folder}/data", "--mode", "immediate")


@contextlib.contextmanager
def cluster():
    """A running one. CalledProcessError has in `stdout` why it does not."""
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        made = Cluster(folder)
        made.create()
        made.start()
        try:
            yield made
        finally:
            made.stop()


def main():
    if programs() is None:
        print("PostgreSQL's server is not installed; scripts/setup installs it", file=sys.stderr)
        sys.exit(NOT_INSTALLED)
    try:
        with cluster() as running:
            print(running.address, flush=True)
            for line in sys.stdin:
                if line.strip() == "restart":
                    running.stop()
                    running.start()
                    print("restarted", flush=True)
    except subprocess.CalledProcessError as error:
        sys.exit(error.stdout)


if __name__ == "__main__":
    main()
