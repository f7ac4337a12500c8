"""Bodies of 100 MB, to what is served and from what is called: taken whole, or refused with the reason and nothing of
them forwarded; in either case without much memory."""

import json
import re
import threading
from pathlib import Path

import pytest
from documents import CALLED_READINGS, SERVED_READINGS
from dso import DsoServer
from harness.waiting import TIME_FACTOR

SIZE = int(100_000_000 / TIME_FACTOR)  # an instrumented program is given as much time for less
OFFER = {"Request ID": 1, "Offer ID": 0, "Offer": 20, "Price (€/kWh)": "0,1", "Start time": "2021/09/27 10:00",
         "End time": "2021/09/27 13:00", "Meter IDs": []}
OFFERS, METERING = "/1.0/Flexibility/Offers", "/1.0/Data/Metering?ID=U123456"
MOST_MEMORY = 700 << 10  # kB, for a body of a seventh of it


class Memory:
    """The most memory of its own that a server had while this was open, in kB."""

    def __init__(self, server):
        self._status = Path(f"/proc/{server.process.pid}/status")
        self._is_over = threading.Event()
        self.most = 0
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._is_over.set()
        self._thread.join()
        if TIME_FACTOR == 1:  # an instrumented program has another memory
            assert self.most < MOST_MEMORY

    def _watch(self):
        while not self._is_over.wait(0.005):
            self.most = max(self.most, int(re.search(r"^RssAnon:\s+(\d+)", self._status.read_text(), re.MULTILINE)[1]))


def listed(begin, entries, end):
    """JSON of this size at least."""
    pieces, size = [], 0
    for entry in entries:
        pieces.append(entry)
        size += len(entry) + 1
        if size >= SIZE:
            break
    return begin + b",".join(pieces) + end


def offers(blanks):
    number = 0
    while True:
        yield json.dumps(OFFER | {"Offer ID": number}, ensure_ascii=False).encode() + b" " * blanks
        number += 1


@pytest.fixture
def takers(new_service, tmp_path):
    """A server that keeps what is posted and forwards needs, and who gets them."""
    service = new_service(lambda _: (200, {}))
    server = DsoServer(tmp_path / "services", {"service-provider": {"address": service.address, "timeout": "60s"},
                                               "dso": {"address": service.address, "timeout": "60s"}})
    yield server, service
    server.stop()


def kept(server):
    query = "SELECT (COUNT(*) AS ?n) { ?offer a <https://saref.etsi.org/saref4ener/FlexOffer> }"
    answer = server.root.post("/sparql", body=query.encode(), content_type="application/sparql-query",
                              headers=[("Accept", "application/sparql-results+json")]).expect(200).json()
    return int(answer["results"]["bindings"][0]["n"]["value"])


def post(server, path, body):
    return server.root.post(path, body=body, content_type="application/json", timeout=300)


def test_more_offers_than_can_be_held_are_refused_whole(takers):
    """A real list: what is too much is told by its place, and nobody gets any of it."""
    server, service = takers
    body = listed(b"[", offers(blanks=0), b"]")
    with Memory(server):
        problem = post(server, OFFERS, body).expect(413).json()
    assert "1000000 values" in problem["detail"] and re.fullmatch(r"/\d+.*", problem["pointer"])
    assert kept(server) == 0 and service.received == []


def test_a_large_body_of_few_offers_is_taken(takers):
    """As many bytes, most of which are blanks."""
    server, _ = takers
    body = listed(b"[", offers(blanks=50_000), b"]")
    with Memory(server):
        assert post(server, OFFERS, body).expect(200).json()["acknowledged"] is True
    assert kept(server) == body.count(b"Offer ID")


def test_a_fault_at_the_end_of_a_large_body_undoes_all_of_it(takers):
    server, service = takers
    body = listed(b"[", offers(blanks=50_000), b',{"Request ID": 1}]')
    with Memory(server):
        problem = post(server, OFFERS, body).expect(400).json()
    assert problem["pointer"] == f"/{body.count(b'Offer ID')}"
    assert kept(server) == 0 and service.received == []


