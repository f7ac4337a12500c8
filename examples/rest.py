"""The REST API as the examples use it: plain HTTP and JSON, from Python's standard library alone.

Nothing here belongs to a particular server; copy it, or write the same in another language.
"""

import http.client
import json
import signal
import sys
from urllib.parse import urlsplit

PREFIXES = {
    "saref": "https://saref.etsi.org/core/",
    "s4grid": "https://saref.etsi.org/saref4grid/",
    "s4ener": "https://saref.etsi.org/saref4ener/",
    "om": "http://www.ontology-of-units-of-measure.org/resource/om-2/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "gridlore": "https://w3id.org/gridlore#",
}
POLL_PATIENCE = 35  # seconds; the server answers a poll within 29


class Refused(Exception):
    """The server answered with a status that the caller cannot use."""

    def __init__(self, status, body):
        super().__init__(f"HTTP {status}: {body.get('message', body) if isinstance(body, dict) else body}")
        self.status = status


class KnowledgeBase:
    """One knowledge base at one server; `with` registers it and deletes it at the end."""

    def __init__(self, server, id, name, description):
        self.id = id
        self._base = urlsplit(server.rstrip("/"))
        self._description = {"knowledgeBaseId": id, "knowledgeBaseName": name, "knowledgeBaseDescription": description}
        self._handlers = {}

    def __enter__(self):
        if self.call("GET", "/sc", expect=(200, 404))[0] == 200:  # left over from a run that was cut off
            self.call("DELETE", "/sc")
        self.call("POST", "/sc", self._description)
        return self

    def __exit__(self, *_):
        self.call("DELETE", "/sc", expect=(200, 404))

    def register(self, kind, name, handler=None, **patterns):
        """Registers an interaction: kind Ask, Answer, Post or React. The handler gets rows and returns rows."""
        _, answer = self.call("POST", "/sc/ki", {
            "knowledgeInteractionType": f"{kind}KnowledgeInteraction",
            "knowledgeInteractionName": name,
            "prefixes": PREFIXES, **patterns})
        interaction = answer["knowledgeInteractionId"]
        self._handlers[interaction] = handler
        return interaction

    def ask(self, interaction, rows, **options):
        question = {"recipientSelector": {"knowledgeBases": []}, "bindingSet": rows, **options}
        return self.call("POST", "/sc/ask", question, interaction)[1]

    def post(self, interaction, rows):
        return self.call("POST", "/sc/post", rows, interaction)[1]

    def poll(self):
        """Serves at most one piece of work. False when the server wants no more polls."""
        status, work = self.call("GET", "/sc/handle", expect=(200, 202, 410))
        if status == 200:
            interaction = work["knowledgeInteractionId"]
            rows = self._handlers[interaction](work["bindingSet"])
            answer = {"handleRequestId": work["handleRequestId"], "bindingSet": rows}
            self.call("POST", "/sc/handle", answer, interaction)
        return status != 410

    def call(self, method, path, body=None, interaction=None, expect=(200,)):
        headers = {"Content-Type": "application/json", "Knowledge-Base-Id": self.id}
        if interaction:
            headers["Knowledge-Interaction-Id"] = interaction
        connection = http.client.HTTPConnection(self._base.hostname, self._base.port, timeout=POLL_PATIENCE)
        try:
            connection.request(method, self._base.path + path, None if body is None else json.dumps(body), headers)
            response = connection.getresponse()
            text = response.read().decode("utf-8")
        finally:
            connection.close()
        answer = json.loads(text) if text else {}
        if response.status not in expect:
            raise Refused(response.status, answer)
        return response.status, answer


# Terms travel as text in the notation of SPARQL: <iri>, "text", "240"^^<datatype>.

def iri(text):
    """`prefix:name` of a known prefix, or an IRI in full, in angle brackets."""
    prefix, _, name = text.partition(":")
    return f"<{PREFIXES[prefix] + name if prefix in PREFIXES else text}>"


def literal(text, datatype=None):
    return f'"{text}"' + (f"^^{iri(datatype)}" if datatype else "")


def value(term):
    """A term as a person would write it: the text of a literal, the last part of an IRI."""
    if term.startswith("<"):
        return next((f"{prefix}:{term[1 + len(namespace):-1]}" for prefix, namespace in PREFIXES.items()
                     if term[1:].startswith(namespace)), term[1:-1])
    return term[1:term.rindex('"')]


def ends_quietly_on_signals():
    """Ctrl-C and SIGTERM leave through the end of every `with`."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit(0))
