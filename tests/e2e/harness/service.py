"""A remote service that documents call: a plain HTTP server of this process."""

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
    body: object = field(repr=False)
    text: str = field(repr=False)  # of the body


class Service:
    """A remote service. `answers` takes what was received and gives (status, body) or (status, body, content type); a
    body that is no text goes out as JSON. `cut` sends half of it, `hold` answers when `release` is called."""

    def __init__(self, answers):
        self.answers = answers
        self.received = []
        self.cut = False
        self._free = threading.Event()
        self._free.set()
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def serve(self):
                service._serve(self)

            do_GET = do_POST = do_PUT = do_DELETE = serve

            def log_message(self, *_):
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

        self._server = Server(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def _serve(self, handler):
        url = urlsplit(handler.path)
        raw = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        received = Received(handler.command, unquote(url.path),
                            {name: values[0] for name, values in parse_qs(url.query).items()},
                            {name.lower(): value for name, value in handler.headers.items()},
                            json.loads(raw) if raw else None, raw.decode())
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
