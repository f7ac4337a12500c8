"""Whatever is wrong with a request is refused with the place of the fault, and goes nowhere."""

import urllib.parse

import pytest

METERING = "/1.0/Data/Metering"
OFFERS = "/1.0/Flexibility/Offers"
OFFER = {"Offer ID": 1, "Offer": 20, "Meter IDs": []}


def problem(response, status=400):
    response.expect(status)
    assert response.headers["Content-Type"] == "application/problem+json", response
    body = response.json()
    assert body["status"] == status and body["title"] and body["detail"], response
    return body


def get(server, **parameters):
    return server.root.get(METERING + "?" + urllib.parse.urlencode(parameters))


def test_a_missing_parameter_is_named(gateway):
    body = problem(gateway.root.get(METERING))
    assert body["parameter"] == "ID"
    assert "does not have this parameter" in body["detail"]


def test_an_unknown_parameter_is_refused_with_the_nearest(gateway, vendor):
    body = problem(get(gateway, ID="U123456", Star="2021/09/27 10:00"))
    assert body["parameter"] == "Star"
    assert "did you mean 'Start'?" in body["detail"]
    assert vendor.received == []


def test_a_parameter_that_comes_twice_is_refused(gateway, vendor):
    body = problem(gateway.root.get(METERING + "?ID=U1&ID=U2"))
    assert body["parameter"] == "ID" and "twice" in body["detail"]
    assert vendor.received == []


@pytest.mark.parametrize("time", ["27.09.2021", "2021/13/01 10:00", "' OR 1=1 --", "", "2021/09/27 10:00; DROP"])
def test_a_time_in_another_form_is_refused(gateway, vendor, time):
    body = problem(get(gateway, ID="U123456", Start=time))
    assert body["parameter"] == "Start"
    assert vendor.received == []


def test_a_range_that_ends_before_it_begins_is_refused(gateway):
    body = problem(get(gateway, ID="U123456", Start="2021/09/27 11:00", End="2021/09/27 10:00"))
    assert body["parameter"] == "End"


@pytest.mark.parametrize("query", ["ID=%zz", "ID=%ff", "ID=%C3%28"])
def test_what_is_no_text_is_refused(gateway, vendor, query):
    problem(gateway.root.get(METERING + "?" + query))
    assert vendor.received == []


@pytest.mark.parametrize("text", ["../../etc/passwd", "a\r\nX-Evil: 1", "x?y=1#z", "' OR ''='", "<script>", "a\0b",
                                  "%2e%2e", "U1&from=x"])
def test_a_value_stays_within_its_segment(gateway, vendor, text):
    """It comes to the service as it was written, or not at all."""
    get(gateway, ID=text).expect(200, 400, 502)
    for received in vendor.received:
        assert received.path == f"/meters/{text}/readings"
        assert received.query == {} and "x-evil" not in received.headers


def test_a_body_is_told_of_by_pointer(gateway, vendor):
    body = problem(gateway.root.post(METERING + "/query", json=[{"ID": "U1"}, {"ID": "U2", "Start": "soon"}]))
    assert (body["parameter"], body["pointer"]) == ("Start", "/1/Start")
    assert problem(gateway.root.post(METERING + "/query", json=[{"ID": ["U1"]}]))["pointer"] == "/0/ID"
    assert problem(gateway.root.post(METERING + "/query", json={"ID": "U1", "Other": 1}))["pointer"] == "/Other"
    assert problem(gateway.root.post(METERING + "/query", body=b'{"ID":"a","ID":"b"}',
                                   content_type="application/json"))["pointer"] == "/ID"
    problem(gateway.root.post(METERING + "/query", body=b'{"ID": "U1",}', content_type="application/json"))
    assert vendor.received == []


def test_a_payload_that_is_not_what_the_document_says_goes_nowhere(gateway, aggregator):
    wrong = [({"Offer": "x"}, "/1/Offer"), ({"Offer": None}, "/1/Offer"), ({"Other": 1}, "/1/Other"),
             ({"Meter IDs": "m"}, "/1/Meter IDs"), ({"Meter IDs": [1, {}]}, "/1/Meter IDs/")]
    for change, pointer in wrong:
        body = problem(gateway.root.post(OFFERS, json=[OFFER, OFFER | {"Offer ID": 2} | change]))
        assert body["pointer"].startswith(pointer), body
    missing = {name: value for name, value in OFFER.items() if name != "Offer"}
    assert "Offer" in problem(gateway.root.post(OFFERS, json=[missing]))["detail"]
    for text in (b'[{"Offer ID":1', b"", b"\xff", b'[{"Offer ID":1,"Offer ID":2,"Offer":1,"Meter IDs":[]}]',
                 b"nonsense"):
        problem(gateway.root.post(OFFERS, body=text, content_type="application/json"))
    assert aggregator.received == []


def test_methods_and_media_types(gateway):
    refused = gateway.root.send("DELETE", METERING)
    problem(refused, 405)
    assert refused.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert gateway.root.send("OPTIONS", METERING).expect(204).headers["Allow"] == "GET, HEAD, OPTIONS"
    problem(gateway.root.get(METERING + "?ID=U1", headers=[("Accept", "text/turtle")]), 406)
    problem(gateway.root.post(OFFERS, body=b"[]", content_type="text/csv"), 415)
    problem(gateway.root.post(OFFERS, body=b"[]", content_type="application/json; charset=utf-16"), 415)
    head = gateway.root.send("HEAD", METERING + "?ID=U123456").expect(200)
    assert head.body == b""
    gateway.root.get("/1.0/Data/Nothing").expect(404)


def test_a_payload_beyond_the_limit_is_refused(start_server, mappings):
    from documents import SERVED_OFFERS
    mappings.write("offers.yaml", SERVED_OFFERS)
    server = start_server(mappings=mappings.folder, payload_limit="1KiB")
    problem(server.root.post(OFFERS, body=b"[" + b" " * 2000 + b"]", content_type="application/json"), 413)


def test_one_who_calls_itself_is_refused(gateway, vendor):
    vendor.answers = lambda received: (200, {"readings": []})
    gateway.root.get(METERING + "?ID=U123456").expect(200)
    via = vendor.received[0].headers["via"]
    problem(gateway.root.get(METERING + "?ID=U123456", headers=[("Via", via)]), 508)
