"""The table of docs/dso-interface.md: it is what the script makes, and each row of it has a test."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))
import dso_interface as script  # noqa: E402

ORDER = ["IC-1.1.1", "IC-1.1.2", "IC-1.1.3", "IC-5.2", "IC-5.2a", "IC-6-Q3", "ON-2"]


@pytest.mark.parametrize("text, named", [
    ("IC-1.1.1 to IC-1.1.3, ON-2: what it shows", {"IC-1.1.1", "IC-1.1.2", "IC-1.1.3", "ON-2"}),
    ("IC-5.2a and IC-6-Q3", {"IC-5.2a", "IC-6-Q3"}), ("IC-5.2: nothing of IC-5", {"IC-5.2"}), ("nothing", set())])
def test_a_text_names_rows(text, named):
    assert script.rows_in(text, ORDER) == named


def test_a_range_has_ends_that_are_known():
    with pytest.raises(AssertionError):
        script.rows_in("IC-1.1.1 to IC-1.1.9", ORDER)


def test_what_names_the_rows_of_a_test(tmp_path):
    (tmp_path / "test_it.py").write_text('TABLE = {"IC-5.2": 1}\n'
                                         '@pytest.mark.parametrize("row", TABLE)\n'
                                         'def test_one(row):\n    """ON-2"""\n'
                                         'def test_two():\n    "no row"\n'
                                         'def helper():\n    "IC-6-Q3"\n')
    (tmp_path / "it.cpp").write_text("// IC-1.1.1.\nTEST(Suite, Name) {}\n\n// IC-5.2.\n\nTEST_P(Suite, Other) {}\n")
    assert [(name, script.rows_in(text, ORDER)) for name, text in script.python_tests(tmp_path / "test_it.py")] == [
        ("one", {"IC-5.2", "ON-2"}), ("two", set())]
    assert [(name, script.rows_in(text, ORDER)) for name, text in script.cpp_tests(tmp_path / "it.cpp")] == [
        ("Suite.Name", {"IC-1.1.1"})]


def test_bindings_of_a_document():
    text = """
json: {}

bind:
  - serve:
      GET: /1.0/Data/Metering
      query: { ID: ?subject }
    as: ask
  - call: { POST: "/GridObservability/{code}", service: observer }
    as: react
  - call:
      source: meters
      sql: SELECT 1
    as: answer
"""
    assert list(script.bindings_of(text)) == [
        "`GET /1.0/Data/Metering`", "`POST /GridObservability/{code}` at `observer`", "SQL at `meters`"]


def test_each_row_has_a_test():
    rows = script.known_rows()
    assert script.missing(rows, script.tests_by_row(list(rows))) == []


def test_the_page_is_what_is_generated():
    assert script.PAGE.read_text(encoding="utf-8") == script.page(), "scripts/dso_interface.py > docs/dso-interface.md"
