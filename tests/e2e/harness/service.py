"""A remote service that documents call: an HTTP server of this process, plain or over TLS."""

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit


@dataclass
class Received:
    method: str
    path: str
    query: dict
    headers: dict
    body: object = field(repr=False)  # None, too, if it is no JSON
    text: str = field(repr=False)  # of the body


def _json_of(raw):
    try:
        return json.loads(raw) if raw else None
    except ValueError:
        return None


class Service:
    """A remote service. `answers` takes what was received and gives (status, body) or (status, body, content type); a
    body that is no text goes out as JSON. `cut` sends half of it, `hold` answers when `release` is called. `tls` is a
    context of a server: then its address is that of `localhost` and https."""

    def __init__(self, answers, tls=None):
        self.answers = answers
        self.received = []
        self.connections = 0
        self.cut = False
        self._free = threading.Event()
        self._free.set()
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self):
                service.connections += 1
                super().setup()

            def serve(self):
                service._serve(self)

            do_GET = do_POST = do_PUT = do_DELETE = serve

            def log_message(self, *_):
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                pass  # of TLS: the client has refused

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port
        self.address = f"https://localhost:{self.port}" if tls else f"http://127.0.0.1:{self.port}"
        if tls:
            # Each connection's own thread shakes hands, once it reads.
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def _serve(self, handler):
        url = urlsplit(handler.path)
        raw = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        received = Received(handler.command, unquote(url.path),
                            {name: values[0] for name, values in parse_qs(url.query).items()},
                            {name.lower(): value for name, value in handler.headers.items()},
                            _json_of(raw), raw.decode())
        self.received.append(received)
        self._free.wait()
        status, body, *content_type = self.answers(received)
        data = (body if isinstance(body, str) else json.dumps(body)).encode()
        try:
            handler.send_response(status)
            handler.send_header("Content-Type", content_type[0] if content_type else "application/json")
            handler.send_header("Content-Length", str(len(data)))
            handler.end_headers()
            handler.wfile.write(data[:len(data) // 2] if self.cut else data)
            if self.cut:
                handler.close_connection = True
        except OSError:
            pass

    def hold(self):
        self._free.clear()

    def release(self):
        self._free.set()

    def stop(self):
        self.release()
        self._server.shutdown()
        self._server.server_close()
