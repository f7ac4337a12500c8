"""A served GET reaches a remote service through the exchange, a served POST another: each speaks its own JSON."""

import json
import urllib.parse

import pytest
from harness.knowledge_base import KnowledgeBase
from harness.waiting import eventually

METERING = "/1.0/Data/Metering"
OFFERS = "/1.0/Flexibility/Offers"
BOTH = [{"User/Zone": "U123456", "Metering": [{"Time": "2021-09-27T09:00:00Z", "Measurement": 890},
                                              {"Time": "2021-09-27T09:15:00Z", "Measurement": 12.5}]}]


def query(path, **parameters):
    return path + "?" + urllib.parse.urlencode(parameters)


def test_a_served_get_is_answered_by_a_service(gateway, vendor):
    """IC-2.2, IC-2.3, IC-8.1: what is asked reaches the service that knows it, and comes back, each in its own JSON."""
    response = gateway.root.get(query(METERING, ID="U123456")).expect(200)
    assert response.json() == BOTH
    assert response.headers["Content-Type"] == "application/json"
    (received,) = vendor.received
    assert (received.method, received.path, received.query) == ("GET", "/meters/U123456/readings", {})


def test_numbers_keep_their_digits(gateway, vendor):
    vendor.answers = lambda _: (200, '{"readings":[{"t":"2021-09-27T09:00:00Z","v":890.10}]}')
    assert b'"Measurement":890.10' in gateway.root.get(query(METERING, ID="U123456")).expect(200).body


def test_a_range_reaches_the_service_and_is_applied(gateway, vendor):
    asked = query(METERING, ID="U123456", Start="2021/09/27 10:10", End="2021-09-27T10:00:00Z")
    answer = gateway.root.get(asked).expect(200).json()
    assert [one["Time"] for one in answer[0]["Metering"]] == ["2021/09/27 10:15"]
    assert vendor.received[0].query == {"from": "2021-09-27T09:10:00Z", "until": "2021-09-27T10:00:00Z"}


def test_a_value_is_one_segment_of_the_path(gateway, vendor):
    answer = gateway.root.get(query(METERING, ID="a/b c")).expect(200).json()
    assert answer[0]["User/Zone"] == "a/b c"
    assert vendor.received[0].path == "/meters/a/b c/readings"


def test_of_what_nobody_knows_there_is_an_empty_list(gateway, vendor):
    assert gateway.root.get(query(METERING, ID="nobody")).expect(200).json() == []
    assert len(vendor.received) == 1, "it said 404, which is no failure"


def test_credentials_travel_and_are_not_logged(gateway, vendor):
    gateway.root.get(query(METERING, ID="U123456")).expect(200)
    assert vendor.received[0].headers["authorization"] == "Bearer s3cret"
    assert "s3cret" not in gateway.log()


def test_equal_inputs_are_called_once(gateway, vendor):
    asker = KnowledgeBase(gateway.rest, "https://app.example")
    ask = asker.ask_ki("?r <urn:e:of> ?user . ?r <urn:e:at> ?time . ?r <urn:e:value> ?value .")
    user = {"user": "<urn:user:U123456>"}
    answer = asker.ask(ask, [user | {"value": "890"}, user | {"value": "12.5"}])
    assert len(answer["bindingSet"]) == 2
    assert [one.path for one in vendor.received] == ["/meters/U123456/readings"]


def test_an_ask_that_does_not_say_whose_leaves_the_service_out(gateway, vendor):
    asker = KnowledgeBase(gateway.rest, "https://app.example")
    ask = asker.ask_ki("?r <urn:e:of> ?user . ?r <urn:e:at> ?time . ?r <urn:e:value> ?value .")
    assert asker.ask(ask)["bindingSet"] == []
    assert vendor.received == []


@pytest.mark.parametrize("path", ["/1.0/Data/Metering/", "/1.0/Data/Metering%20Data", "/1.0/Data/Metering_Data"])
def test_paths_have_several_spellings(gateway, path):
    assert gateway.root.get(query(path, ID="U123456")).expect(200).json() == BOTH


def test_parameters_may_be_a_body(gateway):
    one = {"ID": "U123456", "Start": "2021-09-27T09:10:00Z"}
    alone = [{"User/Zone": "U123456", "Metering": BOTH[0]["Metering"][1:]}]
    assert gateway.root.send("GET", METERING, json=one).expect(200).json() == alone
    assert gateway.root.post(METERING + "/query", json=one).expect(200).json() == alone
    several = [{"ID": "U123456"}, {"ID": "nobody"}, one]
    assert gateway.root.send("GET", METERING, json=several).expect(200).json() == BOTH + alone


def test_the_end_of_its_life_is_announced(gateway):
    """IC-7.6: also where a request is refused."""
    for asked in (query(METERING, ID="U123456"), METERING):
        response = gateway.root.get(asked)
        assert response.headers["Deprecation"] == "@1769817600"
        assert response.headers["Sunset"] == "Fri, 31 Dec 2027 00:00:00 GMT"


