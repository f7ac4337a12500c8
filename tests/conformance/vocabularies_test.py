"""The program reads the real vocabularies: each as domain knowledge, through the syntax it is published in."""

import csv
import gzip
import os
import shutil
from pathlib import Path

import pytest
from harness.server import Server

HERE = Path(__file__).resolve().parent
SUFFIXES = {"turtle": ".ttl", "rdfxml": ".rdf", "nquads": ".nq"}


def vocabularies():
    lines = (HERE / "ontology_sources.tsv").read_text(encoding="utf-8").splitlines()
    for row in csv.reader((line for line in lines if not line.startswith("#")), delimiter="\t"):
        yield pytest.param(*row, id=Path(row[2]).name)


def readable_copy(namespace, syntax, path, folder):
    """The file under a name that tells its syntax; packed ones are unpacked. Relative IRIs are of its namespace."""
    source = Path(os.environ["GRIDLORE_DATA"]) / "ontologies" / path
    copy = folder / ("vocabulary" + SUFFIXES[syntax])
    with (gzip.open(source) if source.suffix == ".gz" else open(source, "rb")) as packed, open(copy, "wb") as unpacked:
        if syntax == "turtle":
            unpacked.write(f"@base <{namespace}> .\n".encode())
        shutil.copyfileobj(packed, unpacked)
    return copy


@pytest.mark.parametrize("namespace, syntax, path", vocabularies())
def test_serves_with_a_real_vocabulary_as_domain_knowledge(namespace, syntax, path, tmp_path):
    server = Server(domain_knowledge=readable_copy(namespace, syntax, path, tmp_path))
    try:
        server.root.get("/health/ready").expect(200)
    finally:
        server.stop()
