"""Services that are slow, gone, lie, cut their answers off or fail: the exchange goes on without them and says so."""

from documents import CALLED_READINGS
from harness.knowledge_base import KnowledgeBase
from harness.waiting import eventually
from metering import PATTERN, failure, get


def close_circuit(server, vendor, answers):
    vendor.answers = answers
    eventually(lambda: get(server).status == 200, "its circuit closes")


def test_the_circuit_opens_and_closes(gateway, vendor):
    """IC-2.1: the state of a service is known and said."""
    good = vendor.answers
    vendor.answers = lambda _: (500, "")
    assert "it answers with the status 500" in failure(gateway)
    assert "it answers with the status 500" in failure(gateway)
    asked = len(vendor.received)
    assert "its circuit is open" in failure(gateway)
    assert len(vendor.received) == asked, "it is left alone"
    close_circuit(gateway, vendor, good)
    eventually(lambda: "its circuit is open" in gateway.log(), "it is logged that it was open")
    eventually(lambda: "its circuit is closed again" in gateway.log(), "it is logged that it is closed")


def test_one_that_lies_about_its_type(gateway, vendor):
    vendor.answers = lambda _: (200, "<html>", "text/html")
    assert "it answers with 'text/html' instead of application/json" in failure(gateway)


def test_one_that_lies_about_its_content(gateway, vendor):
    vendor.answers = lambda _: (200, "<html>")
    assert "is not what the document vendor.readings says" in failure(gateway)


def test_one_that_does_not_keep_to_the_document(gateway, vendor):
    vendor.answers = lambda _: (200, {"readings": [{"t": "2021-09-27T09:00:00Z", "v": "many"}]})
    detail = failure(gateway)
    assert "the document vendor.readings says" in detail and "/readings/0/v" in detail


def test_one_that_answers_half(gateway, vendor):
    vendor.cut = True
    assert "No answer from http://127.0.0.1:" in failure(gateway)


def test_one_that_is_gone(gateway, vendor):
    vendor.stop()
    assert "Service 'vendor', GET /meters/U123456/readings: No answer" in failure(gateway)


def test_one_that_is_slow_holds_up_nobody_else(start_server, mappings, vendor):
    vendor.hold()
    from documents import SERVED_READINGS
    mappings.services(vendor={"address": vendor.address, "timeout": "200ms", "attempts": 1})
    mappings.write("served.yaml", SERVED_READINGS)
    mappings.write("called.yaml", CALLED_READINGS)
    server = start_server(mappings=mappings.folder)
    assert "No answer" in failure(server)


def test_the_others_answer_and_the_explanation_names_who_did_not(gateway, vendor):
    vendor.answers = lambda _: (500, "")
    other = KnowledgeBase(gateway.rest, "https://other.example")
    row = {"r": "<urn:reading:U123456:2021-09-27T08%3A00%3A00Z>", "user": "<urn:user:U123456>", "value": "7",
           "time": '"2021-09-27T08:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>'}
    other.answer_ki(PATTERN, lambda _: [row])
    answer = get(gateway).expect(200)
    assert answer.json() == [{"User/Zone": "U123456", "Metering": [{"Time": "2021-09-27T08:00:00Z", "Measurement": 7}]}]
    assert answer.headers["Gridlore-Failed"] == "urn:gridlore:service:vendor"
    asker = KnowledgeBase(gateway.rest, "https://app.example")
    body = {"bindingSet": [{"user": "<urn:user:U123456>"}], "recipientSelector": {"knowledgeBases": []}}
    answer = asker.rest.post("/sc/ask", kb=asker.id, ki=asker.ask_ki(PATTERN), json=body).expect(200).json()
    (failed,) = [one for one in answer["exchangeInfo"] if one["status"] == "FAILED"]
    assert failed["knowledgeBaseId"] == "urn:gridlore:service:vendor"
    assert failed["failedMessage"] == "Service 'vendor', GET /meters/U123456/readings: it answers with the status 500."
    other.close()


def test_what_has_another_form_is_not_asked_for(gateway, vendor):
    """Of an IRI that is none of the document's the service knows nothing: it is not called, and has not failed."""
    asker = KnowledgeBase(gateway.rest, "https://app.example")
    body = {"bindingSet": [{"user": "<urn:customer:7>"}, {"user": "<urn:user:U123456>"}],
            "recipientSelector": {"knowledgeBases": []}}
    answer = asker.rest.post("/sc/ask", kb=asker.id, ki=asker.ask_ki(PATTERN), json=body).expect(200).json()
    assert {row["user"] for row in answer["bindingSet"]} == {"<urn:user:U123456>"}
    assert {one["status"] for one in answer["exchangeInfo"]} == {"SUCCEEDED"}
    assert [one.path for one in vendor.received] == ["/meters/U123456/readings"]


def test_what_cannot_be_written_is_left_out(gateway):
    other = KnowledgeBase(gateway.rest, "https://other.example")
    other.answer_ki(PATTERN, lambda _: [{"r": "<urn:r:1>", "user": "<urn:user:U123456>", "value": "7",
                                         "time": '"someday"'}])
    (one,) = get(gateway).expect(200).json()
    assert len(one["Metering"]) == 2
    eventually(lambda: "dso.metering: 1 rows of others were left out" in gateway.log(), "it is logged")
    other.close()


def test_the_server_stops_while_a_service_is_silent(gateway, vendor):
    vendor.hold()
    from harness.waiting import Background
    asking = Background(lambda: get(gateway).status)
    eventually(lambda: vendor.received, "it was asked")
    gateway.terminate()
    assert gateway.wait() == 0
    vendor.release()
    try:
        assert asking.result() in (502, 503)
    except (ConnectionError, OSError):
        pass  # it was cut off
