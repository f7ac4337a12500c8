"""The pilot as it ships in examples/pilot, running."""

import sys

import pytest
from harness.server import REPOSITORY, program

sys.dont_write_bytecode = True
sys.path.insert(0, str(REPOSITORY / "examples" / "pilot"))
import pilot as example  # noqa: E402


@pytest.fixture(scope="module")
def pilot():
    with example.Pilot(program(), example.free_ports(18280)) as running:
        yield running


@pytest.fixture
def at_dso(pilot):
    return lambda method, path, **query: pilot.at_desk("dso", method, path, **query)


@pytest.fixture
def at_provider(pilot):
    return lambda method, path, **query: pilot.at_desk("service_provider", method, path, **query)


@pytest.fixture
def at_lumen(pilot):
    return lambda method, path, **query: pilot.at_desk("hems_lumen", method, path, **query)
