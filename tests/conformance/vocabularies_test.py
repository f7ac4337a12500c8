"""The program reads the real vocabularies: each as domain knowledge, through the syntax it is published in."""

import csv
import gzip
import http.client
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from harness.server import environment, free_port, program
from harness.waiting import eventually

HERE = Path(__file__).resolve().parent
SUFFIXES = {"turtle": ".ttl", "rdfxml": ".rdf", "nquads": ".nq"}


def vocabularies():
    lines = (HERE / "ontology_sources.tsv").read_text(encoding="utf-8").splitlines()
    for _, syntax, path in csv.reader((line for line in lines if not line.startswith("#")), delimiter="\t"):
        yield pytest.param(syntax, path, id=Path(path).name)


def readable_copy(syntax, path, folder):
    """The file under a name that tells its syntax; packed ones are unpacked."""
    source = Path(os.environ["GRIDLORE_DATA"]) / "ontologies" / path
    copy = Path(folder) / ("vocabulary" + SUFFIXES[syntax])
    with (gzip.open(source) if source.suffix == ".gz" else open(source, "rb")) as packed, open(copy, "wb") as unpacked:
        shutil.copyfileobj(packed, unpacked)
    return copy


def is_ready(port):
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == 200
    except OSError:
        return False


@pytest.mark.parametrize("syntax, path", vocabularies())
def test_serves_with_a_real_vocabulary_as_domain_knowledge(syntax, path):
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as log:
        port = free_port()
        server = subprocess.Popen(
            [program(), "serve", "--listen", f"127.0.0.1:{port}", "--domain-knowledge",
             str(readable_copy(syntax, path, folder))],
            env=environment({}), stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
        try:
            eventually(lambda: is_ready(port) or server.poll() is not None, "the server is ready", within=60)
            log.seek(0)
            assert server.poll() is None, log.read().decode("utf-8", "replace")
        finally:
            server.terminate()
            server.wait(timeout=30)
