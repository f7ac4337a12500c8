"""`gridlore import`, `export`, `query`, `update`, `backup` and `check`, on a store and through a server."""

import gzip
import json
import signal
import zipfile

import pytest

from shell import run
from harness.waiting import eventually


@pytest.fixture
def store(tmp_path):
    """Runs a command on a store of its own."""
    def on_store(command, *arguments, **options):
        return run(command, "--store", tmp_path / "store", *arguments, **options)
    return on_store


def written(folder, name, text):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


TURTLE = "<urn:x:a> <urn:x:p> 1, 2 ; <urn:x:q> 'text'@en .\n"


def test_what_is_imported_is_found(store, tmp_path):
    outcome = store("import", written(tmp_path, "a.ttl", TURTLE)).expect(0)
    assert outcome.out.endswith("a.ttl: 3 quads\n")
    assert store("query", "SELECT ?n { <urn:x:a> <urn:x:p> ?n } ORDER BY ?n").expect(0).out.split() == ["?n", "1", "2"]


def test_importing_again_adds_nothing(store, tmp_path):
    path = written(tmp_path, "a.ttl", TURTLE)
    store("import", path).expect(0)
    assert "3 quads, 0 of them new" in store("import", path).expect(0).out


def test_compressed_files_and_archives(store, tmp_path):
    with gzip.open(tmp_path / "a.nt.gz", "wt") as packed:
        packed.write("<urn:x:a> <urn:x:p> <urn:x:o> .\n")
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("one.ttl", "<urn:x:b> <urn:x:p> 1 .")
        archive.writestr("notes.txt", "words")
    outcome = store("import", tmp_path / "a.nt.gz", tmp_path / "b.zip").expect(0)
    assert "notes.txt is no RDF and was left out" in outcome.out
    assert store("query", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "--format", "csv").out.split() == ["n", "2"]


def test_standard_input_needs_a_syntax(store):
    store("import", "-", stdin=TURTLE).expect(6)
    store("import", "-", "--syntax", "turtle", stdin=TURTLE).expect(0)


def test_a_broken_file_changes_nothing_and_the_others_are_imported(store, tmp_path):
    broken = written(tmp_path, "broken.nt", "<urn:x:a> <urn:x:p> <urn:x:o> .\n<urn:x:a> oops\n")
    good = written(tmp_path, "good.nt", "<urn:x:g> <urn:x:p> <urn:x:o> .\n")
    outcome = store("import", broken, good).expect(6)
    assert "broken.nt:2:" in outcome.error and "good.nt: 1 quad\n" in outcome.out
    assert store("export").expect(0).out == "<urn:x:g> <urn:x:p> <urn:x:o> .\n"


def test_a_named_graph(store, tmp_path):
    store("import", written(tmp_path, "a.ttl", TURTLE), "--graph", "urn:x:g").expect(0)
    assert store("query", "ASK { GRAPH <urn:x:g> { <urn:x:a> <urn:x:p> 1 } }").expect(0).out == "yes\n"
    turtle = store("export", "--graph", "urn:x:g", "--syntax", "turtle").expect(0).out
    assert "urn:x:a" in turtle and "urn:x:g" not in turtle
    store("export", "--graph", "urn:x:none", "--syntax", "turtle").expect(6)
    store("export", "--syntax", "turtle").expect(2)


def test_any_name_of_a_graph_that_sparql_takes_is_taken(store, tmp_path):
    store("import", written(tmp_path, "a.ttl", TURTLE), "--graph", "urn:z").expect(0)
    assert store("query", "ASK { GRAPH <urn:z> { ?s ?p ?o } }").expect(0).out == "yes\n"
    assert len(store("export", "--graph", "urn:z", "--syntax", "ntriples").expect(0).out.splitlines()) == 3


def test_blank_nodes_of_two_files_never_meet(store, tmp_path):
    for name in ("a.ttl", "b.ttl"):
        store("import", written(tmp_path, name, "_:b <urn:x:p> 1 .")).expect(0)
    assert store("query", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "--format", "tsv").out.split()[1] == "2"


