"""RML and YARRRML on the command line: `gridlore mapping check`, `mapping lift` and `import --mapping`."""

import json
import os

import pytest

from shell import run

EX = "http://example.com/"
PREFIXES = f"@prefix rml: <http://w3id.org/rml/> . @prefix ex: <{EX}> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
READINGS = PREFIXES + """
<#readings> rml:logicalSource [ rml:source "readings.csv" ; rml:referenceFormulation rml:CSV ] ;
  rml:subjectMap [ rml:template "http://example.com/reading/{meter}/{time}" ; rml:class ex:Reading ] ;
  rml:predicateObjectMap [ rml:predicate ex:value ; rml:objectMap [ rml:reference "value" ; rml:datatype xsd:decimal ] ] ;
  rml:predicateObjectMap [ rml:predicate ex:of ; rml:objectMap [ rml:parentTriplesMap <#meters> ;
    rml:joinCondition [ rml:child "meter" ; rml:parent "$.id" ] ] ] .
<#meters> rml:logicalSource [ rml:source "grid/meters.json" ; rml:referenceFormulation rml:JSONPath ;
    rml:iterator "$.meters[*]" ] ;
  rml:subjectMap [ rml:template "http://example.com/meter/{$.id}" ] ;
  rml:predicateObjectMap [ rml:predicate ex:place ; rml:objectMap [ rml:reference "$.place" ] ] .
"""
YARRRML = """
prefixes: { ex: http://example.com/ }
mappings:
  reading:
    sources: [[readings.csv~csv]]
    s: ex:reading/$(meter)/$(time)
    po:
      - [a, ex:Reading]
      - [ex:value, $(value), xsd:decimal]
"""
CSV = "meter,time,value\nm1,10:00,1.50\nm2,10:15,2.0\n"
METERS = '{"meters": [{"id": "m1", "place": "Leiria"}, {"id": "m2", "place": "Porto"}]}'
OF_READING = [f'<{EX}reading/m1/10%3A00> <{EX}value> "1.50"^^<http://www.w3.org/2001/XMLSchema#decimal> .',
              f"<{EX}reading/m1/10%3A00> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{EX}Reading> .",
              f'<{EX}reading/m2/10%3A15> <{EX}value> "2.0"^^<http://www.w3.org/2001/XMLSchema#decimal> .',
              f"<{EX}reading/m2/10%3A15> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{EX}Reading> ."]
OF_METERS = [f'<{EX}meter/m1> <{EX}place> "Leiria" .', f'<{EX}meter/m2> <{EX}place> "Porto" .']
JOINED = [f"<{EX}reading/m1/10%3A00> <{EX}of> <{EX}meter/m1> .", f"<{EX}reading/m2/10%3A15> <{EX}of> <{EX}meter/m2> ."]
ALL = sorted(OF_READING + OF_METERS + JOINED)


@pytest.fixture
def folder(tmp_path):
    """Two mappings of the same readings, with their sources beside them."""
    place = tmp_path / "mappings"
    (place / "grid").mkdir(parents=True)
    (place / "readings.ttl").write_text(READINGS)
    (place / "readings.yml").write_text(YARRRML)
    (place / "readings.csv").write_text(CSV)
    (place / "grid" / "meters.json").write_text(METERS)
    return place


@pytest.fixture
def store(tmp_path):
    def on_store(command, *arguments, **options):
        return run(command, "--store", tmp_path / "store", *arguments, **options)
    return on_store


def lines(outcome):
    return sorted(outcome.expect(0).out.splitlines())


def test_a_mapping_finds_its_sources_in_its_folder(folder):
    assert lines(run("mapping", "lift", folder / "readings.ttl")) == ALL


def test_yarrrml_is_known_by_what_is_in_it(folder):
    for name in ("readings.yml", "readings.yaml", "readings"):
        (folder / name).write_text(YARRRML)
        assert lines(run("mapping", "lift", folder / name)) == sorted(OF_READING)


def test_sources_are_found_in_folders_that_are_named(folder, tmp_path):
    other = tmp_path / "may"
    other.mkdir()
    (other / "readings.csv").write_text("meter,time,value\nm1,12:00,3\n")
    lifted = lines(run("mapping", "lift", folder / "readings.ttl", other, folder))
    assert f"<{EX}reading/m1/12%3A00> <{EX}of> <{EX}meter/m1> ." in lifted and not set(OF_READING) & set(lifted)


