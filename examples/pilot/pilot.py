#!/usr/bin/env python3
"""The pilot of InterConnect D4.2, started and told step by step: pilot.py [--gridlore PROGRAM] [--port PORT] [--stay]

A grid operator, a service provider and a vendor of energy managers run as three programs, each with the JSON of its own
systems. Gridlore alone joins them; then a second vendor does. With --stay all of them go on until Ctrl-C.
"""

import argparse
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from party import PATIENCE, Refused, call

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
PORT = 8280  # Gridlore's, as the files here have it; behind it come those of the parties
PROGRAMS = ["gridlore", "dso", "service_provider", "hems_lumen", "hems_nortada"]


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return probe.connect_ex(("127.0.0.1", port)) != 0


def free_ports(first):
    """The first of as many free ports in a row as there are programs."""
    while not all(is_free(first + number) for number in range(len(PROGRAMS))):
        first += len(PROGRAMS)
    return first


class Pilot:
    """All programs, running in a folder of their own; `with` ends them. What they say is in `log`."""

    def __init__(self, program, port):
        self.program = program
        self.port = port
        self.folder = Path(tempfile.mkdtemp(prefix="pilot-"))
        self.log = self.folder / "log"
        self._told = 0
        self._processes = []

    def address(self, name):
        return f"http://127.0.0.1:{self.port + PROGRAMS.index(name)}"

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in reversed(self._processes):
            process.send_signal(signal.SIGTERM)
            process.wait()
        shutil.rmtree(self.folder)

    def _start(self):
        shutil.copytree(HERE / "mappings", self.folder / "mappings")
        for file in (self.folder / "mappings").iterdir():
            self._write_ports(file)
        for number, name in enumerate(PROGRAMS[1:], 1):
            self._run([sys.executable, HERE / f"{name}.py", "--port", str(self.port + number), "--gridlore",
                       self.address("gridlore")], "listens at")
        self._run([self.program, "serve", "--listen", f"127.0.0.1:{self.port}", "--store", "memory", "--log-level",
                   "warning", "--mappings", REPOSITORY / "mappings", self.folder / "mappings"], "listens on")

    def _write_ports(self, file):
        """Other ports than the usual ones, where these are taken."""
        text = file.read_text(encoding="utf-8")
        for number in range(len(PROGRAMS)):
            text = re.sub(rf"127\.0\.0\.1:{PORT + number}\b", f"127.0.0.1:{self.port + number}", text)
        file.write_text(text, encoding="utf-8")

    def _run(self, command, ready):
        """Returns when its log says that it is ready."""
        with open(self.log, "ab") as log:
            before = log.tell()
            environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1"}
            process = subprocess.Popen(command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                       env=environment)
        self._processes.append(process)
        limit = time.monotonic() + PATIENCE
        while ready not in self.log.read_bytes()[before:].decode():
            if process.poll() is not None or time.monotonic() > limit:
                raise SystemExit(f"{command[0]} did not start:\n" + self.log.read_text())
            time.sleep(0.02)

    @property
    def gridlore(self):
        """Its process."""
        return self._processes[-1]

    def add_document(self, file):
        """What an operator does: a file more in the folder, and a reload. Nothing is restarted."""
        shutil.copy(file, self.folder / "mappings")
        self._write_ports(self.folder / "mappings" / Path(file).name)
        return call("POST", self.address("gridlore") + "/mappings/reload")

    def at_desk(self, name, method, path, **query):
        """What somebody of one party does, at their own program."""
        return call(method, f"{self.address(name)}/desk/{path}", **query)

    def told(self):
        """What the programs have said since this was asked last."""
        lines = self.log.read_text(encoding="utf-8")
        new, self._told = lines[self._told:], len(lines)
        return [line for line in new.splitlines() if line.startswith("[")]


