"""The questions of a DSO engineer, asked of real grid models."""

import csv
import io
import os
import subprocess
from pathlib import Path

import pytest
from harness.server import REPOSITORY, environment, program
from harness.waiting import stretched

GRID = Path(os.environ["GRIDLORE_DATA"]) / "grid"
QUESTIONS = REPOSITORY / "examples" / "low-voltage-grid"


class Model:
    def __init__(self, folder, files):
        self._store = folder / "store"
        self.run("import", *files)
        self.run("update", "--file", QUESTIONS / "trace.ru")

    def run(self, *arguments, codes=(0,)):
        done = subprocess.run([program(), *arguments, "--store", self._store], capture_output=True, text=True,
                              env=environment({}), timeout=stretched(300), check=False)
        assert done.returncode in codes, done.stderr
        return done.stdout

    def rows(self, query):
        """The rows of a result, each a dictionary."""
        return list(csv.DictReader(io.StringIO(self.run("query", query, "--format", "csv", codes=(0, 1)))))

    def question(self, name, **instead):
        text = (QUESTIONS / f"{name}.rq").read_text(encoding="utf-8")
        for example, meant in instead.values():
            assert example in text
            text = text.replace(example, meant)
        return self.rows(text)


@pytest.fixture(scope="module")
def telemark(tmp_path_factory):
    return Model(tmp_path_factory.mktemp("telemark"), sorted((GRID / "telemark-120").glob("[ga]*/*.xml")))


@pytest.fixture(scope="module")
def small_grid(tmp_path_factory):
    return Model(tmp_path_factory.mktemp("smallgrid"), sorted((GRID / "cgmes-3.0" / "smallgrid").glob("*.xml*")))


def test_files_of_one_model_join(telemark):
    assert len(telemark.rows("SELECT ?point { ?point a cim:UsagePoint ; cim:UsagePoint.Equipments ?load . "
                             "?load a cim:ConformLoad }")) == 13


def test_consumers_that_a_transformer_feeds(telemark):
    fed = telemark.question("consumers", transformer=('"T1"', '"NEDENES T1"'))
    assert len(fed) == 13 and all(row["usagePoint"] for row in fed)


def test_the_path_from_a_usage_point_to_its_substation(telemark):
    names = telemark.rows("SELECT ?name { ?p a cim:UsagePoint ; cim:IdentifiedObject.name ?name } ORDER BY ?name")
    assert len(names) == 14
    path = telemark.question("path", point=('"Usage point A2-2b"', f'"{names[0]["name"]}"'))
    assert {row["substation"] for row in path} >= {"NEDENES"}
    kinds = {row["kind"].rpartition("#")[2] for row in path}
    assert {"ACLineSegment", "PowerTransformer", "Fuse"} <= kinds


def test_loads_above_a_threshold(telemark):
    loads = "SELECT ?load { ?load a cim:ConformLoad ; cim:EnergyConsumer.p ?p FILTER(?p > %s) }"
    assert len(telemark.rows(loads % "0.001")) == 2
    assert len(telemark.rows(loads % "10.4")) == 1  # written "10.50"
    assert telemark.rows(loads % "10.5") == []


def test_loads_of_a_larger_model(small_grid):
    every = small_grid.rows("SELECT ?p { ?load a ?kind ; cim:EnergyConsumer.p ?p VALUES ?kind { cim:ConformLoad "
                            "cim:EnergyConsumer } }")
    heavy = small_grid.rows("SELECT ?p { ?load a ?kind ; cim:EnergyConsumer.p ?p FILTER(?p > 50) VALUES ?kind { "
                            "cim:ConformLoad cim:EnergyConsumer } }")
    assert len(heavy) == sum(float(row["p"]) > 50 for row in every)
    assert 0 < len(heavy) < len(every)


def test_the_units_of_a_source_are_recorded(telemark, small_grid):
    for model in (telemark, small_grid):
        conventions = model.rows("SELECT DISTINCT ?units { ?model gridlore:unitConvention ?units }")
        assert conventions == [{"units": "https://w3id.org/gridlore#KilovoltsAndMegawatts"}]


def test_the_table_of_datatypes_is_what_the_profiles_say():
    run = subprocess.run([REPOSITORY / "scripts" / "cim_datatypes.py", "--check", GRID.parent], capture_output=True,
                         text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