def test_sources_are_files_by_their_names_or_by_saying_which(folder, tmp_path):
    may = tmp_path / "may.csv"
    may.write_text(CSV)
    meters = folder / "grid" / "meters.json"
    assert lines(run("mapping", "lift", folder / "readings.ttl", f"readings.csv={may}", meters)) == ALL
    assert lines(run("mapping", "lift", folder / "readings.yml", may)) == sorted(OF_READING)
    assert lines(run("mapping", "lift", folder / "readings.yml", "-", stdin=CSV)) == sorted(OF_READING)
    error = run("mapping", "lift", folder / "readings.ttl", may, meters).expect(2).error
    assert "no source of" in error and f"readings.csv={may}" in error
    error = run("mapping", "lift", folder / "readings.ttl", meters, f"grid/meters.json={meters}").expect(2).error
    assert "both the source 'grid/meters.json'" in error
    may.write_text(CSV + "m3\n")
    error = run("mapping", "lift", folder / "readings.yml", may).expect(2).error
    assert "readings.csv: record 3" in error and f"('readings.csv' is {may})" in error
    error = run("mapping", "lift", folder / "readings.ttl", meters).expect(6).error
    assert 'no source "readings.csv" among the files' in error


@pytest.mark.parametrize("format, line", [("turtle", f"<{EX}reading/m1/10%3A00>"), ("nq", OF_READING[0]),
                                          ("rdfxml", "rdf:about")])
def test_any_syntax_is_written(folder, format, line):
    assert line in run("mapping", "lift", folder / "readings.yml", "--format", format).expect(0).out


def test_graphs_need_a_syntax_that_has_them(folder):
    (folder / "graphs.yml").write_text(YARRRML + "    graphs: ex:graph\n")
    assert f"<{EX}graph> ." in run("mapping", "lift", folder / "graphs.yml").expect(0).out
    assert run("mapping", "lift", folder / "graphs.yml", "--format", "turtle").code != 0


def test_relative_iris_need_a_base(folder):
    (folder / "base.yml").write_text(YARRRML.replace("s: ex:reading", "s: reading"))
    lifted = run("mapping", "lift", folder / "base.yml", "--base", "https://grid.example/").expect(0).out
    assert "<https://grid.example/reading/m1/10%3A00>" in lifted


def test_check_says_what_a_mapping_reads(folder, tmp_path):
    outcome = run("mapping", "check", folder / "readings.ttl", folder / "readings.yml").expect(0)
    assert "readings.ttl: RML, 2 triples maps, reads readings.csv grid/meters.json\n" in outcome.out
    assert "readings.yml: RML, 1 triples map, reads readings.csv\n" in outcome.out
    ontology = tmp_path / "ontology.ttl"
    ontology.write_text(PREFIXES + "ex:Readings a ex:Class . ex:value a ex:Property . ex:place a ex:Property .")
    error = run("mapping", "check", folder / "readings.ttl", "--ontology", ontology).expect(2).error
    assert f"of a class: no ontology that is loaded declares <{EX}Reading>: did you mean <{EX}Readings>?" in error
    assert f"declares <{EX}of>" in error and f"<{EX}value>" not in error


def test_check_says_what_is_wrong_and_where(folder):
    (folder / "broken.ttl").write_text(PREFIXES + "<#m> rml:logicalSource\n oops")
    (folder / "functions.yml").write_text(YARRRML.replace("$(value), xsd:decimal", "{function: ex:upper}"))
    outcome = run("mapping", "check", folder / "broken.ttl", folder / "functions.yml", folder / "readings.yml").expect(2)
    assert "broken.ttl:3:" in outcome.error and "functions.yml:9:" in outcome.error
    assert "`function` is a function" in outcome.error and "readings.yml: RML" in outcome.out


@pytest.mark.parametrize("command", [["lower"], ["explain"], ["coverage"]])
def test_what_goes_one_way_only_is_refused_by_the_others(folder, command):
    error = run("mapping", *command, folder / "readings.ttl").expect(2).error
    assert f"'gridlore mapping {command[0]}' does not know" in error and "'gridlore mapping lift'" in error


