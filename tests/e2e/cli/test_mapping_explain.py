"""`gridlore mapping explain`: where each triple of a payload comes from, and why there is none of a member."""

import json

import pytest

from harness.server import REPOSITORY
from shell import run

DOCUMENT = """id: vendor.voltage
prefixes: { ex: "http://example.org/" }
graph: |
  ?reading a ex:Reading ;
      ex:of ?meter ; ex:at ?time ; ex:in ?unit .
  ?reading ex:value ?value .
parts:
  alarm: "?reading ex:alarm ?alarm ."
terms:
  meter:   { iri: "urn:meter:{}" }
  time:    { dateTime: "%Y-%m-%d %H:%M", zone: Europe/Lisbon }
  reading: { iri: "urn:reading:{meter}:{time}" }
  value:   { literal: "xsd:decimal" }
  unit:    { constant: "ex:kilovolt" }
  alarm:   { boolean: ["Yes", "No"] }
json:
  meters:
    - id: ?meter
      at: ?time
      line: ?value
      alarm: { $value: ?alarm, $optional: true }
      version: 2
      note: { $value: { $ignore: "" }, $optional: true }
unknown: ignore
"""
PAYLOAD = {"meters": [{"id": "B 17", "at": "2024-05-01 12:00", "line": 0.2314, "version": 2, "firmware": {"x": 1}},
                      {"id": "B/18", "at": "2024-05-01 12:15", "line": 0.23, "alarm": "Yes", "version": 2,
                       "note": "checked"}]}


@pytest.fixture
def explain(tmp_path):
    """Explains the payload above, or another; paths are as the program was given them."""
    document = tmp_path / "vendor.yaml"
    document.write_text(DOCUMENT)

    def explained(*arguments, payload=None, text=DOCUMENT):
        document.write_text(text)
        return run("mapping", "explain", document, "-", *arguments, stdin=json.dumps(payload or PAYLOAD))
    explained.document = document
    return explained


def test_a_triple_comes_from_a_pattern_and_from_places(explain):
    outcome = explain("--triple", "<urn:reading:B%2017:2024-05-01T11%3A00%3A00Z> ex:value ?").expect(0)
    assert outcome.out == f"""\
<urn:reading:B%2017:2024-05-01T11%3A00%3A00Z> ex:value 0.2314
  {explain.document}:6:3  ?reading ex:value ?value
  ?reading  {explain.document}:12:3  {{ iri: "urn:reading:{{meter}}:{{time}}" }}
    ?meter  /meters/0/id  "B 17"  {explain.document}:10:3  {{ iri: "urn:meter:{{}}" }}
    ?time  /meters/0/at  "2024-05-01 12:00"  {explain.document}:11:3  {{ dateTime: "%Y-%m-%d %H:%M", zone: Europe/Lisbon }}
  ?value  /meters/0/line  0.2314  {explain.document}:13:3  {{ literal: "xsd:decimal" }}
"""


def test_all_triples_are_those_that_are_lifted_and_what_is_in_none_stands_below(explain, tmp_path):
    told = explain("--json").expect(0).json()
    lifted = run("mapping", "lift", explain.document, "--format", "ntriples", stdin=json.dumps(PAYLOAD)).expect(0)
    triples = {f"{t['subject']} {t['predicate']} {t['object']} ." for t in told["triples"]}
    assert triples == set(lifted.out.splitlines()) and len(told["triples"]) == 11
    text = explain().expect(0).out
    assert text.count(f"  {explain.document}:") >= len(triples)
    assert text.split("\nIn no triple:\n")[1].splitlines() == [
        f"/meters/0/version: {explain.document}:22:16 has this very value, which is in no triple",
        "/meters/0/firmware: the document does not name it, and ignores what it does not name",
        f"/meters/1/version: {explain.document}:22:16 has this very value, which is in no triple",
        f"/meters/1/note: {explain.document}:23:23 says to ignore it"]


def test_json_has_what_the_reference_says(explain):
    told = explain("--json", "--triple", "_ ex:alarm _").expect(0).json()
    reference = (REPOSITORY / "docs" / "mapping-documents.md").read_text(encoding="utf-8")
    triple = told["triples"][0]
    assert (told["id"], told["file"], told["unused"]) == ("vendor.voltage", str(explain.document), [])
    assert triple["part"] == "alarm" and triple["pattern"] == {
        "line": 8, "column": 11, "text": "?reading <http://example.org/alarm> ?alarm"}
    reading, alarm = triple["variables"]
    assert reading["origin"] == "template" and [of["variable"] for of in reading["made_of"]] == ["meter", "time"]
    assert reading["term"] == {"line": 12, "column": 3, "text": '{ iri: "urn:reading:{meter}:{time}" }'}
    assert alarm["origin"] == "json" and alarm["places"] == [{"pointer": "/meters/1/alarm", "value": '"Yes"'}]
    section = reference.split("## Explanations")[1].split("\n## ")[0]
    for member in [*told, *triple, *triple["pattern"], *reading, *alarm, *alarm["places"][0]]:
        assert f"`{member}`" in section, member


