"""Fixtures of all black-box tests."""

import pytest

from harness.server import Server
from harness.waiting import stretched
from harness.world import World


def patient(settings):
    """An instrumented program gets as much more time for its answers as the tests give it."""
    return {"kb_wait": stretched(10)} | settings


@pytest.fixture(scope="session")
def server():
    """A server as it comes, for all tests that need nothing else."""
    running = Server(**patient({}))
    yield running
    running.stop()


@pytest.fixture(scope="session")
def brisk_server():
    """A server whose timers are short, for what has to run out."""
    running = Server(long_poll=stretched(0.4), kb_wait=stretched(0.6))
    yield running
    running.stop()


@pytest.fixture
def start_server():
    """Starts servers with settings of their own; they end with the test."""
    started = []

    def start(**settings):
        started.append(Server(**patient(settings)))
        return started[-1]

    yield start
    for running in started:
        running.stop()


@pytest.fixture
def rest(server):
    return server.rest


@pytest.fixture
def world(server):
    """A namespace of its own on the common server; its knowledge bases leave with the test."""
    own = World(server)
    yield own
    own.close()


@pytest.fixture
def brisk_world(brisk_server):
    own = World(brisk_server)
    yield own
    own.close()


@pytest.fixture
def new_world(start_server):
    """A server of its own that nobody else uses, and a namespace on it."""
    worlds = []

    def make(**settings):
        worlds.append(World(start_server(**settings)))
        return worlds[-1]

    yield make
    for own in worlds:
        own.close()
