"""An answer that is more than all buffers on its way hold, so that the server waits for whoever reads it."""

import re
import socket

from harness.rest import start

MORE_THAN_BUFFERED = 8_000_000  # the system keeps 4 MB for a sender, and what little the reader's socket takes


class LargeAnswer:
    """An ask's answer of which the head has been read."""

    def __init__(self, world, rows=10_000):
        self.rows = rows
        bindings = [{"x": world.iri(f"s{number}"), "y": world.iri("o" * 400)} for number in range(rows)]
        asker, ask = world.asker("?a p ?b")
        self.answerer = world.answerer("?x p ?y", lambda _: bindings, "large")
        self.connection = world.rest.connect()
        self.connection.connect()
        self.connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 16)
        start(self.connection, "POST", "/rest/sc/ask", kb=asker.id, ki=ask, json=[{}])
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += self.receive(1)
        self.length = int(re.search(rb"(?i)content-length: *(\d+)", head)[1])
        assert self.length > MORE_THAN_BUFFERED

    def receive(self, at_most):
        piece = self.connection.sock.recv(at_most)
        assert piece, "the connection ended within the answer"
        return piece

    def whole_body(self, begin):
        """With the rest of it behind what was received of it."""
        pieces = [begin]
        missing = self.length - len(begin)
        while missing:
            pieces.append(self.receive(min(missing, 65536)))
            missing -= len(pieces[-1])
        return b"".join(pieces)
