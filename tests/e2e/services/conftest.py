"""A server with a folder of mappings, and the services that these call: plain HTTP servers of this process."""

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from pilot_documents import CALLED_OFFERS, CALLED_READINGS, SERVED_OFFERS, SERVED_READINGS

@dataclass
class Received:
    method: str
    path: str
    query: dict
    headers: dict
    body: object = field(repr=False)


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
                            json.loads(raw) if raw else None)
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


READINGS = {"U123456": [{"t": "2021-09-27T09:00:00Z", "v": 890}, {"t": "2021-09-27T09:15:00Z", "v": 12.50}],
            "a/b c": [{"t": "2021-09-27T09:00:00Z", "v": 1}]}


def meter_readings(received):
    """What a vendor knows of a meter, within the period that it is asked for."""
    user = received.path.removeprefix("/meters/").removesuffix("/readings")
    if user not in READINGS:
        return 404, {"error": "no such meter"}
    return 200, {"readings": [one for one in READINGS[user]
                              if received.query.get("from", "") <= one["t"]
                              and one["t"] < received.query.get("until", "9")]}


class Mappings:
    """A folder of documents."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(exist_ok=True)

    def write(self, name, text):
        (self.folder / name).write_text(text, encoding="utf-8")

    def services(self, **services):
        self.write("services.yaml", json.dumps(services))  # which YAML is, too


@pytest.fixture
def mappings(tmp_path):
    return Mappings(tmp_path / "mappings")


@pytest.fixture
def new_service():
    started = []

    def start(answers):
        started.append(Service(answers))
        return started[-1]

    yield start
    for service in started:
        service.stop()


@pytest.fixture
def vendor(new_service):
    return new_service(meter_readings)


@pytest.fixture
def aggregator(new_service):
    return new_service(lambda _: (200, {}))


@pytest.fixture
def pilot(start_server, mappings, vendor, aggregator):
    """A server that joins the four documents above and the two services."""
    brisk = {"timeout": "5s", "back-off": "10ms"}
    mappings.services(vendor={"address": vendor.address, "credentials": "vendor-key", "open-for": "1s",
                              "failures-to-open": 2, "attempts": 1, **brisk},
                      aggregator={"address": aggregator.address, **brisk})
    mappings.write("served-readings.yaml", SERVED_READINGS)
    mappings.write("called-readings.yaml", CALLED_READINGS)
    mappings.write("served-offers.yaml", SERVED_OFFERS)
    mappings.write("called-offers.yaml", CALLED_OFFERS)
    return start_server(mappings=mappings.folder, secret_vendor_key="s3cret")
