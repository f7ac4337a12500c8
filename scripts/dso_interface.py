#!/usr/bin/env python3
"""The table of docs/dso-interface.md: what InterConnect D4.2 names, where it is served or called, and the tests that
show it. Prints the page; with --check it compares the one that is there instead, and looks for rows without a test.

The rows are those of scripts/dso_interface.tsv. Where they are bound is read from mappings/. A test shows the rows that
it names: in Python in its docstring, or as keys of the table that it is parametrized with; in C++ in the comment before
it. `IC-1.1.5 to IC-1.1.7` are three.
"""

import ast
import re
import sys
from collections import defaultdict
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
PAGE = REPOSITORY / "docs" / "dso-interface.md"
ROWS = Path(__file__).with_suffix(".tsv")
ROW = re.compile(r"\b(?:IC-6-Q\d+|IC-\d+(?:\.\d+)+[ab]?|ON-\d+)\b")
RANGE = re.compile(rf"({ROW.pattern})\s+to\s+({ROW.pattern})")
CPP_TEST = re.compile(r"((?:^[ \t]*//[^\n]*\n)+)[ \t]*TEST(?:_[FP])?\((\w+),\s*(\w+)\)", re.MULTILINE)

HEAD = """# The DSO's interface of InterConnect D4.2

What the deliverable's section 3.2 and its use cases name, where it is in `mappings/`, and the tests that show it. DSO
is the distribution system operator, SP a service provider, EU an end user. This page is generated:
`scripts/dso_interface.py > docs/dso-interface.md`.

The interface runs as it is meant in [examples/pilot](../examples/pilot/README.md). Every path is described at `/docs`
of a running server.
"""


def known_rows():
    """{row: (parties, what, documents)}, in the order of the file."""
    lines = ROWS.read_text(encoding="utf-8").splitlines()[1:]
    cells = [line.split("\t") for line in lines]
    return {row: (parties, what, documents.split()) for row, parties, what, documents in cells}


def rows_in(text, order):
    """The rows that a text names."""
    named = set(ROW.findall(text))
    for first, last in RANGE.findall(text):
        assert first in order and last in order, f"{first} to {last}"
        named.update(order[order.index(first):order.index(last) + 1])
    return named


# Tests

def names_of(tree):
    """{name of a table of the module: its keys that are text}."""
    tables = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict) and isinstance(node.targets[0], ast.Name):
            tables[node.targets[0].id] = " ".join(key.value for key in node.value.keys
                                                  if isinstance(key, ast.Constant) and isinstance(key.value, str))
    return tables


def python_tests(path):
    """(name, what names its rows) of each test of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tables = names_of(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            used = [tables.get(name.id, "") for decorator in node.decorator_list for name in ast.walk(decorator)
                    if isinstance(name, ast.Name)]
            yield node.name.removeprefix("test_").replace("_", " "), " ".join([ast.get_docstring(node) or "", *used])


def cpp_tests(path):
    for comment, suite, name in CPP_TEST.findall(path.read_text(encoding="utf-8")):
        yield f"{suite}.{name}", comment.replace("/", " ").replace("\n", " ")


def tests_by_row(order):
    """{row: [(file, name)]}."""
    found = defaultdict(list)
    for pattern, tests_of in (("*.py", python_tests), ("*.cpp", cpp_tests)):
        for path in sorted((REPOSITORY / "tests").rglob(pattern)):
            for name, text in tests_of(path):
                for row in rows_in(text, order):
                    found[row].append((path.relative_to(REPOSITORY).as_posix(), name))
    return found


# Documents

def bindings_of(text):
    """`GET /path`, or what is called where, for each binding of a document."""
    _, _, section = text.partition("\nbind:\n")
    for entry in re.split(r"^  - ", section, flags=re.MULTILINE)[1:]:
        way = re.search(r"(serve|call):", entry)[1]
        address = re.search(r"\b(GET|POST|PUT|DELETE): *(\"[^\"]*\"|[^,}\n]*)", entry)
        where = re.search(r"\b(?:service|source): *([\w-]+)", entry)
        shown = f"`{address[1]} {address[2].strip().strip(chr(34))}`" if address else "SQL"
        yield shown if way == "serve" else f"{shown} at `{where[1]}`"


def documents():
    """{id: (file, bindings)}."""
    found = {}
    for path in sorted((REPOSITORY / "mappings").rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        identifier = re.search(r"^id: *(\S+)", text, re.MULTILINE)
        if identifier:
            found[identifier[1]] = (path.relative_to(REPOSITORY).as_posix(), list(bindings_of(text)))
    return found


# The page

def table(header, rows):
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def apis(rows, bound):
    for row, (parties, what, ids) in rows.items():
        if ids:
            files = "<br>".join(f"[{identifier}](../{bound[identifier][0]})" for identifier in ids)
            places = "<br>".join(dict.fromkeys(place for identifier in ids for place in bound[identifier][1]))
            yield [row, what, parties, places, files]


def shown(rows, tests):
    for row, (_, what, _) in rows.items():
        names = defaultdict(list)
        for file, name in tests.get(row, []):
            names[file].append(name)
        cells = "<br>".join(f"[{Path(file).name}](../{file}): {'; '.join(dict.fromkeys(each))}"
                            for file, each in names.items())
        yield [row, what, cells]


def missing(rows, tests):
    """The rows that no test names."""
    return [row for row in rows if row not in tests]


def page():
    rows = known_rows()
    tests = tests_by_row(list(rows))
    of_apis = table(["row", "API", "parties", "served, or called at a service", "document"], apis(rows, documents()))
    of_tests = table(["row", "what", "shown by"], shown(rows, tests))
    return "\n".join([HEAD, "## APIs", "", of_apis, "", "## Tests", "", of_tests, ""])


def main():
    if sys.argv[1:] == ["--check"]:
        rows = known_rows()
        problems = [f"no test names {row}" for row in missing(rows, tests_by_row(list(rows)))]
        if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page():
            problems.append(f"{PAGE.name} is not what this script prints: generate it anew")
        print("\n".join(problems), file=sys.stderr, end="\n" if problems else "")
        return 1 if problems else 0
    print(page(), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
