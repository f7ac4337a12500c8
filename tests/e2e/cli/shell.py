"""The program as a shell sees it: arguments in; exit code, standard output and standard error out."""

import json
import re
import subprocess
from dataclasses import dataclass

from harness.rest import Rest
from harness.server import environment, program
from harness.waiting import stretched


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    error: str

    def expect(self, code):
        assert self.code == code, f"expected exit code {code}: {self}"
        return self

    def json(self):
        return json.loads(self.out)


def run(*arguments, stdin="", settings=None, other_environment=None, within=30):
    """Runs the program to its end."""
    done = subprocess.run([program(), *map(str, arguments)], input=stdin, capture_output=True, text=True,
                          env=environment(settings or {}) | (other_environment or {}), timeout=stretched(within))
    return Outcome(done.returncode, done.stdout, done.stderr)


class Serving:
    """`gridlore serve` on any free port, known from the line that it prints; its store is in memory unless it is told
    otherwise."""

    def __init__(self, *arguments, error, settings=None):
        self.process = subprocess.Popen([program(), "serve", "--listen", "127.0.0.1:0", *map(str, arguments)],
                                        stdout=subprocess.PIPE, stderr=error, text=True,
                                        env=environment({"store": "memory"} | (settings or {})))
        self.greeting = self.process.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:(\d+)/rest", self.greeting)
        assert address, f"no address in {self.greeting!r}"
        self.url = address[0]
        self.rest = Rest(int(address[1]))
        self.root = Rest(int(address[1]), base="")

    def end(self, *signals):
        """The exit code, after these signals."""
        for signal in signals:
            self.process.send_signal(signal)
        return self.process.wait(timeout=stretched(15))
