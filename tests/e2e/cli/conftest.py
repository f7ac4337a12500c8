"""The program as a fixture: servers that print their address, and a client of the common one."""

import pytest

from shell import Serving, run


@pytest.fixture
def serve(tmp_path):
    """Starts servers; `server.log()` is what one wrote to standard error."""
    started = []

    def start(*arguments, **settings):
        path = tmp_path / f"log-{len(started)}"
        with open(path, "w") as error:
            server = Serving(*arguments, error=error, settings=settings)
        server.log = path.read_text
        started.append(server)
        return server

    yield start
    for server in started:
        if server.process.poll() is None:
            server.process.kill()
        server.process.wait()
        server.process.stdout.close()


@pytest.fixture
def gridlore(server):
    """Runs a command of the terminal client against the common server."""
    def against_server(command, *arguments, **options):
        return run(command, "--server", f"http://127.0.0.1:{server.port}/rest", *arguments, **options)
    return against_server
