"""The grid model of examples/ and the questions about it, as the guide for DSO engineers has them."""

import csv
import io

import pytest

from shell import run
from harness.server import REPOSITORY

FOLDER = REPOSITORY / "examples" / "low-voltage-grid"


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    store = tmp_path_factory.mktemp("grid") / "store"
    run("import", "--store", store, FOLDER / "equipment.xml", FOLDER / "operation.xml").expect(0)
    run("update", "--store", store, "--file", FOLDER / "trace.ru").expect(0)
    return store


def rows(model, text):
    return list(csv.DictReader(io.StringIO(run("query", "--store", model, "--format", "csv", text).out)))


def question(model, name, example=None, meant=None):
    text = (FOLDER / f"{name}.rq").read_text(encoding="utf-8")
    return rows(model, text.replace(example, meant) if example else text)


def test_every_consumer_that_a_transformer_feeds(model):
    first = [row["consumer"] for row in question(model, "consumers")]
    second = [row["consumer"] for row in question(model, "consumers", '"T1"', '"T2"')]
    assert first == sorted(f"Load A{f}-{c}{k}" for f, n in ((1, 3), (2, 2)) for c in range(1, n + 1) for k in "ab")
    assert second == sorted(f"Load B1-{c}{k}" for c in range(1, 4) for k in "ab")


def test_the_path_from_a_usage_point_to_its_substation(model):
    assert [row["name"] for row in question(model, "path")] == ["Cable A2-2", "Cable A2-1", "Fuse A2", "T1"]
    assert {row["substation"] for row in question(model, "path")} == {"Harbour Street"}


def test_a_tie_that_is_closed_lets_another_transformer_feed(model, tmp_path):
    run("backup", "--store", model, tmp_path / "copy").expect(0)
    run("update", "--store", tmp_path / "copy", """DELETE { ?tie cim:Switch.open true }
        INSERT { ?tie cim:Switch.open false } WHERE { ?tie cim:IdentifiedObject.name "Tie A2-B1" }""").expect(0)
    run("update", "--store", tmp_path / "copy", "--file", FOLDER / "trace.ru").expect(0)
    assert len(question(tmp_path / "copy", "consumers", '"T1"', '"T2"')) > 6


def test_all_loads_above_a_threshold(model):
    assert [row["name"] for row in question(model, "heavy-loads")] == ["Load B1-3b", "Load A2-2a", "Load A1-2b",
                                                                        "Load B1-3a", "Load A2-2b"]


def test_loads_above_a_threshold_through_an_ask(model, serve, tmp_path):
    run("backup", "--store", model, tmp_path / "copy").expect(0)
    server = serve("--store", tmp_path / "copy")
    outcome = run("ask", "--server", server.url, "--json", "--range", 'p="0.004"^^xsd:float..',
                  "?load a cim:ConformLoad ; cim:EnergyConsumer.p ?p").expect(0)
    assert len(outcome.json()["bindingSet"]) == 5