def test_a_grid_model_is_read_as_one_unless_told_otherwise(store, tmp_path):
    model = written(tmp_path, "m.ttl", """@prefix c: <http://iec.ch/TC57/2013/CIM-schema-cim16#> .
        <#_ae41feee-2556-4ed6-b220-31e6ed92d93c> c:EnergyConsumer.p "10.50" .""")
    store("import", model).expect(0)
    question = "SELECT ?load { ?load cim:EnergyConsumer.p ?p FILTER(?p > 10) }"
    assert "urn:uuid:ae41feee" in store("query", question).expect(0).out
    run("update", "--store", tmp_path / "other", "CLEAR ALL").expect(0)
    assert run("query", "--store", tmp_path / "other", question).expect(1).out == "no rows\n"
    run("import", "--store", tmp_path / "other", "--plain", model).expect(0)
    run("query", "--store", tmp_path / "other", question).expect(1)


@pytest.mark.parametrize("name", ["out.nq", "out.nq.gz", "out.trig"])
def test_an_export_is_imported_again(store, tmp_path, name):
    store("import", written(tmp_path, "a.trig", "<urn:x:g> { <urn:x:a> <urn:x:p> 1.50 } <urn:x:b> <urn:x:p> 'x' ."))
    store("export", tmp_path / name).expect(0)
    run("import", "--store", tmp_path / "copy", tmp_path / name).expect(0)
    assert run("export", "--store", tmp_path / "copy").out == store("export").out != ""


def test_an_export_says_where_it_cannot_go(store, tmp_path):
    store("import", written(tmp_path, "a.ttl", TURTLE))
    error = store("export", tmp_path / "nowhere" / "all.nq").expect(6).error
    assert "all.nq: cannot be written: No such file or directory" in error and ".part" not in error


def test_an_export_that_fails_leaves_no_file(store, tmp_path):
    store("import", written(tmp_path, "a.ttl", "<urn:x:a> <urn:x:p> '\\u0001' ."))
    store("export", tmp_path / "out.rdf", "--graph", "default").expect(2)
    assert [path.name for path in tmp_path.glob("out*")] == []


@pytest.mark.parametrize("name, beginning", [("json", '{"head"'), ("xml", "<?xml"), ("csv", "n"), ("tsv", "?n")])
def test_formats_of_results(store, tmp_path, name, beginning):
    store("import", written(tmp_path, "a.ttl", TURTLE))
    out = store("query", "SELECT ?n { ?s <urn:x:p> ?n }", "--format", name).expect(0).out
    assert out.replace(" ", "").startswith(beginning)
    if name == "json":
        assert len(json.loads(out)["results"]["bindings"]) == 2


def test_a_graph_as_result(store, tmp_path):
    store("import", written(tmp_path, "a.ttl", TURTLE))
    construct = "CONSTRUCT { ?n <urn:x:of> ?s } WHERE { ?s <urn:x:q> ?l BIND(<urn:x:n> AS ?n) }"
    assert store("query", construct, "--format", "ntriples").expect(0).out == "<urn:x:n> <urn:x:of> <urn:x:a> .\n"
    assert "urn:x:of" in store("query", construct).expect(0).out


def test_a_query_in_a_file_and_where_it_is_wrong(store, tmp_path):
    store("update", "CLEAR ALL").expect(0)
    store("query", "--file", written(tmp_path, "ask.rq", "ASK {}")).expect(0)
    outcome = store("query", "--file", written(tmp_path, "bad.rq", "SELECT ?x\nWHERE { ?x oops }")).expect(2)
    assert "bad.rq:2:" in outcome.error
    store("query").expect(2)
    store("query", "INSERT DATA { <urn:x:a> <urn:x:p> 1 }").expect(2)


def test_explain_tells_the_plan_and_not_the_answer(store, tmp_path):
    store("import", written(tmp_path, "a.ttl", TURTLE))
    outcome = store("query", "SELECT ?n { <urn:x:a> <urn:x:p> ?n }", "--explain").expect(0)
    assert "urn:x:p" in outcome.out and "?n" in outcome.out


def test_an_update_is_one_change(store):
    store("update", "INSERT DATA { <urn:x:a> <urn:x:p> 1 } ; INSERT DATA { <urn:x:b> <urn:x:p> 2 }").expect(0)
    store("update", "CLEAR DEFAULT ; CLEAR GRAPH <urn:x:nothing>")
    assert len(store("export").out.splitlines()) in (0, 2)
    store("update", "INSERT { oops").expect(2)


