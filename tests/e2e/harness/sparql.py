"""The SPARQL protocols of a server, over plain HTTP."""

import http.client
import json
import urllib.parse
from dataclasses import dataclass


@dataclass
class Response:
    status: int
    headers: dict
    body: bytes

    @property
    def text(self):
        return self.body.decode("utf-8")

    @property
    def media_type(self):
        return self.headers.get("content-type", "").split(";")[0]

    def expect(self, *statuses):
        assert self.status in statuses, f"{self.status} instead of {statuses}: {self.body[:2000]!r}"
        return self

    def values(self):
        """Of a JSON result: its rows, each a tuple of lexical forms."""
        document = json.loads(self.body)
        names = document["head"]["vars"]
        return [tuple(row.get(name, {}).get("value") for name in names) for row in document["results"]["bindings"]]


class Sparql:
    """Every request on a connection of its own."""

    def __init__(self, port, host=None):
        self.port = port
        self.host = host or f"127.0.0.1:{port}"
        self.url = f"http://127.0.0.1:{port}"

    def request(self, method, target, body=None, headers=None, timeout=60):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, target, body, {"Host": self.host} | (headers or {}))
            response = connection.getresponse()
            content = response.read()
            return Response(response.status, {k.lower(): v for k, v in response.getheaders()}, content)
        finally:
            connection.close()

    def query(self, text, accept="application/sparql-results+json", **parameters):
        target = "/sparql?" + urllib.parse.urlencode({"query": text} | parameters)
        return self.request("GET", target, headers={"Accept": accept})

    def ask(self, text):
        return json.loads(self.query(text).expect(200).body)["boolean"]

    def update(self, text):
        return self.request("POST", "/update", text.encode(), {"Content-Type": "application/sparql-update"})

    def put(self, graph, body, content_type="text/turtle", **headers):
        """A graph by its IRI; none is the default graph."""
        query = "default" if graph is None else "graph=" + urllib.parse.quote(graph, safe="")
        return self.request("PUT", "/graphs?" + query, body, {"Content-Type": content_type} | headers)

    def get(self, graph, accept="application/n-triples"):
        query = "default" if graph is None else "graph=" + urllib.parse.quote(graph, safe="")
        return self.request("GET", "/graphs?" + query, headers={"Accept": accept})