def test_a_large_body_beyond_the_limit_is_refused_unread(start_server, mappings):
    mappings.write("served.yaml", SERVED_READINGS)
    server = start_server(mappings=mappings.folder, payload_limit="1MiB")
    with Memory(server):
        try:
            server.root.send("GET", "/1.0/Data/Metering", body=b" " * SIZE, timeout=300).expect(413)
        except ConnectionError:
            pass  # it was refused before it had been sent


@pytest.mark.parametrize("body, told", [
    (lambda: listed(b"[", iter(lambda: b'{"ID":"U123456"}', None), b"]"), "At most 100 questions"),
    (lambda: b'{"ID":"' + b"U" * SIZE + b'"}', "more than"),
    (lambda: b'{"ID":"' + b"U" * 20_000 + b'"}', "more than 16384 bytes"),
    (lambda: b"[" * 100_000 + b"]" * 100_000, "expected an object with the parameters"),
    (lambda: b'{"ID":' + b"[" * SIZE, "ID")],
    ids=["questions", "value", "long", "depth", "unending"])
def test_a_get_with_a_large_body_is_refused(gateway, vendor, body, told):
    """IC-6-Q6."""
    body = body()
    with Memory(gateway):
        for answer in (gateway.root.send("GET", "/1.0/Data/Metering", body=body, timeout=300),
                       gateway.root.post("/1.0/Data/Metering/query", body=body, timeout=300)):
            assert told in answer.expect(400).body.decode()
    assert vendor.received == []


@pytest.mark.parametrize("body", [b"[" * 100_000, b'[{"Offer ID":' * 100_000, b"[" * 100_000 + b"]" * 100_000,
                                  b'[{"Offer ID":1,"Offer":' + b"9" * 2_000_000 + b',"Meter IDs":[]}]',
                                  b'[{"Offer ID":1,"Offer":1,"Meter IDs":["' + b"m" * 2_000_000 + b'"]}]'],
                         ids=["lists", "objects", "closed", "digits", "text"])
def test_a_payload_of_one_deep_or_long_value_is_refused(gateway, aggregator, body):
    with Memory(gateway):
        problem = post(gateway, OFFERS, body).expect(400, 413).json()
    assert problem["detail"]
    assert aggregator.received == []


def readings():
    number = 0
    while True:
        yield b'{"t":"%04d-01-01T00:00:00Z","v":%d}' % (2000 + number % 1000, number)
        number += 1


@pytest.fixture
def asker(start_server, mappings):
    """Starts a server that calls a vendor, which has as much time as it needs."""
    def start(vendor, **settings):
        mappings.services(vendor={"address": vendor.address, "timeout": "120s", "attempts": 1, **settings})
        mappings.write("served.yaml", SERVED_READINGS)
        mappings.write("called.yaml", CALLED_READINGS)
        return start_server(mappings=mappings.folder, kb_wait=120)
    return start


def why_nothing_is_known(server):
    with Memory(server):
        answer = server.root.get(METERING, timeout=300)
    detail = answer.expect(502).json()["detail"]
    assert server.root.get("/health/ready").status == 200
    return detail


def test_a_service_that_answers_more_than_its_limit_is_left_out(asker, vendor):
    text = listed(b'{"readings":[', readings(), b"]}").decode()
    vendor.answers = lambda _: (200, text)
    server = asker(vendor, **{"response-limit": "1MiB"})
    assert "its response has more than 1048576 bytes (response-limit)" in why_nothing_is_known(server)


def test_a_service_that_answers_more_than_can_be_held_is_left_out(asker, vendor):
    text = listed(b'{"readings":[', readings(), b"]}").decode()
    vendor.answers = lambda _: (200, text)
    assert "its answer has more than 1000000 values" in why_nothing_is_known(asker(vendor))


@pytest.mark.parametrize("text", ['{"readings":' + "[" * 100_000, '{"readings":[{"t":' * 100_000,
                                  '{"readings":[{"t":"' + "2" * 2_000_000 + '","v":1}]}'],
                         ids=["lists", "objects", "text"])
def test_a_service_that_answers_too_deep_or_too_long_is_left_out(asker, vendor, text):
    vendor.answers = lambda _: (200, text)
    assert "is not what the document vendor.readings says" in why_nothing_is_known(asker(vendor))