def test_a_backup_is_a_store(store, tmp_path):
    store("import", written(tmp_path, "a.ttl", TURTLE))
    assert store("backup", tmp_path / "copy").expect(0).out.endswith(": 3 quads\n")
    assert run("export", "--store", tmp_path / "copy").out == store("export").out
    store("backup", tmp_path / "copy").expect(6)


@pytest.mark.parametrize("command", [("query", "ASK {}"), ("export",), ("backup", "copy"), ("check",)])
def test_a_mistyped_store_is_not_made_and_found_empty(store, tmp_path, command):
    (tmp_path / "empty").mkdir()
    assert "no store at" in store(*command).expect(6).error
    run(*command, "--store", tmp_path / "empty").expect(6)
    assert not (tmp_path / "store").exists() and not list((tmp_path / "empty").iterdir())


def test_check_tells_that_nothing_is_wrong(store, tmp_path):
    store("import", written(tmp_path, "a.ttl", TURTLE))
    assert store("check").expect(0).out.endswith("nothing is wrong\n")


def test_a_store_in_memory_is_nobody_elses(tmp_path):
    assert "--server" in run("query", "--store", "memory", "ASK {}").expect(2).error


def test_wrong_options_are_told(store, tmp_path):
    path = written(tmp_path, "a.ttl", TURTLE)
    for arguments in (["--graph", "relative"], ["--base", "relative"], ["--syntax", "word"], ["--units", "miles"]):
        assert arguments[0] in store("import", path, *arguments).expect(2).error
    assert "urn:example" in store("export", "--graph", "urn x").expect(2).error
    store("import", tmp_path / "nothing.ttl").expect(6)
    store("query", "ASK {}", "--format", "word").expect(2)


def test_the_store_of_a_server_is_worked_on_through_it(serve, tmp_path):
    server = serve("--store", tmp_path / "store")
    refused = run("query", "--store", tmp_path / "store", "ASK {}").expect(6)
    assert "--server" in refused.error
    address = server.url.removesuffix("/rest")
    path = written(tmp_path, "a.ttl", TURTLE)
    run("import", "--server", address, path).expect(0)
    run("import", "--server", server.url, path, "--graph", "urn:x:g").expect(0)
    run("update", "--server", address, "INSERT DATA { <urn:x:new> rdfs:label 'new' }").expect(0)
    select = run("query", "--server", address, "SELECT ?l { <urn:x:new> rdfs:label ?l }").expect(0)
    assert select.out.split() == ["?l", '"new"']
    construct = "CONSTRUCT WHERE { <urn:x:new> rdfs:label ?l }"
    assert "urn:x:new" in run("query", "--server", address, construct).expect(0).out
    exported = run("export", "--server", address, "--graph", "urn:x:g", "--syntax", "ntriples").expect(0).out
    assert len(exported.splitlines()) == 3
    run("query", "--server", address, "SELECT ?l { oops }").expect(2)
    server.end(signal.SIGTERM)
    eventually(lambda: run("check", "--store", tmp_path / "store").code == 0, "the store is free again")


QUADS = "<urn:x:a> <urn:x:p> <urn:x:o> .\n<urn:x:a> <urn:x:p> <urn:x:o> <urn:x:g> .\n"


@pytest.fixture
def running(serve, tmp_path):
    """Runs a command through a server that has a store of its own; `running.server` is that."""
    def through_server(command, *arguments, **options):
        return run(command, "--server", through_server.server.url, *arguments, **options)
    through_server.server = serve("--store", tmp_path / "store")
    return through_server


@pytest.mark.parametrize("name", ["all.nq", "all.nq.gz", "all.trig"])
def test_all_graphs_go_in_and_out_through_a_server(running, tmp_path, name):
    source = written(tmp_path, "a.nq", QUADS)
    assert running("import", source).expect(0).out.endswith("a.nq: 2 quads\n")
    assert running("import", source).expect(0).out.endswith("a.nq: 2 quads, 0 of them new\n")
    running("export", tmp_path / name).expect(0)
    run("import", "--store", tmp_path / "copy", tmp_path / name).expect(0)
    assert run("export", "--store", tmp_path / "copy").expect(0).out == running("export").expect(0).out == QUADS