def test_options_of_mapping_documents_are_not_those_of_rml(folder):
    assert "is RML" in run("mapping", "lift", folder / "readings.ttl", "--given", "x=1").expect(2).error
    run("mapping", "lift", folder / "readings.ttl", "--format", "bindings").expect(2)


def test_values_that_make_no_term_are_told_and_left_out(folder):
    (folder / "iris.yml").write_text(YARRRML.replace("ex:reading/$(meter)/$(time)", "$(meter)~iri"))
    rows = "".join(f"not an iri {n},10:00,1\n" for n in range(30))
    (folder / "readings.csv").write_text("meter,time,value\nhttp://example.com/good,10:00,7\n" + rows)
    outcome = run("mapping", "lift", folder / "iris.yml").expect(0)
    assert len(outcome.out.splitlines()) == 2
    told = outcome.error.splitlines()
    assert len(told) == 21 and "record 2 of readings.csv" in told[0] and told[20] == "warning: and 10 more"


HOSTILE = {
    "no such file": ("absent.csv", None, 'there is no source "absent.csv"'),
    "a folder": ("grid", None, 'there is no source "grid"'),
    "a path that leaves the folder": ("../secret.csv", None, "is not in the folder of the mapping"),
    "an absolute path": ("/etc/passwd", None, "is not in the folder of the mapping"),
    "a link that leaves the folder": ("link.csv", None, "is not in the folder of the mapping"),
    "a row that is too long": ("bad.csv", "meter,time,value\nm1,10:00,1\nm2,10:00,1,2\n", "bad.csv: "),
    "an open quote": ("bad.csv", 'meter,time,value\nm1,"10:00,1\n', "bad.csv: "),
    "a column that is not there": ("bad.csv", "meter,time\nm1,10:00\n", 'no column "value"'),
    "no UTF-8": ("bad.csv", b"meter,time,value\n\xff,10:00,1\n", "bad.csv: "),
    "no JSON": ("bad.json", '{"meters": [\n{"id": 1,}]}', "parse error at line 2"),
    "JSON without a bottom": ("bad.json", "[" * 100_000, "bad.json: "),
    "no XML": ("bad.xml", "<meters><meter></meters>", "bad.xml: line 1"),
    "entities that explode": ("bad.xml", '<!DOCTYPE m [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)) + "]><m><meter>&j;</meter></m>",
        "bad.xml: "),
    "an entity that reads a file": ("bad.xml", '<!DOCTYPE m [<!ENTITY a SYSTEM "file:///etc/passwd">]><m>&a;</m>',
                                    "bad.xml: "),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_source_that_is_not_what_is_said_is_refused_and_nothing_is_stored(folder, store, name):
    file, content, message = HOSTILE[name]
    (folder.parent / "secret.csv").write_text(CSV)
    os.symlink(folder.parent / "secret.csv", folder / "link.csv")
    if content is not None:
        (folder / file).write_bytes(content if isinstance(content, bytes) else content.encode())
    kind = "xpath, //meter" if file.endswith("xml") else "jsonpath, '$.meters[*]'" if file.endswith("json") else "csv"
    source = f"{file}~{kind}"
    first = YARRRML.replace("sources", "sources: [[readings.csv~csv]]\n    graphs: ex:first\n    x", 1)
    second = YARRRML.replace("readings.csv~csv", source).replace("reading:", "second:", 1)
    mapping = folder / "hostile.yml"
    mapping.write_text(first.split("    x:")[0] + first.split("x: [[readings.csv~csv]]\n")[1]
                       + second.split("mappings:\n")[1])
    lifted = run("mapping", "lift", mapping)
    assert lifted.code in (2, 6) and message in lifted.error and "root:" not in lifted.out
    stored = store("import", "--mapping", mapping, folder).expect(6)
    assert message in stored.error
    assert store("query", "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }").expect(1).out == "no rows\n"


def test_yaml_that_stands_in_itself_is_refused(folder):
    (folder / "cycle.yml").write_text(YARRRML + "      - [ex:p, &a [*a]]\n")
    assert "deep in each other" in run("mapping", "check", folder / "cycle.yml").expect(2).error


def test_what_is_lifted_is_stored_as_one_change(folder, store):
    assert store("import", "--mapping", folder / "readings.ttl", folder).expect(0).out.endswith("ttl: 8 quads\n")
    assert lines(store("export")) == ALL
    assert "8 quads, 0 of them new" in store("import", "--mapping", folder / "readings.ttl", folder).expect(0).out


def test_what_is_lifted_goes_to_a_graph(folder, store):
    csv = folder / "readings.csv"
    store("import", "--mapping", folder / "readings.yml", "--graph", "urn:x:g", csv).expect(0)
    assert store("query", f"ASK {{ GRAPH <urn:x:g> {{ ?s <{EX}value> 2.0 }} }}").expect(0).out == "yes\n"


def test_what_is_lifted_goes_through_a_server(folder, serve):
    server = serve()
    address = server.url.removesuffix("/rest")
    imported = run("import", "--mapping", folder / "readings.ttl", folder, "--server", address).expect(0)
    assert "readings.ttl: 8 quads" in imported.out
    (folder / "readings.csv").write_text(CSV.replace("m1", "m9") + "m1,12:00\n")
    failed = run("import", "--mapping", folder / "readings.ttl", folder, "--server", address).expect(6)
    assert "readings.csv" in failed.error
    question = f"SELECT ?s {{ ?s <{EX}value> ?v }}"
    assert "m9" not in run("query", question, "--server", address).expect(0).out


def test_blank_nodes_of_two_liftings_never_meet(folder, store):
    (folder / "blank.yml").write_text(YARRRML.replace("    s: ex:reading/$(meter)/$(time)\n", ""))
    for _ in range(2):
        store("import", "--mapping", folder / "blank.yml", folder).expect(0)
    count = store("query", "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c }", "--format", "csv").expect(0).out
    assert count.split() == ["n", "4"]


DOCUMENT = """
id: readings
prefixes: { ex: "http://example.com/" }
graph: "?reading ex:value ?value ; ex:of ?meter ."
terms:
  meter:   { iri: "http://example.com/meter/{}", given: true }
  time:    { literal: "xsd:string" }
  reading: { iri: "http://example.com/reading/{meter}/{time}" }
  value:   { literal: "xsd:decimal" }
json: [ { time: ?time, value: ?value } ]
"""


def test_payloads_of_a_mapping_document_are_stored_each_whole_or_not_at_all(folder, store):
    document = folder / "document.yaml"
    document.write_text(DOCUMENT)
    good, bad = folder / "good.json", folder / "bad.json"
    good.write_text(json.dumps([{"time": "10:00", "value": 1}, {"time": "10:15", "value": 2}]))
    bad.write_text(json.dumps([{"time": "11:00", "value": 1}, {"time": "11:15", "value": "x"}]))
    given = ["--given", "meter=m1"]
    outcome = store("import", "--mapping", document, *given, bad, good).expect(6)
    assert "bad.json: /1/value: " in outcome.error and "good.json: 4 quads\n" in outcome.out
    stored = store("export").expect(0).out
    assert "m1/10%3A15" in stored and "11" not in stored
    assert "?meter" in store("import", "--mapping", document, good).expect(6).error


@pytest.mark.parametrize("arguments, message", [
    (["--plain"], "--plain"), (["--syntax", "turtle"], "--syntax"), (["--units", "v-w"], "--units"),
    (["--given", "x=1"], "--given belongs to mapping documents")])
def test_options_of_other_files_are_refused_with_a_mapping(folder, store, tmp_path, arguments, message):
    error = store("import", "--mapping", folder / "readings.yml", *arguments, folder).expect(2).error
    assert message in error and not (tmp_path / "store").exists()
    assert "belongs to --mapping" in store("import", "--given", "x=1", folder / "readings.csv").expect(2).error


def test_a_server_says_of_yarrrml_in_its_folder_that_it_cannot_serve_it(folder):
    error = run("serve", "--mappings", folder, "--listen", "127.0.0.1:0", settings={"store": "memory"}).expect(2).error
    assert "readings.yml:3:1: " in error and "cannot be served" in error
