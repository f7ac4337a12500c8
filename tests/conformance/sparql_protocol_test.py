"""The W3C's suites of the SPARQL Protocol, the Graph Store HTTP Protocol and the service description, each a series of
requests to a running server; how many of each pass is printed at the end."""

import json
import os
import re
import textwrap
from collections import Counter
from pathlib import Path

import pytest
from harness.server import Server
from harness.sparql import Sparql
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic

SUITES = Path(os.environ["GRIDLORE_DATA"]) / "w3c" / "sparql11"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
RDFS_LABEL = URIRef("http://www.w3.org/2000/01/rdf-schema#label")
RDFS_COMMENT = URIRef("http://www.w3.org/2000/01/rdf-schema#comment")
AUTHORITY = "www.example"

# Of the suite that the W3C marks as deprecated, in favour of graph-store-protocol. What is sent there is described in
# prose, and some of it is not what it is said to be.
NO_FINAL_POINT = "the Turtle that it sends has no `.` behind its last triple"
EXPECTED_FAILURES = {
    "delete__existing_graph": "no request before it makes the graph that it deletes",
    "post__existing_graph": NO_FINAL_POINT,
    "get_of_post__existing_graph": "expects the state before the PUT that replaced it, without what was posted",
    "post__multipart_formdata": NO_FINAL_POINT,
    "get_of_post__multipart_formdata": "follows on the POST that sends no Turtle",
}

outcomes = Counter()
totals = Counter()


@pytest.fixture(scope="module", autouse=True)
def report(request):
    yield
    capture = request.config.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled():
        for suite in sorted(totals):
            print(f"\n{suite}: {outcomes[suite]}/{totals[suite]}", end="")
        for name, reason in EXPECTED_FAILURES.items():
            print(f"\n  http-rdf-update {name}: {reason}", end="")
        print()


@pytest.fixture(scope="module")
def server():
    running = Server()
    yield running
    running.stop()


@pytest.fixture
def endpoint(server):
    sparql = Sparql(server.port, AUTHORITY)
    sparql.update("DROP ALL").expect(204)
    return sparql


def counted(suite, check):
    totals[suite] += 1
    check()
    outcomes[suite] += 1


def manifest(path):
    return Graph().parse(path, format="turtle", publicID=path.as_uri())


def cases_of(suite, name):
    graph = manifest(SUITES / suite / name)
    for entries in graph.objects(None, MF.entries):
        for test in Collection(graph, entries):
            yield pytest.param(suite, graph, test, id=test.split("#")[-1])


def headers_of(graph, message):
    found = {}
    for listed in graph.objects(message, HT.headers):
        for header in Collection(graph, listed):
            found[str(graph.value(header, HT.fieldName))] = str(graph.value(header, HT.fieldValue))
    return found


def body_of(graph, message):
    content = graph.value(message, HT.body)
    if content is None:
        return None
    encoding = graph.value(content, CNT.characterEncoding)
    return str(graph.value(content, CNT.chars)).encode(str(encoding or "utf-8"))


def target_of(path, headers):
    """Where our endpoint has it; updates have a path of their own."""
    path = re.sub(r"^/gsp\b", "/graphs", path).replace("www.example/gsp", "www.example/graphs")
    path = path.replace("www.example%2Fgsp", "www.example%2Fgraphs")
    return path


def is_update(target, headers, body):
    return ("sparql-update" in headers.get("content-type", "") or "update=" in target
            or (body or b"").startswith((b"update=", b"CLEAR")))


def matches(status, expected):
    classes = {str(code).split("#")[-1] for code in expected}
    names = {200: "OK", 201: "Created", 204: "NoContent", 404: "NotFound"}
    return f"StatusCode{status // 100}xx" in classes or names.get(status) in classes


def check_format(response, wanted):
    kinds = {"boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
             "tabular": ("application/sparql-results+json", "application/sparql-results+xml", "text/csv",
                         "text/tab-separated-values"),
             "RDF": ("text/turtle", "application/rdf+xml", "application/n-triples")}
    assert response.media_type in kinds[wanted], response.headers


def check_response(graph, expected, response, substitute):
    statuses = list(graph.objects(expected, MF.expectedStatus))
    assert matches(response.status, statuses), (response.status, statuses, response.body[:500])
    wanted = graph.value(expected, MF.expectedFormat)
    if wanted is not None:
        check_format(response, str(wanted))
    boolean = graph.value(expected, MF.expectedBoolean)
    if boolean is not None:
        assert json.loads(response.body)["boolean"] == boolean.toPython()
    for name, value in headers_of(graph, expected).items():
        assert response.headers.get(name.lower()) == value
    body = body_of(graph, expected)
    if body is not None:
        text = substitute(body.decode())
        given = Graph().parse(data=response.body, format="turtle")
        assert isomorphic(given, Graph().parse(data=text, format="turtle"))


def load_data(endpoint, suite, graph, test):
    for data in graph.objects(test, UT.graphData):
        file = Path(str(graph.value(data, UT.graph)).removeprefix("file://"))
        endpoint.put(str(graph.value(data, RDFS_LABEL)), file.read_bytes(), "application/n-triples").expect(201)


