"""A server whose store each test finds empty."""

import pytest
from harness.server import Server
from harness.sparql import Sparql


@pytest.fixture(scope="module")
def sparql_server():
    running = Server()
    yield running
    running.stop()


@pytest.fixture
def sparql(sparql_server):
    endpoint = Sparql(sparql_server.port)
    endpoint.update("DROP ALL").expect(204)
    return endpoint
