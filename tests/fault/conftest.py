"""The fixtures of the end-to-end harness; and whatever a test does here, the server and the others are unharmed."""

import sys
import threading
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "e2e"))

from harness.fixtures import (brisk_server, brisk_world, new_world, rest, server,  # noqa: E402, F401
                              start_server, world)
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
def warm_server(server):
    """After its first exchanges it has opened what it keeps open."""
    bystanders = Bystanders(server)
    bystanders.go_on()
    bystanders.leave()
    return server


@pytest.fixture(autouse=True)
def unharmed(warm_server):
    """Before and after: as many open files. During: the exchanges of others. After: alive, and they go on."""
    files = eventually(warm_server.open_files, "the server has open files")
    bystanders = Bystanders(warm_server)
    yield bystanders
    assert warm_server.is_alive(), warm_server.log()[-8000:]
    bystanders.go_on()
    bystanders.leave()
    eventually(lambda: warm_server.open_files() <= files + 1, f"no more than {files} files are open", within=10)