def test_a_served_post_reaches_a_service(gateway, aggregator):
    """IC-2.2, IC-2.3, IC-8.1: and what is told reaches the one that takes it."""
    offers = [{"Offer ID": 1, "Offer": 20, "Meter IDs": []}, {"Offer ID": 2, "Offer": 2.50, "Meter IDs": []}]
    answer = gateway.root.post(OFFERS, json=offers).expect(200).json()
    assert answer == {"acknowledged": True, "delivered": [
        {"knowledgeBase": "urn:gridlore:service:aggregator", "status": "SUCCEEDED",
         "interaction": "urn:gridlore:service:aggregator/interaction/aggregator-offers-react"}]}
    (received,) = aggregator.received
    assert (received.method, received.path) == ("POST", "/offers")
    assert received.body == {"offers": [{"id": 1, "kilowatts": 20}, {"id": 2, "kilowatts": 2.5}]}


def test_a_row_is_posted_with_all_the_parts_that_it_has(gateway, aggregator):
    listener = KnowledgeBase(gateway.rest, "https://app.example")
    listener.react_ki("?o <urn:e:number> ?n . ?o <urn:e:amount> ?a . ?o <urn:e:meter> ?m .", handler=lambda _: [])
    offers = [{"Offer ID": 1, "Offer": 20, "Meter IDs": ["m1", "m2"]}, {"Offer ID": 2, "Offer": 3, "Meter IDs": []}]
    answer = gateway.root.post(OFFERS, json=offers).expect(200).json()
    assert sorted(one["knowledgeBase"] for one in answer["delivered"]) == [
        "https://app.example", "urn:gridlore:service:aggregator", "urn:gridlore:service:aggregator"]
    (call,) = listener.calls
    assert sorted(row["m"] for row in call.bindings) == ["<urn:meter:m1>", "<urn:meter:m2>"]
    assert sorted(one["id"] for received in aggregator.received for one in received.body["offers"]) == [1, 2]
    listener.close()


def test_a_post_that_nobody_waits_for_is_acknowledged(gateway, aggregator):
    aggregator.stop()
    failed = gateway.root.post(OFFERS, json=[{"Offer ID": 1, "Offer": 20, "Meter IDs": []}]).expect(502).json()
    assert failed["acknowledged"] is False
    (delivery,) = failed["delivered"]
    assert delivery["status"] == "FAILED"
    assert delivery["message"].startswith("Service 'aggregator', POST /offers: No answer from http://127.0.0.1:")


def test_at_once_there_is_a_place_to_look(gateway, aggregator):
    aggregator.hold()
    accepted = gateway.root.post("/1.0/Flexibility/OffersAtOnce",
                               json=[{"Offer ID": 1, "Offer": 20, "Meter IDs": []}]).expect(202)
    place = accepted.headers["Location"]
    assert gateway.root.get(place).expect(200).json() == {"status": "under way"}
    aggregator.release()
    done = eventually(lambda: (found := gateway.root.get(place).json())["status"] == "done" and found, "it is done")
    assert done["answer"] == 200
    assert done["body"]["acknowledged"] is True
    gateway.root.get("/mappings/exchanges/other").expect(404)


def test_services_are_knowledge_bases_that_everybody_sees(gateway):
    ids = {one["knowledgeBaseId"] for one in gateway.rest.get("/sc").expect(200).json()}
    assert ids == {"urn:gridlore:service:vendor", "urn:gridlore:service:aggregator",
                   "urn:gridlore:served:dso.metering", "urn:gridlore:served:dso.offers"}


def test_large_answers_and_payloads_go_through(gateway, vendor, aggregator):
    count = 20_000
    readings = [{"t": f"2021-{1 + n // 28 // 96:02}-{1 + n // 96 % 28:02}T{n // 4 % 24:02}:{n % 4 * 15:02}:00Z", "v": n}
                for n in range(count)]
    vendor.answers = lambda _: (200, {"readings": readings})
    answer = gateway.root.get(query(METERING, ID="U123456")).expect(200).json()
    assert [one["Measurement"] for one in answer[0]["Metering"]] == list(range(count))
    offers = [{"Offer ID": n, "Offer": n, "Meter IDs": []} for n in range(count)]
    gateway.root.post(OFFERS, json=offers).expect(200)
    assert sorted(one["id"] for one in aggregator.received[0].body["offers"]) == list(range(count))


def test_compressed_bodies_go_both_ways(gateway):
    import gzip
    body = gzip.compress(json.dumps([{"Offer ID": 1, "Offer": 2, "Meter IDs": []}]).encode())
    gateway.root.post(OFFERS, body=body, content_type="application/json",
                    headers=[("Content-Encoding", "gzip")]).expect(200)
