"""The fixtures of the end-to-end harness; and whatever a test does here, the server and the others are unharmed."""

import sys
import threading
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "e2e"))

from harness.fixtures import (brisk_server, brisk_world, new_world, rest, server,  # noqa: E402, F401
                              start_server, world)
from harness.rest import figure  # noqa: E402
from harness.waiting import Background, eventually  # noqa: E402
from harness.world import World  # noqa: E402


class Bystanders:
    """A well-behaved asker and answerer whose exchanges go on all the time."""

    def __init__(self, server):
        self._world = World(server)
        self._asker, self._ask = self._world.asker("?a p ?b")
        self._world.answerer("?x p ?y", lambda _: self._world.rows("x=s y=o"))
        self._stop = threading.Event()
        self.count = 0
        self._running = Background(self._exchange)

    def _exchange(self):
        while not self._stop.wait(0.005):
            assert self._asker.ask(self._ask)["bindingSet"] == self._world.rows("a=s b=o")
            self.count += 1

    def go_on(self):
        """Still served, now."""
        reached = self.count
        eventually(lambda: self.count > reached + 2 or self._running.is_done(), "the others go on", within=10)
        if self._running.is_done():
            self._running.result()

    def leave(self):
        self._stop.set()
        self._running.result()
        self._world.close()


@pytest.fixture(scope="session")
def files_of_its_own(server):
    """How many files the server has open for itself: after its first exchanges, without connections."""
    bystanders = Bystanders(server)
    bystanders.go_on()
    bystanders.leave()
    metrics = server.root.kept_alive()
    eventually(lambda: figure(metrics, "gridlore_http_connections") == 1, "no connection is left but this one")
    files = server.open_files() - 1
    metrics.close()
    return files


@pytest.fixture(autouse=True)
def unharmed(server, files_of_its_own):
    """During each test the exchanges of others go on. After it, too, and the server has not one file open more than
    at the beginning of all tests, so that a file for each test would be noticed."""
    bystanders = Bystanders(server)
    yield bystanders
    assert server.is_alive(), server.log()[-8000:]
    bystanders.go_on()
    bystanders.leave()
    eventually(lambda: server.open_files() <= files_of_its_own, f"{files_of_its_own} files are open", within=10)
