"""The include lines of the sources against the arrows between the layers."""

import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
ENGINE = ["knowledge-engine/exchange"]

# What a folder may include directly; what these may include is allowed with them.
ARROWS = {
    "knowledge-engine/base": [],
    "knowledge-engine/rdf": ["knowledge-engine/base"],
    "knowledge-engine/pattern": ["knowledge-engine/rdf"],
    "knowledge-engine/store": ["knowledge-engine/pattern"],
    "knowledge-engine/query": ["knowledge-engine/pattern", "knowledge-engine/store"],
    "knowledge-engine/exchange": ["knowledge-engine/pattern", "knowledge-engine/query"],
    "adapter/mapping": ENGINE,
    "adapter/sql": ENGINE,
    "adapter/rml": ENGINE + ["adapter/mapping"],
    "adapter/service": ENGINE + ["adapter/mapping", "adapter/http", "adapter/sql"],
    "adapter/graph": ENGINE + ["adapter/rest-api"],
    "adapter/import": ENGINE,
    "adapter/http": ["knowledge-engine/base"],
    "adapter/rest-api": ENGINE + ["adapter/http", "adapter/mapping"],
    "adapter/sparql": ["knowledge-engine/query", "adapter/http"],
    "adapter/main": ENGINE + ["adapter/rest-api", "adapter/graph", "adapter/import", "adapter/sparql",
                              "adapter/mapping", "adapter/service", "adapter/rml"],
}

# Libraries that stay behind one layer's headers, by how their include lines begin.
CONFINED = {
    "serd/": ["knowledge-engine/rdf"],
    "raptor2": ["knowledge-engine/rdf"],
    "lmdb": ["knowledge-engine/store"],
    "sord/": ["knowledge-engine/store"],
    "unicode/": ["knowledge-engine/query"],
    "openssl/ssl": ["adapter/http"],
    "archive": ["adapter/import"],
    "zlib": ["adapter/http"],
    "boost/asio": ["adapter/http"],
    "boost/beast": ["adapter/http"],
    "boost/json": ["adapter/mapping"],
    "date/": ["adapter/mapping", "adapter/sql"],
    "soci/": ["adapter/sql"],
    "libxml/": ["adapter/rml"],
    "csv.h": ["adapter/rml"],
    "expat": ["knowledge-engine/query"],
    "nlohmann/": ["knowledge-engine/query", "adapter/rest-api", "adapter/mapping", "adapter/service", "adapter/sparql",
                  "adapter/main", "adapter/rml"],
    "prometheus/": ["adapter/rest-api", "adapter/http", "adapter/main"],
    "spdlog/": ["adapter/main"],
    "CLI/": ["adapter/main"],
    "yaml-cpp/": ["adapter/mapping", "adapter/main", "adapter/rml"],
}

INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]', re.MULTILINE)
SOURCES = sorted(path for folder in ("knowledge-engine", "adapter") for path in (REPOSITORY / folder).rglob("*")
                 if path.suffix in (".h", ".cpp") and "node_modules" not in path.parts)


def layer_of(name):
    return "/".join(name.split("/")[:2])


def reachable(layer):
    reached, waiting = set(), [layer]
    while waiting:
        here = waiting.pop()
        if here not in reached:
            reached.add(here)
            waiting.extend(ARROWS[here])
    return reached


def includes():
    for path in SOURCES:
        name = path.relative_to(REPOSITORY).as_posix()
        for mark, included in INCLUDE.findall(path.read_text(encoding="utf-8")):
            yield name, mark, included


def test_every_folder_with_sources_has_its_arrows():
    assert SOURCES
    assert {layer_of(path.relative_to(REPOSITORY).as_posix()) for path in SOURCES} <= set(ARROWS)


def test_arrows_make_no_cycle():
    for layer, direct in ARROWS.items():
        assert not any(layer in reachable(below) for below in direct), layer


def test_own_headers_are_named_from_the_repository_root():
    wrong = [(name, included) for name, mark, included in includes()
             if mark == '"' and not included.startswith(("knowledge-engine/", "adapter/"))]
    assert wrong == []


def test_includes_only_follow_the_arrows():
    wrong = [(name, included) for name, mark, included in includes()
             if mark == '"' and layer_of(included) not in reachable(layer_of(name))]
    assert wrong == []


@pytest.mark.parametrize("library", CONFINED)
def test_library_stays_in_its_folders(library):
    wrong = [(name, included) for name, mark, included in includes()
             if mark == "<" and included.startswith(library) and layer_of(name) not in CONFINED[library]]
    assert wrong == []