def test_a_named_graph_through_a_server_takes_what_has_no_graph(running, tmp_path):
    running("import", written(tmp_path, "a.nq", QUADS), "--graph", "urn:x:h").expect(0)
    quads = QUADS.replace("<urn:x:o> .", "<urn:x:o> <urn:x:h> .", 1)
    assert sorted(running("export").expect(0).out.splitlines()) == sorted(quads.splitlines())
    assert running("export", "--graph", "default", "--syntax", "ntriples").expect(0).out == ""
    running("export", "--graph", "urn:x:none", "--syntax", "ntriples").expect(4)


def test_nothing_of_a_broken_file_goes_through_a_server(running, tmp_path):
    lines = "".join(f"<urn:x:{n}> <urn:x:p> <urn:x:o> .\n" for n in range(50_000))
    outcome = running("import", written(tmp_path, "broken.nt", lines + "<urn:x:a> oops\n"),
                      written(tmp_path, "good.nt", "<urn:x:g> <urn:x:p> <urn:x:o> .\n")).expect(6)
    assert "broken.nt:50001:" in outcome.error and "good.nt: 1 quad\n" in outcome.out
    assert running("export").expect(0).out == "<urn:x:g> <urn:x:p> <urn:x:o> .\n"


def test_a_file_larger_than_a_server_takes_is_refused(serve, tmp_path):
    server = serve("--store", tmp_path / "store", "--graph-limit", "1MiB")
    lines = "".join(f"<urn:x:{n}> <urn:x:p> <urn:x:o> .\n" for n in range(60_000))
    outcome = run("import", "--server", server.url, written(tmp_path, "large.nt", lines)).expect(6)
    assert "413" in outcome.error
    assert run("export", "--server", server.url).expect(0).out == ""


def test_an_export_from_a_server_that_fails_leaves_no_file(running, tmp_path):
    running("export", tmp_path / "none.ttl", "--graph", "urn:x:none").expect(4)
    assert not list(tmp_path.glob("none*"))


def test_a_server_is_backed_up_while_it_runs(running, tmp_path):
    running("import", written(tmp_path, "a.nq", QUADS)).expect(0)
    made = running("backup", "tonight").expect(0)
    assert made.out == f"{tmp_path / 'store-backups' / 'tonight'}: 2 quads\n"
    assert run("export", "--store", tmp_path / "store-backups" / "tonight").expect(0).out == QUADS
    run("check", "--store", tmp_path / "store-backups" / "tonight").expect(0)
    assert "already" in running("backup", "tonight").expect(4).error
    assert "name" in running("backup", tmp_path / "elsewhere").expect(2).error
    assert [path.name for path in (tmp_path / "store-backups").iterdir()] == ["tonight"]


def test_a_server_is_checked_while_it_runs(running, tmp_path):
    running("import", written(tmp_path, "a.nq", QUADS)).expect(0)
    assert running("check").expect(0).out == "2 quads, 4 terms: nothing is wrong\n"


@pytest.mark.parametrize("arguments, exit_code", [(("--store", "memory"), 4), (("--backups", "none"), 4)])
def test_a_server_without_backups_says_so(serve, tmp_path, arguments, exit_code):
    place = () if "memory" in arguments else ("--store", tmp_path / "store")
    server = serve(*place, *arguments)
    assert "'backups'" in run("backup", "--server", server.url, "tonight").expect(exit_code).error


def test_backups_go_where_the_setting_says(serve, tmp_path):
    server = serve("--store", tmp_path / "store", "--backups", tmp_path / "safe")
    run("backup", "--server", server.url, "tonight").expect(0)
    assert (tmp_path / "safe" / "tonight" / "data.mdb").exists()


@pytest.mark.parametrize("command", [("query", "ASK {}"), ("update", "CLEAR ALL"), ("export",), ("backup", "x"),
                                     ("check",), ("import", "/dev/null", "--syntax", "turtle")])
def test_a_server_that_is_not_there(command):
    assert "http://127.0.0.1:9" in run(*command, "--server", "http://127.0.0.1:9").expect(3).error
    run(*command, "--server", "localhost").expect(2)