def run_requests(endpoint, graph, test):
    action = graph.value(test, MF.action)
    location = [""]

    def substitute(text):
        return text.replace("$LOCATION$", location[0]).replace("www.example/gsp", "www.example/graphs")

    for request in Collection(graph, graph.value(action, HT.requests)):
        headers = headers_of(graph, request)
        body = body_of(graph, request)
        target = substitute(target_of(str(graph.value(request, HT.absolutePath)), headers))
        if target.startswith("/sparql") and is_update(target, headers, body):
            target = target.replace("/sparql/", "/update", 1)
        if body is not None and target.startswith("/graphs"):
            body = substitute(body.decode()).encode()
        if "multipart" in headers.get("content-type", ""):
            body = re.sub(rb"\r?\n[ \t]*", b"\r\n", body)
        response = endpoint.request(str(graph.value(request, HT.methodName)), target, body, headers)
        location[0] = response.headers.get("location", location[0])
        check_response(graph, graph.value(request, HT.resp), response, substitute)


@pytest.mark.parametrize("suite, graph, test", [*cases_of("protocol", "manifest.ttl"),
                                                *cases_of("graph-store-protocol", "manifest-direct.ttl"),
                                                *cases_of("graph-store-protocol", "manifest-indirect.ttl")])
def test_requests_of_a_suite(endpoint, suite, graph, test):
    load_data(endpoint, suite, graph, test)
    counted(suite, lambda: run_requests(endpoint, graph, test))


# --- The deprecated suite: prose, whose tests follow on each other --------------------------------------------------


def described(text):
    """(first line, headers, body) of each message in a comment."""
    for part in re.split(r"#### (?:Request|Response)", text)[1:]:
        lines = textwrap.dedent(part.strip("\n")).strip("\n").split("\n")
        blank = lines.index("") if "" in lines else len(lines)
        headers = dict(line.split(": ", 1) for line in lines[1:blank])
        yield lines[0], headers, "\n".join(lines[blank + 1:])


def prose_cases():
    graph = manifest(SUITES / "http-rdf-update" / "manifest.ttl")
    entries = next(graph.objects(None, MF.entries))
    for test in Collection(graph, entries):
        comment = next(str(text) for text in graph.objects(test, RDFS_COMMENT) if "####" in text)
        yield pytest.param(comment, id=test.split("#")[-1])


@pytest.fixture(scope="module")
def conversation(server):
    endpoint = Sparql(server.port, AUTHORITY)
    endpoint.update("DROP ALL").expect(204)
    return {"endpoint": endpoint, "$NEWPATH$": ""}


def run_prose(conversation, comment):
    def substitute(text):
        text = text.replace("/$GRAPHSTORE$", "/graphs").replace("$GRAPHSTORE$", "/graphs")
        return text.replace("$HOST$", AUTHORITY).replace("$NEWPATH$", conversation["$NEWPATH$"])

    (line, headers, body), (status, expected_headers, expected) = described(comment)
    method, target, _ = substitute(line).split(" ")
    headers.pop("Host", None)
    response = conversation["endpoint"].request(method, target, substitute(body).encode() or None, headers)
    assert response.status == int(status.split(" ")[0]), response.body[:500]
    if "Location" in expected_headers:
        conversation["$NEWPATH$"] = response.headers["location"].replace(f"http://{AUTHORITY}", "")
    if "Content-Type" in expected_headers and response.status == 200:
        assert response.headers["content-type"] == expected_headers["Content-Type"]
    if expected and method == "GET":
        wanted = Graph().parse(data=substitute(expected), format="turtle")
        assert isomorphic(Graph().parse(data=response.body, format="turtle"), wanted)


@pytest.mark.parametrize("comment", prose_cases())
def test_prose_of_the_deprecated_suite(conversation, comment, request):
    name = request.node.callspec.id
    check = lambda: counted("http-rdf-update", lambda: run_prose(conversation, comment))  # noqa: E731
    if name in EXPECTED_FAILURES:
        with pytest.raises(AssertionError):
            check()
    else:
        check()


# --- Service description ----------------------------------------------------------------------------------------------

# Property: class of its subject, class of its object (none: any).
SCHEMA = {SD.endpoint: (SD.Service, None), SD.supportedLanguage: (SD.Service, None),
          SD.resultFormat: (SD.Service, None), SD.inputFormat: (SD.Service, None), SD.feature: (SD.Service, None),
          SD.defaultDataset: (SD.Service, SD.Dataset), SD.defaultGraph: (SD.Dataset, SD.Graph),
          SD.namedGraph: (SD.Dataset, SD.NamedGraph), SD.name: (SD.NamedGraph, None), SD.graph: (SD.NamedGraph, SD.Graph)}


@pytest.fixture
def description(endpoint):
    endpoint.put("urn:g", "<urn:a> <urn:p> 1 .").expect(201)
    response = endpoint.request("GET", "/sparql", headers={"Accept": "text/turtle"}).expect(200)
    assert response.media_type == "text/turtle"
    return Graph().parse(data=response.body, format="turtle")


def returns_rdf(description):
    assert len(description) > 0


def has_endpoint_triple(description):
    assert (None, SD.endpoint, URIRef(f"http://{AUTHORITY}/sparql")) in description


def conforms_to_schema(description):
    for subject, predicate, value in description:
        if str(predicate).startswith(str(SD)):
            of_subject, of_object = SCHEMA[predicate]
            assert (subject, RDF.type, of_subject) in description
            assert of_object is None or (value, RDF.type, of_object) in description
    assert (None, RDF.type, SD.Service) in description


@pytest.mark.parametrize("check", [returns_rdf, has_endpoint_triple, conforms_to_schema])
def test_service_description(description, check):
    counted("service-description", lambda: check(description))