def test_a_member_says_its_triples_or_why_there_is_none(explain):
    told = explain("--json", "--member", "/meters/1/alarm").expect(0).json()
    assert [t["predicate"] for t in told["triples"]] == ["<http://example.org/alarm>"] and told["unused"] == []
    told = explain("--json", "--member", "/meters/0/firmware", "--member", "/meters/1/note").expect(0).json()
    assert told["triples"] == []
    assert told["unused"] == [{"pointer": "/meters/0/firmware", "why": "unknown"},
                              {"pointer": "/meters/1/note", "why": "ignored", "document": {"line": 23, "column": 23}}]
    within = explain("--json", "--member", "/meters/1").expect(0).json()
    assert len(within["triples"]) == 6 and len(within["unused"]) == 2
    assert "no value there" in explain("--member", "/meters/7").expect(1).error
    assert "no JSON pointer" in explain("--member", "meters").expect(2).error


def test_a_triple_that_is_not_there_has_a_reason(explain):
    without = {"meters": [meter for meter in PAYLOAD["meters"] if "alarm" not in meter]}
    error = explain("--triple", "_ ex:alarm true", payload=without).expect(1).error
    assert f"{explain.document}:8:11  ?reading ex:alarm ?alarm  (part alarm): no row here, for the payload has no ?alarm" in error
    error = explain("--triple", "_ ex:alarm false").expect(1).error
    assert "(part alarm): 1 row here, with other values" in error
    error = explain("--triple", "<urn:meter:x> ex:value _").expect(1).error
    assert '?reading is never <urn:meter:x>, for it is { iri: "urn:reading:{meter}:{time}" }' in error
    error = explain("--triple", '_ ex:at "2024-05-01 12:00"').expect(1).error
    assert '?time is never "2024-05-01 12:00", for it is { dateTime: ' in error
    assert "no pattern of the document has such a triple" in explain("--triple", "_ ex:nothing _").expect(1).error


@pytest.mark.parametrize("triple, message", [
    ("ex:a ex:b", "the end"), ("ex:a ex:b ex:c ex:d", "behind the object"), ("no:prefix ex:b _", "no"),
    ("_ ex:b \"open", "'_ ex:b \"open'"), ("", "a triple is")])
def test_what_is_no_triple_is_refused(explain, triple, message):
    error = explain("--triple", triple).expect(2).error
    assert "--triple: " in error and message in error


def test_several_triples_are_asked_for_at_once(explain):
    told = explain("--json", "--triple", "?s a ex:Reading", "--triple", "$x ex:value 0.23 .").expect(0).json()
    assert sorted(t["pattern"]["line"] for t in told["triples"]) == [4, 4, 6]


def test_what_is_given_constant_and_a_place_in_a_list_is_said(explain):
    text = """id: given
prefixes: { ex: "http://example.org/" }
graph: "?step ex:of ?plan ; ex:number ?number ; ex:in ?unit ; ex:value ?value ."
terms:
  plan:   { iri: "urn:plan:{}", given: true }
  number: { position: 1 }
  step:   { iri: "urn:step:{plan}:{number}" }
  unit:   { constant: "ex:watt" }
  value:  { literal: "xsd:decimal" }
json: { $list: ?value, $order: position }
"""
    outcome = explain("--given", "plan=P1", "--member", "/1", payload=[10, 20], text=text).expect(0)
    assert "?plan  given <urn:plan:P1>  " in outcome.out
    assert "?number  /1  " in outcome.out and '?unit  ' in outcome.out and "{ constant: \"ex:watt\" }" in outcome.out
    told = explain("--json", "--given", "plan=P1", payload=[10, 20], text=text).expect(0).json()
    origins = {v["variable"]: v for t in told["triples"] for v in t["variables"]}
    assert {name: v["origin"] for name, v in origins.items()} == {
        "step": "template", "plan": "given", "number": "position", "unit": "constant", "value": "json"}
    assert origins["plan"]["given"] == "<urn:plan:P1>" and origins["number"]["places"] == [{"pointer": "/1"}]


def test_a_payload_that_is_refused_explains_nothing(explain):
    outcome = explain(payload={"meters": [PAYLOAD["meters"][0], PAYLOAD["meters"][1] | {"line": "x"}]}).expect(2)
    assert outcome.out == "" and "/meters/1/line: " in outcome.error
    assert "vendor.yaml" in explain(text=DOCUMENT.replace("?value .", "?valu .")).expect(2).error

