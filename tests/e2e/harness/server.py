"""The built program, started on a free port."""

import os
import re
import signal
import socket
import subprocess
import tempfile
from pathlib import Path

from harness.rest import Rest
from harness.waiting import eventually, stretched

REPOSITORY = Path(__file__).resolve().parents[3]
STARTS = 3  # somebody else may take the free port before the server does


def program():
    """The program under test: GRIDLORE_BIN, or the release build."""
    path = Path(os.environ.get("GRIDLORE_BIN", REPOSITORY / "build/release/gridlore"))
    assert path.is_file(), f"no program at {path}: build it, or set GRIDLORE_BIN"
    return str(path)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(settings):
    """Our own environment without settings of the caller, and with these: `long_poll=1` is GRIDLORE_LONG_POLL=1."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("GRIDLORE_")}
    return inherited | {f"GRIDLORE_{name.upper()}": str(value) for name, value in settings.items()}


class Server:
    """A running server. `settings` are those of the environment, in lower case and without their prefix."""

    def __init__(self, **settings):
        self._log = tempfile.TemporaryFile("w+b")
        self._start(settings)
        self.rest = Rest(self.port)
        self.root = Rest(self.port, base="")

    def _start(self, settings):
        for attempt in range(STARTS):
            self.port = free_port()
            self.process = subprocess.Popen(
                [program(), "serve", "--listen", f"127.0.0.1:{self.port}"],
                env=environment(settings), stdin=subprocess.DEVNULL, stdout=self._log, stderr=subprocess.STDOUT)
            eventually(lambda: self._is_ready() or self.process.poll() is not None, "the server is ready", within=20)
            if self.process.poll() is None:
                return
        raise AssertionError(f"the server ended with {self.process.returncode} at its start:\n{self.log()}")

    def _is_ready(self):
        try:
            return Rest(self.port, base="").get("/health/ready", timeout=2).status == 200
        except OSError:
            return False

    def is_alive(self):
        return self.process.poll() is None

    def log(self):
        self._log.flush()
        return os.pread(self._log.fileno(), 1 << 20, 0).decode("utf-8", "replace")

    def open_files(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def resident_kilobytes(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"^VmRSS:\s+(\d+)", status, re.MULTILINE).group(1))

    def terminate(self):
        """Asks it to end, as an operator does; does not wait."""
        self.process.send_signal(signal.SIGTERM)

    def wait(self, within=15.0):
        """Its exit code."""
        return self.process.wait(timeout=stretched(within))

    def stop(self):
        """Ends it; an instrumented server that found something fails here."""
        if self.is_alive():
            self.terminate()
        try:
            code = self.wait()
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"the server did not end after SIGTERM:\n{self.log()[-4000:]}")
        finally:
            log = self.log()
            self._log.close()
        assert code == 0, f"the server ended with {code}:\n{log[-8000:]}"
