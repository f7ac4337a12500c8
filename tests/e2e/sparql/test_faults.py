"""Bad input and clients that behave badly: each is refused or held, and the others go on."""

import gzip
import http.client
import json
import os
import socket
import urllib.parse
from concurrent.futures import ThreadPoolExecutor

import pytest
from harness.server import Server
from harness.sparql import Sparql

DEEP = 100_000


@pytest.fixture
def many_rows(sparql):
    lines = "".join(f"<urn:subject/{i}> <urn:p> \"{'x' * 50}{i}\" .\n" for i in range(60_000))
    sparql.put("urn:many", lines, "application/n-triples").expect(201)
    return sparql


def open_request(port, text, buffer=None):
    connection = socket.create_connection(("127.0.0.1", port), timeout=60)
    if buffer is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    connection.sendall(text.encode())
    return connection


def get_all(graph="urn:many"):
    query = urllib.parse.quote(f"SELECT * {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
    return f"GET /sparql?query={query} HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\n\r\n"


def test_slow_readers_hold_up_neither_readers_nor_writers(sparql_server, many_rows):
    slow = [open_request(sparql_server.port, get_all(), buffer=4096) for _ in range(20)]
    for connection in slow:
        assert connection.recv(1)
    for i in range(10):
        many_rows.update(f"INSERT DATA {{ <urn:new{i}> <urn:p> {i} }}").expect(204)
        assert many_rows.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").values() == [(str(i + 1),)]
    for connection in slow:
        assert connection.recv(1)  # a byte at a time
        connection.close()


def test_a_client_that_reads_late_gets_all_of_its_result(sparql_server, many_rows):
    connection = open_request(sparql_server.port, get_all())
    response = http.client.HTTPResponse(connection)
    response.begin()
    many_rows.update("DROP GRAPH <urn:many>").expect(204)
    assert response.read().count(b"urn:subject/") == 60_000
    connection.close()


def test_nothing_is_kept_of_an_upload_that_is_cut(sparql_server, sparql):
    sparql.put("urn:g", "<urn:old> <urn:p> 1 .").expect(201)
    body = "".join(f"<urn:s{i}> <urn:p> {i} .\n" for i in range(100_000))
    for head in (f"Content-Length: {len(body) + 10}\r\n\r\n" + body,
                 "Transfer-Encoding: chunked\r\n\r\n" + f"{len(body):x}\r\n{body}"):
        connection = open_request(sparql_server.port, "PUT /graphs?graph=urn%3Ag HTTP/1.1\r\nHost: x\r\n"
                                                      "Content-Type: text/turtle\r\n" + head)
        connection.close()
    cut = gzip.compress(body.encode())[:-20]
    sparql.put("urn:g", cut, **{"Content-Encoding": "gzip"}).expect(400)
    assert sparql.get("urn:g").text.count("\n") == 1


def test_zip_bombs_end_at_the_limit(sparql):
    bomb = gzip.compress(b" " * 400_000_000, 9)
    assert len(bomb) < 500_000
    response = sparql.request("POST", "/update", bomb, {"Content-Type": "application/sparql-update",
                                                        "Content-Encoding": "gzip"})
    response.expect(413)
    sparql.request("POST", "/sparql", bomb, {"Content-Type": "application/sparql-query",
                                             "Content-Encoding": "gzip"}).expect(413)
    assert sparql.ask("ASK {}")


@pytest.mark.parametrize("path, content_type", [("/sparql", "application/sparql-query"),
                                                ("/update", "application/sparql-update"),
                                                ("/graphs?default", "text/turtle"),
                                                ("/graphs?default", "application/n-triples"),
                                                ("/graphs?default", "application/rdf+xml")])
def test_what_is_not_utf8_is_refused(sparql, path, content_type):
    texts = {"/sparql": b"SELECT * { ?s ?p '\xff' }", "/update": b"INSERT DATA { <urn:a> <urn:p> '\xed\xa0\x80' }"}
    text = texts.get(path, b"<urn:a> <urn:p> \"\xc3\" .\n" if "xml" not in content_type else b"<a>\xff</a>")
    problem = json.loads(sparql.request("POST", path, text, {"Content-Type": content_type}).expect(400).body)
    assert problem["detail"]
    assert sparql.get(None).text == ""


def test_huge_queries_are_refused(sparql):
    text = "SELECT * { " + "?s ?p ?o . " * 1_000_000 + "}"
    sparql.request("POST", "/sparql", text, {"Content-Type": "application/sparql-query"}).expect(413)


QUERIES = {
    "groups": "SELECT * " + "{" * DEEP + "}" * DEEP,
    "brackets": "ASK { FILTER(" + "(" * DEEP + "1" + ")" * DEEP + ") }",
    "not": "ASK { FILTER(" + "!" * DEEP + "true) }",
    "collections": "ASK { ?s ?p " + "(" * DEEP + ")" * DEEP + " }",
    "blank nodes": "ASK { ?s ?p " + "[ ?p " * DEEP + "1" + "]" * DEEP + " }",
    "paths": "ASK { ?s " + "(" * DEEP + "<urn:p>" + ")*" * DEEP + " ?o }",
    "optionals": "ASK " + "{ OPTIONAL " * DEEP + "{}" + "}" * DEEP,
    "sequences": "ASK { ?s " + "/".join(["<urn:p>"] * DEEP) + " ?o }",
    "or": "ASK { FILTER(" + "||".join(["?a"] * DEEP) + ") }",
    "subqueries": "SELECT * { SELECT * " * DEEP + "}" * DEEP,
}


@pytest.mark.parametrize("name", QUERIES)
def test_queries_that_nest_deep_end_with_an_answer(sparql, name):
    headers = {"Content-Type": "application/sparql-query"}
    response = sparql.request("POST", "/sparql", QUERIES[name], headers)
    assert response.status in (200, 400, 413, 503), response.body[:500]
    assert sparql.ask("ASK {}")


RDF_ROOT = "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:u='urn:'>"
DOCUMENTS = {
    "turtle lists": ("text/turtle", "<urn:a> <urn:p> " + "(" * DEEP + ")" * DEEP + " ."),
    "turtle blank nodes": ("text/turtle", "<urn:a> <urn:p> " + "[ <urn:p> " * DEEP + "1" + "]" * DEEP + " ."),
    "trig": ("application/trig", "<urn:a> <urn:p> " + "([" * DEEP),
    "n-triples": ("application/n-triples", "<urn:a> <urn:p> " + "(" * DEEP),
    "n-quads": ("application/n-quads", "<" * DEEP),
    "rdf/xml": ("application/rdf+xml", RDF_ROOT + "<rdf:Description><u:p>" * DEEP),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_that_nest_deep_are_refused(sparql, name):
    content_type, text = DOCUMENTS[name]
    sparql.put(None, text, content_type).expect(400, 413)
    assert sparql.get(None).text == ""


def test_updates_that_nest_deep_are_refused(sparql):
    sparql.update("INSERT DATA { <urn:a> <urn:p> " + "(" * DEEP + ")" * DEEP + " }").expect(400, 413)
    sparql.update("DELETE WHERE " + "{" * DEEP + "}" * DEEP).expect(400, 413)


@pytest.mark.parametrize("declaration", [
    "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>",
    "<!DOCTYPE a [<!ENTITY a '0123456789'>" + "".join(
        f"<!ENTITY {chr(98 + i)} '{('&' + chr(97 + i) + ';') * 10}'>" for i in range(9)) + "<!ENTITY e '&j;'>]>",
])
def test_xml_entities_are_neither_fetched_nor_blown_up(sparql, declaration):
    text = (declaration + RDF_ROOT + "<rdf:Description rdf:about='urn:a'><u:p>&e;</u:p></rdf:Description></rdf:RDF>")
    response = sparql.put(None, text, "application/rdf+xml")
    assert response.status in (201, 400, 413)
    stored = sparql.get(None).text
    host = open("/etc/hostname", encoding="utf-8").read().strip() if os.path.exists("/etc/hostname") else None
    assert len(stored) < 1_000_000
    assert not host or host not in stored


def test_queries_that_explode_end_at_their_limit_while_others_go_on(sparql):
    data = "".join(f"<urn:s{i}> <urn:p> <urn:s{(i * 7) % 400}> , {i} .\n" for i in range(400))
    sparql.put(None, data).expect(201)
    exploding = {"SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?c = ?l && ?f = ?i) }": {503},
                 "SELECT * { ?s (<urn:p>*/<urn:p>*/<urn:p>*)* ?o } ORDER BY ?o": {200, 503},
                 "ASK { FILTER regex('" + "a" * 5000 + "', '(a+)+b') }": {200, 503}}
    with ThreadPoolExecutor() as pool:
        for text, statuses in exploding.items():
            others = 0
            answer = pool.submit(sparql.query, text, timeout=2)
            while not answer.done():
                assert sparql.ask("ASK { <urn:s1> ?p ?o }")
                others += 1
            response = answer.result()
            assert response.status in statuses, response.body[:500]
            assert others > 0 or 200 in statuses, "nobody was answered while the query went on"


def test_small_queries_go_on_while_as_many_explode_as_there_are_workers():
    server = Server(query_workers=2, busy_query_time="1s")
    try:
        sparql = Sparql(server.port)
        sparql.put(None, "".join(f"<urn:s{i}> <urn:p> {i} .\n" for i in range(400))).expect(201)
        exploding = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?c + ?f = ?l + ?i) }"
        with ThreadPoolExecutor() as pool:
            answers = [pool.submit(sparql.query, exploding, timeout=20) for _ in range(2)]
            while not any(answer.done() for answer in answers):
                assert sparql.ask("ASK { <urn:s1> ?p ?o }")
            # Both are refused where a small query had the other worker when the first of them came.
            for answer in [answer for answer in answers if answer.done()]:
                assert "busy" in json.loads(answer.result().expect(503).body)["detail"]
            for _ in range(20):  # whether or not the other one goes on
                assert sparql.ask("ASK { <urn:s1> ?p ?o }")
            server.terminate()
    finally:
        server.stop()


def test_what_the_server_refuses_itself_is_a_problem_too(sparql):
    response = sparql.request("POST", "/update", "x", {"Content-Encoding": "br"}).expect(415)
    assert json.loads(response.body)["status"] == 415
    assert response.media_type == "application/problem+json"


def test_update_injection_through_the_query_endpoint_is_refused(sparql):
    sparql.put(None, "<urn:a> <urn:p> 1 .").expect(201)
    for text in ("DROP ALL", "SELECT * {} ; DROP ALL", "INSERT DATA { <urn:b> <urn:p> 2 }",
                 "SELECT * {} # \n DROP ALL", "CLEAR DEFAULT"):
        sparql.query(text).expect(400)
        form = urllib.parse.urlencode({"query": text})
        sparql.request("POST", "/sparql", form, {"Content-Type": "application/x-www-form-urlencoded"}).expect(400)
    sparql.request("POST", "/sparql", "update=DROP+ALL",
                   {"Content-Type": "application/x-www-form-urlencoded"}).expect(400)
    sparql.request("POST", "/sparql", "DROP ALL", {"Content-Type": "application/sparql-update"}).expect(415)
    assert sparql.get(None).text.count("\n") == 1
