"""Every real RDF file is imported without a lost triple: as many as Raptor gives, counted once each."""

import gzip
import os
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from harness.server import environment, program
from harness.waiting import stretched

DATA = Path(os.environ["GRIDLORE_DATA"])
SYNTAXES = {".ttl": "turtle", ".trig": "trig", ".nt": "ntriples", ".nq": "nquads", ".rdf": "rdfxml", ".xml": "rdfxml",
            ".owl": "rdfxml"}


def files(malformed):
    for folder in ("ontologies", "grid"):
        for path in sorted((DATA / folder).rglob("*")):
            is_rdf = path.suffix == ".zip" or Path(path.name.removesuffix(".gz")).suffix in SYNTAXES
            if is_rdf and ("malformed" in path.parts) == malformed:
                yield pytest.param(path, id=str(path.relative_to(DATA)))


def documents(path):
    """(content, syntax as Raptor calls it) of a file or of each member of an archive."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            return [(archive.read(name), SYNTAXES[Path(name).suffix]) for name in archive.namelist()]
    content = gzip.open(path).read() if path.suffix == ".gz" else path.read_bytes()
    return [(content, SYNTAXES[Path(path.name.removesuffix(".gz")).suffix])]


def distinct_by_raptor(path):
    lines = set()
    for content, syntax in documents(path):
        run = subprocess.run(["rapper", "-q", "-i", syntax, "-o", "nquads", "-", "http://base.invalid/"],
                             input=content.removeprefix(b"\xef\xbb\xbf"), stdout=subprocess.PIPE, check=True)
        lines |= set(run.stdout.splitlines())
    return len(lines)


def import_plainly(path, folder):
    return subprocess.run([program(), "import", "--plain", "--store", folder / "store", path], capture_output=True,
                          text=True, env=environment({}), timeout=stretched(300), check=False)


@pytest.mark.parametrize("path", files(malformed=False))
def test_no_triple_is_lost(path, tmp_path):
    run = import_plainly(path, tmp_path)
    assert run.returncode == 0, run.stderr
    counts = re.search(r": ([\d,]+) quads?(?:, ([\d,]+) of them new)?\s*$", run.stdout)
    assert counts, run.stdout
    assert int((counts[2] or counts[1]).replace(",", "")) == distinct_by_raptor(path)


@pytest.mark.parametrize("path", files(malformed=True))
def test_a_malformed_file_is_refused_whole_and_says_where(path, tmp_path):
    run = import_plainly(path, tmp_path)
    assert run.returncode == 6, run.stdout
    assert re.search(re.escape(path.name) + r":\d+", run.stderr), run.stderr
    exported = subprocess.run([program(), "export", "--store", tmp_path / "store"], capture_output=True, text=True,
                              env=environment({}), timeout=stretched(60), check=True)
    assert exported.stdout == ""


def test_all_files_were_found():
    assert len(list(files(malformed=False))) == 171
    assert len(list(files(malformed=True))) == 3
