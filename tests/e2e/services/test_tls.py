"""Services whose addresses are https: those that prove who they are are called, others are as gone."""

import pytest
from documents import CALLED_READINGS, SERVED_READINGS
from harness.certificates import Authority
from harness.knowledge_base import KnowledgeBase
from harness.server import start_in_vain
from harness.sparql import Sparql
from harness.waiting import Background, eventually
from metering import PATTERN, failure, get, meter_readings


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def stranger(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("stranger"), "stranger")


@pytest.fixture
def called(start_server, mappings, authority):
    """A server that calls a service at that address, which is to prove itself before the authority."""

    def start(address, server=(), **settings):
        (mappings.folder / "authority.pem").write_text(authority.file.read_text())
        mappings.services(vendor={"address": address, "certificate-authorities": "authority.pem", "timeout": "5s",
                                  "attempts": 1, "back-off": "10ms"} | settings)
        mappings.write("served.yaml", SERVED_READINGS)
        mappings.write("called.yaml", CALLED_READINGS)
        return start_server(mappings=mappings.folder, secret_vendor_key="s3cret", **dict(server))

    return start


def readings(server):
    return get(server).expect(200).json()[0]["Metering"]


def test_a_service_over_tls_is_called_over_one_connection(called, new_service, authority):
    vendor = new_service(meter_readings, tls=authority.server())
    server = called(vendor.address, credentials="vendor-key", **{"at-once": 1})
    assert len(readings(server)) == 2
    assert len(readings(server)) == 2
    assert [one.headers["authorization"] for one in vendor.received] == ["Bearer s3cret"] * 2
    assert vendor.received[0].headers["host"] == f"localhost:{vendor.port}"
    assert vendor.connections == 1


def test_a_service_may_be_an_ip_address(called, new_service, authority):
    vendor = new_service(meter_readings, tls=authority.server())
    assert len(readings(called(f"https://127.0.0.1:{vendor.port}"))) == 2


def test_a_body_of_many_records(called, new_service, authority):
    many = [{"t": f"2021-09-27T{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}Z", "v": n} for n in range(20000)]
    vendor = new_service(lambda _: (200, {"readings": many}), tls=authority.server())
    assert len(readings(called(vendor.address))) == len(many)


@pytest.mark.parametrize("certificate, why", [
    ({"days": -1}, "certificate has expired"),
    ({"hosts": "DNS:other.example"}, "hostname mismatch"),
])
def test_a_certificate_that_is_not_accepted(called, new_service, authority, certificate, why):
    vendor = new_service(meter_readings, tls=authority.server(**certificate))
    server = called(vendor.address, credentials="vendor-key")
    assert (f"Service 'vendor', GET /meters/U123456/readings: No answer from {vendor.address}: "
            f"its certificate is not accepted: {why}") in failure(server)
    assert not vendor.received


def test_a_certificate_of_a_stranger(called, new_service, stranger):
    vendor = new_service(meter_readings, tls=stranger.server())
    server = called(vendor.address, **{"failures-to-open": 2})
    asker = KnowledgeBase(server.rest, "https://app.example")
    body = {"bindingSet": [{"user": "<urn:user:U123456>"}], "recipientSelector": {"knowledgeBases": []}}
    answer = asker.rest.post("/sc/ask", kb=asker.id, ki=asker.ask_ki(PATTERN), json=body).expect(200).json()
    (failed,) = [one for one in answer["exchangeInfo"] if one["status"] == "FAILED"]
    assert failed["failedMessage"].endswith("its certificate is not accepted: unable to get local issuer certificate")
    assert "unable to get local issuer certificate" in failure(server)
    assert "its circuit is open" in failure(server)
    asker.close()


def test_the_system_s_authorities_know_no_authority_of_a_test(called, new_service, authority, mappings):
    vendor = new_service(meter_readings, tls=authority.server())
    server = called(vendor.address)
    readings(server)
    mappings.services(vendor={"address": vendor.address, "attempts": 1})
    server.root.post("/mappings/reload").expect(200)
    assert "unable to get local issuer certificate" in failure(server)


def test_a_service_that_speaks_no_tls(called, new_service):
    vendor = new_service(meter_readings)
    address = f"https://localhost:{vendor.port}"
    assert f"No answer from {address}: what answers there is no TLS" in failure(called(address))
    assert not vendor.received


def test_a_service_that_answers_half(called, new_service, authority):
    vendor = new_service(meter_readings, tls=authority.server())
    vendor.cut = True
    assert f"No answer from {vendor.address}: " in failure(called(vendor.address))


def test_the_server_stops_while_a_service_is_silent(called, new_service, authority):
    vendor = new_service(meter_readings, tls=authority.server())
    vendor.hold()
    server = called(vendor.address, server={"stop_bound": 1}, timeout="1h")
    asking = Background(lambda: get(server).status)
    eventually(lambda: vendor.received, "it was asked")
    server.terminate()
    assert server.wait() == 0
    vendor.release()
    try:
        assert asking.result() in (502, 503)
    except OSError:
        pass  # it was cut off


@pytest.mark.parametrize("content, why", [(None, "cannot be read"), ("secret", "no certificates in PEM")])
def test_authorities_that_are_none_are_found_at_the_start(mappings, content, why):
    mappings.write("services.yaml", "vendor:\n  address: https://vendor.example\n  certificate-authorities: ours.pem\n")
    if content:
        mappings.write("ours.pem", content)
    code, said = start_in_vain(mappings=mappings.folder)
    assert code == 2
    assert f"{mappings.folder}/services.yaml:3:28: `certificate-authorities` is a file of certificates in PEM" in said
    assert f"{mappings.folder}/ours.pem" in said and why in said


def test_authorities_are_for_https(mappings):
    mappings.services(vendor={"address": "http://vendor.example", "certificate-authorities": "ours.pem"})
    code, said = start_in_vain(mappings=mappings.folder)
    assert code == 2
    assert "`certificate-authorities` is for an address of the form `https://…`." in said


def test_a_reload_takes_other_authorities_of_the_same_name(called, new_service, authority, stranger, mappings):
    vendor = new_service(meter_readings, tls=stranger.server())
    server = called(vendor.address)
    assert "its certificate is not accepted" in failure(server)
    (mappings.folder / "authority.pem").write_text(authority.file.read_text() + stranger.file.read_text())
    server.root.post("/mappings/reload").expect(200)
    assert len(readings(server)) == 2


def test_a_service_of_sparql(start_server, new_service, authority, monkeypatch):
    """The allow-list has https, too; who is trusted says the system."""
    result = {"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "literal", "value": "far"}}]}}
    remote = new_service(lambda _: (200, result, "application/sparql-results+json"), tls=authority.server())
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    server = start_server(service_allow=f"{remote.address}/")
    answer = Sparql(server.port).query(f"SELECT ?x {{ SERVICE <{remote.address}/sparql> {{ ?s ?p ?x }} }}").expect(200)
    assert answer.values() == [("far",)]