class Story:
    """The steps, told as they happen. Each is a row or more of D4.2's use cases."""

    def __init__(self, pilot):
        self._pilot = pilot

    def title(self, text):
        bold = sys.stdout.isatty()
        print(f"\n\033[1m{text}\033[0m" if bold else f"\n{text}", flush=True)

    def step(self, text, name, method, path, **query):
        """Does one thing at one party's desk, and shows what all parties say of it."""
        print(f"- {text}", flush=True)
        answer = self._pilot.at_desk(name, method, path, **query)
        for line in self._pilot.told():
            print(f"    {line}", flush=True)
        return answer

    def show(self, answer):
        print(f"    {json.dumps(answer, ensure_ascii=False)}", flush=True)

    def data_sharing(self):
        self.title("1. Data sharing (HLUC 5)")
        self.step("The DSO asks an end user to let the service provider see data", "dso", "POST", "consent")
        hours = self.step("The service provider asks for an authorization, then for the hours of the day on which "
                          "summer time ends", "service_provider", "GET", "metering", user="U123456",
                          start="2021/10/31 00:00", end="2021/11/01 00:00", granularity="2")
        self.show(hours[0]["Metering"][:3])
        self.step("It makes up a token, and is refused", "service_provider", "GET", "metering-without-authorization",
                  user="U123456", start="2021/10/31 00:00", end="2021/11/01 00:00")
        self.show(self.step("What all clients of a zone withdraw is about nobody, and free to see", "service_provider",
                            "GET", "zone", zone="Z123456", start="2021/10/31 00:00", end="2021/11/01 00:00"))
        self.step("The DSO offers incentives, and notes the answers", "dso", "POST", "incentives")
        self.show(self.step("The service provider asks what flexibility a zone needed", "service_provider", "GET",
                            "history", zone="Z123456", start="2021/09/27", end="2021/10/27"))

    def day_ahead(self):
        self.title("2. Flexibility, the day before (HLUC 10, 1)")
        self.step("The DSO says what it will need tomorrow", "dso", "POST", "day-ahead")
        self.show(self.step("Who has not been told may ask", "service_provider", "GET", "needs",
                            start="2021/09/27 00:00", end="2021/09/28 00:00"))
        self.step("The service provider makes its offers", "service_provider", "POST", "offer", request=1)
        self.step("The DSO takes the cheapest, and says so", "dso", "POST", "plan", need=1)

    def intraday(self):
        self.title("3. Flexibility, during the day (HLUC 10, 2)")
        self.step("The DSO needs something else, too", "dso", "POST", "intraday")
        self.show(self.step("Who has not been told may ask", "service_provider", "GET", "needs",
                            start="2021/09/27 14:00", end="2021/09/28 00:00"))
        self.step("The service provider makes its offers", "service_provider", "POST", "offer", request=2)
        self.step("The DSO takes the cheapest, and says so", "dso", "POST", "plan", need=2)

    def observability(self):
        self.title("4. Observability of the low-voltage grid (HLUC 11)")
        self.show(self.step("The DSO wants to be told when three homes of an area are silent for three minutes", "dso",
                            "POST", "watch", area="4405-123", homes=3, seconds=180))
        self.show(self.step("And of an area with one home", "dso", "POST", "watch", area="1200-000", homes=3,
                            seconds=180))
        self.step("The power fails there for 200 seconds", "hems_lumen", "POST", "blackout", code="4405-123",
                  seconds=200)
        self.step("A home sees a voltage that is too high", "hems_lumen", "POST", "voltage", home="ID1234", volt=262.5)
        self.step("The DSO looks at it", "dso", "GET", "home", id="ID1234")
        self.show(self.step("It asks what a customer's devices consume", "dso", "GET", "consumption",
                            customer="xvc989007"))
        self.show(self.step("A third party asks where flexibility would help", "service_provider", "GET",
                            "opportunities", near="4200"))

    def second_vendor(self):
        self.title("5. A second vendor joins, by one file")
        self.step("The DSO asks for a home of Nortada", "dso", "GET", "home", id="B-17")
        print("- examples/pilot/nortada.yaml goes into the folder, and the mappings are reloaded", flush=True)
        self.show(self._pilot.add_document(HERE / "nortada.yaml"))
        self.show(self.step("The DSO asks again; Nortada measures in kilovolts", "dso", "GET", "home", id="B-17"))

    def tell(self):
        self._pilot.told()
        for chapter in (self.data_sharing, self.day_ahead, self.intraday, self.observability,
                        self.second_vendor):
            chapter()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gridlore", default=shutil.which("gridlore") or REPOSITORY / "build/release/gridlore",
                        metavar="PROGRAM")
    parser.add_argument("--port", type=int, help=f"Gridlore's; the parties have those behind it (default: {PORT}, or "
                                                 "the next that are free)")
    parser.add_argument("--stay", action="store_true", help="go on until Ctrl-C")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with Pilot(options.gridlore, options.port or free_ports(PORT)) as pilot:
        Story(pilot).tell()
        if options.stay:
            print(f"\nAll are running: Gridlore at {pilot.address('gridlore')}/docs, its mappings in "
                  f"{pilot.folder / 'mappings'}. Ctrl-C ends it.", flush=True)
            pilot.gridlore.wait()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
    except (OSError, Refused) as problem:
        sys.exit(f"pilot: {problem}")
