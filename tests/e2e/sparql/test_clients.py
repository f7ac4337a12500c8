"""Clients that nobody here wrote query and update the running server."""

import gzip
import json
import subprocess

from rdflib import Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore

METER = URIRef("urn:meter:1")
VALUE = URIRef("urn:value")


def curl(*arguments, data=None):
    run = subprocess.run(["curl", "-sS", "--max-time", "60", *arguments], input=data, stdout=subprocess.PIPE, check=True)
    return run.stdout


def test_rdflib_updates_and_queries(sparql):
    store = SPARQLUpdateStore(sparql.url + "/sparql", sparql.url + "/update", autocommit=True)
    graph = Graph(store, identifier=URIRef("urn:g"))  # which it names in each request
    graph.add((METER, VALUE, Literal(7)))
    graph.add((METER, VALUE, Literal("sept", lang="fr")))
    graph.update("INSERT DATA { <urn:meter:2> <urn:value> 2.5 }")
    assert len(graph) == 3
    assert set(graph.objects(METER, VALUE)) == {Literal(7), Literal("sept", lang="fr")}
    rows = graph.query("SELECT ?m ?v { ?m <urn:value> ?v FILTER isNumeric(?v) } ORDER BY ?v")
    assert [(str(row.m), row.v.toPython()) for row in rows] == [("urn:meter:2", 2.5), ("urn:meter:1", 7)]
    graph.remove((METER, VALUE, Literal(7)))
    assert (METER, VALUE, Literal(7)) not in graph


def test_rdflib_reads_each_form_of_result(sparql):
    sparql.update("INSERT DATA { <urn:a> <urn:p> 'x' }").expect(204)
    for results in ("application/sparql-results+json", "application/sparql-results+xml"):
        store = SPARQLStore(sparql.url + "/sparql", returnFormat="json" if "json" in results else "xml")
        assert bool(Graph(store).query("ASK { <urn:a> ?p ?o }"))
        assert [str(row[0]) for row in Graph(store).query("SELECT ?o { ?s ?p ?o }")] == ["x"]
    constructed = Graph(SPARQLStore(sparql.url + "/sparql")).query("CONSTRUCT WHERE { ?s ?p ?o }")
    assert set(constructed.graph) == {(URIRef("urn:a"), URIRef("urn:p"), Literal("x"))}


def test_rdflib_reads_what_the_graph_store_writes(sparql):
    turtle = "<urn:a> <urn:p> [ <urn:q> 'x\\ny'@en , 2.5 , '2026-01-01'^^<http://www.w3.org/2001/XMLSchema#date> ] ."
    sparql.put("urn:g", turtle).expect(201)
    expected = Graph().parse(data=turtle, format="turtle")
    for media_type, syntax in (("text/turtle", "turtle"), ("application/n-triples", "nt"),
                               ("application/rdf+xml", "xml"), ("application/trig", "trig")):
        response = sparql.get("urn:g", media_type).expect(200)
        assert response.media_type == media_type
        parsed = Graph().parse(data=response.text, format="turtle" if syntax == "trig" else syntax)
        assert isomorphic(parsed, expected), media_type


def test_curl_updates_and_queries(sparql):
    curl("-f", sparql.url + "/update", "--data-urlencode", "update=INSERT DATA { <urn:a> <urn:p> 1 }")
    answer = curl("-f", "-G", sparql.url + "/sparql", "--data-urlencode", "query=SELECT ?o { ?s ?p ?o }",
                  "-H", "Accept: text/csv")
    assert answer == b"o\r\n1\r\n"


def test_curl_sends_and_gets_a_compressed_graph(sparql):
    lines = "".join(f"<urn:s{i}> <urn:p> \"{i}\" .\n" for i in range(50_000))
    status = curl("-T", "-", "-o", "/dev/null", "-w", "%{http_code}", "-H", "Content-Encoding: gzip",
                  "-H", "Content-Type: application/n-triples", sparql.url + "/graphs?graph=urn%3Ag",
                  data=gzip.compress(lines.encode()))
    assert status == b"201"
    got = curl("-f", "--compressed", "-H", "Accept: application/n-triples", sparql.url + "/graphs?graph=urn%3Ag")
    assert sorted(got.decode().splitlines()) == sorted(lines.splitlines())


def test_curl_is_told_where_a_query_is_at_fault(sparql):
    answer = json.loads(curl("-G", sparql.url + "/sparql", "--data-urlencode", "query=SELECT * {\n ?s ?p }"))
    assert (answer["status"], answer["line"]) == (400, 2)
