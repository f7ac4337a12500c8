"""The examples, run as their README says, against a server that has the SAREF profile as domain knowledge."""

import os
import signal
import subprocess
import sys

import pytest
from docs_test import KNOWLEDGE
from harness.server import REPOSITORY, Server
from harness.waiting import eventually, stretched

EXAMPLES = REPOSITORY / "examples"


@pytest.fixture
def knowing_server():
    server = Server(domain_knowledge=KNOWLEDGE)
    yield server
    server.stop()


@pytest.fixture
def provider(knowing_server, tmp_path):
    with open(tmp_path / "provider.txt", "wb") as log:
        process = subprocess.Popen([sys.executable, EXAMPLES / "hems_provider.py", base(knowing_server)],
                                   stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
    told = lambda: (tmp_path / "provider.txt").read_text()  # noqa: E731
    eventually(lambda: "are registered" in told() or process.poll() is not None, "the provider is registered")
    yield told
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=stretched(15)) == 0, told()


def base(server):
    return f"http://127.0.0.1:{server.port}/rest"


def output_of(*command):
    run = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                         timeout=stretched(60), check=False, env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"})
    output = run.stdout.decode("utf-8")
    assert run.returncode == 0, output
    return output


def test_a_grid_operator_and_a_service_provider_talk(knowing_server, provider):
    output = output_of(sys.executable, EXAMPLES / "dso_client.py", base(knowing_server))
    for line in ("device=https://hems.example/ID1234/meter", "device=https://hems.example/ID3001",
                 "hems=ID1234  postal_code=4405-123  voltage=240  unit=om:volt  timestamp=2021-12-03T15:11:20Z",
                 "hems=ID1234  status=gridlore:Off  abnormal_voltage=true  timestamp=2021-12-03T15:11:20Z",
                 "postal_code=4405-123  status=s4ener:Accepted", "postal_code=4120-233  status=s4ener:Rejected",
                 "fault_location=1  postal_code=4405-123  faulty=3"):
        assert line in output, output
    assert "why: https://hems.example/kb/interaction/voltages" in output, output
    eventually(lambda: "acknowledged by https://dso.example/" in provider(), "the provider is told of the receipt")


def test_examples_leave_nothing_behind(knowing_server, provider):
    output_of(sys.executable, EXAMPLES / "dso_client.py", base(knowing_server))
    output_of(EXAMPLES / "session.sh", base(knowing_server))
    left = [kb["knowledgeBaseId"] for kb in knowing_server.rest.get("/sc").json()]
    assert left == ["https://hems.example/kb"]


def test_curl_alone_is_enough(knowing_server):
    output = output_of(EXAMPLES / "session.sh", base(knowing_server))
    assert '"volts":' in output and "<https://hems.example/reading/1>" in output, output
