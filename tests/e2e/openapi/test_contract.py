"""Thousands of requests made of the server's own description, right ones and wrong ones: no answer has a status of 500 or
more, and each is one that the description has.

GRIDLORE_CONTRACT_REQUESTS is how many, GRIDLORE_CONTRACT_SEED which.
"""

import json
import os
import random
import urllib.parse
from collections import Counter

from contract_requests import Requests
from description import Description
from harness.rest import Response, figure
from harness.waiting import eventually

COUNT = int(os.environ.get("GRIDLORE_CONTRACT_REQUESTS", "2000"))
ALL = 20_000  # so many ask for each thing that there is to know; fewer may miss one
SEED = int(os.environ.get("GRIDLORE_CONTRACT_SEED", "1"))

DAY = {"begin": ["2021/09/27 00:00", "2021/09/27 09:30"], "end": ["2021/09/27 12:00", "2021/09/28 00:00"]}
CALLER = "https://caller.example/kb"
# What means something to this server, by the name of the parameter or member that has it.
KNOWN = {
    "ID": ["U123456"], "End User": ["U123456"], "Type of Data": ["User"], "Zone ID": ["Z123456"],
    "Start Date": ["2021/01/01 00:00"], "End Date": ["2022/01/01 00:00"], "Start time": DAY["begin"],
    "End time": DAY["end"], "hems": ["ID1234"], "code": ["4405-123"], "zip_codes": [["4200"], ["4200", "4250"]],
    "customers_ids": [["xvc989007"]], "userID": ["ID644"], "user": ["ID644"], "Knowledge-Base-Id": [CALLER], "knowledgeBaseId": [CALLER],
    "Knowledge-Interaction-Id": [f"{CALLER}/interaction/ask", f"{CALLER}/interaction/post"],
    "knowledgeInteractionName": ["ask", "post"], "graphPattern": ["?a <urn:contract:p> ?b ."],
    "argumentGraphPattern": ["?a <urn:contract:p> ?b ."], "resultGraphPattern": ["?a <urn:contract:q> ?c ."],
    "query": ["SELECT * { ?s ?p ?o } LIMIT 3", "ASK { ?s ?p ?o }"], "graph": ["urn:contract:scratch"], "timeout": [5],
    "update": ["INSERT DATA { GRAPH <urn:contract:scratch> { <urn:a> <urn:b> 1 } }"],
    "file": ["swagger-ui.css", "start.js"], "explain": ["true"],
}
TURTLE = b"<urn:contract:s> <urn:contract:p> 1 ."
TEXTS = {
    "text/plain": [b"", b"(?x <urn:contract:p> ?y) -> (?y <urn:contract:q> ?x) ."], "text/turtle": [TURTLE],
    "application/n-triples": [b'<urn:a> <urn:b> "c" .\n'], "application/trig": [TURTLE, b"<urn:contract:g> { " + TURTLE + b" }"],
    "application/n-quads": [b"<urn:a> <urn:b> <urn:c> <urn:contract:g> .\n"],
    "application/rdf+xml": [b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'],
    "application/sparql-query": [b"SELECT * { ?s ?p ?o } LIMIT 3", b"DESCRIBE <urn:a>"],
    "application/sparql-update": [b"INSERT DATA { GRAPH <urn:contract:scratch> { <urn:a> <urn:b> 1 } }"],
    "application/x-www-form-urlencoded": [b"query=ASK%20%7B%7D", b"update=CLEAR%20GRAPH%20%3Curn:contract:scratch%3E"],
    "multipart/form-data": [b""],
}
FIGURES = ("gridlore_exchanges_under_way", "gridlore_open_polls", "gridlore_queued_work", "gridlore_unanswered_work")


class Client:
    """One connection, which is made anew when the server has closed it."""

    def __init__(self, server):
        self._server = server
        self._connection = None

    def send(self, request):
        for attempt in (1, 2):
            if self._connection is None:
                self._connection = self._server.root.connect()
            try:
                return self._send(request)
            except (ConnectionError, OSError):
                self._connection.close()
                self._connection = None
                if attempt == 2 or not self._server.is_alive():
                    raise
        return None

    def _send(self, request):
        connection = self._connection
        connection.putrequest(request.method, request.target, skip_accept_encoding=True)
        for name, value in request.headers:
            connection.putheader(name, value.encode("utf-8"))
        if request.content_type:
            connection.putheader("Content-Type", request.content_type)
        if request.body or request.method in ("POST", "PUT"):
            connection.putheader("Content-Length", str(len(request.body)))
        connection.endheaders(request.body or None)
        answer = connection.getresponse()
        return Response(str(request), answer.status, answer.headers, answer.read())


def fault_of(description, request, response):
    """What is wrong with an answer; None if nothing is."""
    if response.status >= 500:
        return f"the status is {response.status}"
    method = "GET" if request.method == "HEAD" else request.method
    operation = description.operation(request.route, method)
    if operation and method == "GET" and request.body:  # what has a body is described as a query
        operation = description.operation(request.route + "/query", "POST") or operation
    if operation is None:
        allowed = {204} if method == "OPTIONS" else {405}
        return None if response.status in allowed | {431} else f"the status is {response.status}, though there is no {method}"
    if request.method == "HEAD":
        return "a body for HEAD" if response.body else None
    return description.fault_of(operation, response)


def give_the_caller_interactions(server):
    server.rest.post("/sc", json={"knowledgeBaseId": CALLER, "knowledgeBaseName": "c", "knowledgeBaseDescription": "c"})
    for kind, pattern in (("Ask", "graphPattern"), ("Post", "argumentGraphPattern")):
        server.rest.post("/sc/ki", kb=CALLER, json={"knowledgeInteractionType": f"{kind}KnowledgeInteraction",
                                                    "knowledgeInteractionName": kind.lower(),
                                                    pattern: "?a <urn:contract:p> ?b ."})


def token_of(server):
    query = urllib.parse.urlencode({"End User": "U123456", "Start Date": "2021/01/01 00:00", "End Date": "2022/01/01 00:00"})
    return server.root.get(f"/1.0/Data/Authorization?{query}").expect(200).json()["Authorization Token"]


def test_every_answer_is_as_described(gateway, capsys):
    server, description = gateway.server, Description(gateway.description())
    known = KNOWN | {"Authorization Token": [token_of(server)]}
    requests, client = Requests(random.Random(SEED), description, known, TEXTS), Client(server)
    faults, statuses, filled = [], Counter(), Counter()
    files, knowledge_bases = server.open_files(), {one["knowledgeBaseId"] for one in server.rest.get("/sc").json()}
    for number in range(COUNT):
        if number % 500 == 0:
            give_the_caller_interactions(server)
        request = requests.next()
        response = client.send(request)
        statuses[response.status] += 1
        fault = fault_of(description, request, response)
        if fault:
            faults.append((fault, f"{number}: {response}"))
        elif response.status == 200 and response.body not in (b"[]", b"{}", b""):
            filled[str(request.operation)] += 1
    with capsys.disabled():
        print(f"\ncontract: {COUNT} requests, {len(faults)} failed (seed {SEED}; {dict(sorted(statuses.items()))})")
    first = {}
    for fault, what in faults:
        first.setdefault(fault, what)
    assert not faults, "\n".join(f"{fault}\n  {what}" for fault, what in first.items())
    asked = {str(one) for one in description.operations if one.method == "GET" and one.path.startswith(("/1.0/", "/Grid"))}
    assert filled and (COUNT < ALL or asked <= set(filled)), f"nothing to answer with: {sorted(asked - set(filled))}"
    assert_nothing_is_left(server, files, knowledge_bases)


def assert_nothing_is_left(server, files, knowledge_bases):
    server.root.get("/health/ready").expect(200)
    for one in server.rest.get("/sc").expect(200).json():
        if one["knowledgeBaseId"] not in knowledge_bases:
            server.rest.delete("/sc", kb=one["knowledgeBaseId"]).expect(200)
    eventually(lambda: all(figure(server.root, name) == 0 for name in FIGURES), "what was begun has ended")
    # Each service may keep eight connections, with three descriptors of their loop each: few beside so many requests.
    eventually(lambda: server.open_files() <= files + 600, "the connections are closed")
