"""HTTP as clients of the contract speak it: nothing is checked or repaired on the way."""

import http.client
import json as json_codec
import select
import socket
from dataclasses import dataclass

from harness.waiting import eventually, stretched

NO_BODY = object()
CLIENT_TIMEOUT = 40.0  # more than the 29 s of a long poll


@dataclass(frozen=True)
class Response:
    request: str
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    def json(self):
        return json_codec.loads(self.body.decode("utf-8"))

    @property
    def message(self):
        return self.json()["message"]

    def expect(self, *statuses):
        """Itself, if it has one of these statuses."""
        assert self.status in statuses, f"expected {statuses}, got {self}"
        return self

    def expect_error(self, *statuses):
        """Itself, if it is an error in the contract's one form (section 2)."""
        self.expect(*statuses)
        assert (self.headers.get("Content-Type") or "").startswith("application/json"), f"not JSON: {self}"
        body = self.json()
        assert body.get("messageType") == "error", f"messageType: {self}"
        assert isinstance(body.get("message"), str) and body["message"], f"message: {self}"
        return self

    def __str__(self):
        return f"{self.request} -> {self.status} {self.body[:2000]!r}"


def header_value(text):
    """Text as bytes for a header: ASCII as it is, all else in UTF-8."""
    return text if isinstance(text, bytes) else text.encode("utf-8")


def encode_json(value):
    return json_codec.dumps(value, ensure_ascii=False).encode("utf-8")


class Rest:
    """The REST API at one address. `kept_alive()` gives a twin that uses one connection for all its requests."""

    def __init__(self, port, base="/rest", connection=None):
        self.port = port
        self.base = base
        self._connection = connection

    def kept_alive(self):
        return Rest(self.port, self.base, self.connect())

    def connect(self, timeout=CLIENT_TIMEOUT):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=stretched(timeout))

    def close(self):
        if self._connection is not None:
            self._connection.close()

    def send(self, method, path, *, kb=None, ki=None, json=NO_BODY, body=None, content_type=None, headers=(),
             chunked=False, timeout=CLIENT_TIMEOUT):
        connection = self._connection or self.connect(timeout)
        try:
            start(connection, method, self.base + path, kb=kb, ki=ki, json=json, body=body,
                  content_type=content_type, headers=headers, chunked=chunked)
            return finish(connection, f"{method} {self.base + path}")
        finally:
            if self._connection is None:
                connection.close()

    def get(self, path, **options):
        return self.send("GET", path, **options)

    def post(self, path, **options):
        return self.send("POST", path, **options)

    def put(self, path, **options):
        return self.send("PUT", path, **options)

    def delete(self, path, **options):
        return self.send("DELETE", path, **options)


def start(connection, method, path, *, kb=None, ki=None, json=NO_BODY, body=None, content_type=None, headers=(),
          chunked=False):
    """Sends a request; its response is still to be read."""
    if json is not NO_BODY:
        body = encode_json(json)
    if body is not None and content_type is None:
        content_type = "application/json"
    connection.putrequest(method, path)
    if kb is not None:
        connection.putheader("Knowledge-Base-Id", header_value(kb))
    if ki is not None:
        connection.putheader("Knowledge-Interaction-Id", header_value(ki))
    for name, value in headers:
        connection.putheader(name, value)
    if content_type:
        connection.putheader("Content-Type", content_type)
    if chunked:
        connection.putheader("Transfer-Encoding", "chunked")
    elif body is not None or method in ("POST", "PUT"):
        connection.putheader("Content-Length", str(len(body or b"")))
    connection.endheaders()
    if chunked:
        for piece in (body[:7], body[7:]):
            if piece:
                connection.send(b"%x\r\n%s\r\n" % (len(piece), piece))
        connection.send(b"0\r\n\r\n")
    elif body:
        connection.send(body)


def finish(connection, request):
    """Reads the response to the request that was sent last."""
    answer = connection.getresponse()
    return Response(request, answer.status, answer.headers, answer.read())


def figure(metrics, name):
    """What `/metrics` says of all clients together; `metrics` is the server's root."""
    lines = metrics.get("/metrics").expect(200).body.decode().splitlines()
    value, = (line.split()[1] for line in lines if line.startswith(name + " "))
    return int(value)


def open_polls(rest):
    """How many long polls wait at the server, of all clients."""
    return figure(Rest(rest.port, ""), "gridlore_open_polls")


class OpenPoll:
    """A long poll that waits at the server, unless it was answered at once.

    The evidence is the number of all polls that wait there: no other may begin or end meanwhile, so nobody else polls,
    and of polls that were broken off the server has noticed it."""

    def __init__(self, rest, kb):
        before = open_polls(rest)
        self.connection = rest.connect()
        start(self.connection, "GET", "/rest/sc/handle", kb=kb)
        eventually(lambda: not self.is_waiting() or open_polls(rest) > before, "the server has the poll")

    def is_waiting(self):
        """No byte of a response, and no end of the connection, so far."""
        readable, _, _ = select.select([self.connection.sock], [], [], 0)
        return not readable

    def response(self, within=CLIENT_TIMEOUT):
        self.connection.sock.settimeout(stretched(within))
        try:
            return finish(self.connection, "GET /rest/sc/handle")
        finally:
            self.connection.close()

    def break_off(self):
        """The client vanishes without a word."""
        self.connection.sock.shutdown(socket.SHUT_RDWR)
        self.connection.close()
