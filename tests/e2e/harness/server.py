"""The built program, started on a free port."""

import os
import re
import signal
import subprocess
import tempfile
from pathlib import Path

from harness.rest import Rest
from harness.waiting import stretched

REPOSITORY = Path(__file__).resolve().parents[3]


def program():
    """The program under test: GRIDLORE_BIN, or the release build."""
    path = Path(os.environ.get("GRIDLORE_BIN", REPOSITORY / "build/release/gridlore"))
    assert path.is_file(), f"no program at {path}: build it, or set GRIDLORE_BIN"
    return str(path)


def environment(settings):
    """Our own environment without settings of the caller, and with these: `long_poll=1` is GRIDLORE_LONG_POLL=1."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("GRIDLORE_")}
    return inherited | {f"GRIDLORE_{name.upper()}": str(value) for name, value in settings.items()}


def filling():
    """What GRIDLORE_TEST_UPDATE names: an update that fills the graph of each server that a test starts; or None."""
    path = os.environ.get("GRIDLORE_TEST_UPDATE")
    return Path(path).read_bytes() if path else None


def start_in_vain(**settings):
    """The code with which it ends, and what it says."""
    ended = subprocess.run([program(), "serve", "--listen", "127.0.0.1:0"], env=environment({"store": "memory"} | settings),
                           capture_output=True, text=True, timeout=30, check=False)
    return ended.returncode, ended.stderr


class Server:
    """A running server. `settings` are those of the environment, in lower case and without their prefix; unless they
    say otherwise its store is in memory."""

    def __init__(self, **settings):
        settings = {"store": "memory"} | settings
        self.settings = settings
        self._log = tempfile.TemporaryFile("w+b")
        self.process = subprocess.Popen([program(), "serve", "--listen", "127.0.0.1:0"], env=environment(settings),
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self._log)
        greeting = self.process.stdout.readline().decode()  # its one line, once it serves; none if it ends before
        address = re.search(r"http://127\.0\.0\.1:(\d+)/rest", greeting)
        assert address, f"the server ended with {self.wait()} at its start:\n{self.log()}"
        self.port = int(address[1])
        self.rest = Rest(self.port)
        self.root = Rest(self.port, base="")
        if filling():
            self.root.post("/update", body=filling(), content_type="application/sparql-update").expect(204)

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
            self.process.stdout.close()
        assert code == 0, f"the server ended with {code}:\n{log[-8000:]}"
