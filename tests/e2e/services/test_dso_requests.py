"""What the DSO's interface of InterConnect D4.2 sends to others, and what they answer: end users, service providers and
those that watch the grid are plain HTTP servers of this process."""

import itertools
import json

import pytest
from dso import DsoServer
from harness.knowledge_base import KnowledgeBase
from harness.service import Service

AUTHORIZATION = "/1.0/Data/Authorization"
INCENTIVES = "/1.0/Data/Incentives"
REQUEST = {"Request ID": 1, "End User": "U123456", "Service Provider": "SP1", "Start Date": "2021/09/27 10:00",
           "End Date": "2021/09/27 11:00"}
OFFER = {"Offer ID": 1, "End User": "U123456", "Contracted Power": 6.9, "Measurement Unit": "kVA",
         "Incentive (€/kWh)": "0,1", "Start time": "2021/09/27 10:00", "End time": "2021/09/27 13:00"}
PREFIXES = {"gridlore": "https://w3id.org/gridlore#", "odrl": "http://www.w3.org/ns/odrl/2/",
            "s4ener": "https://saref.etsi.org/saref4ener/", "saref": "https://saref.etsi.org/core/",
            "vcard": "http://www.w3.org/2006/vcard/ns#"}
ACCEPTED, REJECTED = (f"<{PREFIXES['s4ener']}{name}>" for name in ("Accepted", "Rejected"))


@pytest.fixture(scope="module")
def parties():
    """The others, by the names that the documents have for them."""
    names = ("end-user", "service-provider", "observability-provider")
    started = {name: Service(lambda _: (200, {})) for name in names}
    yield started
    for service in started.values():
        service.stop()


@pytest.fixture(scope="module")
def server(parties, tmp_path_factory):
    services = {name: {"address": service.address, "timeout": "5s"} for name, service in parties.items()}
    running = DsoServer(tmp_path_factory.mktemp("dso") / "services", services)
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def forget(parties):
    for service in parties.values():
        service.received.clear()
        service.answers = lambda _: (200, {})


numbers = itertools.count()


@pytest.fixture
def system(server):
    """A program of the DSO's own, on the exchange."""
    own = KnowledgeBase(server.rest, f"https://dso.example/{next(numbers)}")
    yield own
    own.close()


def answers_each(member, answer):
    """Answers each entry of a list with its number and `answer` of it."""
    number = {"Authorization Validation": "Request ID", "Offer Response": "Offer ID"}[member]
    return lambda received: (200, [{number: one[number], member: answer(one)} for one in received.body])


# IC-5.4

@pytest.mark.parametrize("validation", ["Accepted", "Rejected"])
def test_an_end_user_is_asked_for_an_authorization(server, parties, validation):
    """IC-5.4, IC-4.2: Requests Authorization, answered by Authorization Validation."""
    parties["end-user"].answers = answers_each("Authorization Validation", lambda _: validation)
    answer = server.root.post(AUTHORIZATION, json=[REQUEST]).expect(200).json()
    assert answer == [{"Request ID": 1, "Authorization Validation": validation}]
    (received,) = parties["end-user"].received
    assert (received.method, received.path, received.body) == ("POST", AUTHORIZATION, [REQUEST])


def test_each_end_user_says_for_himself(server, parties):
    """IC-5.4: several requests in one."""
    parties["end-user"].answers = answers_each(
        "Authorization Validation", lambda one: "Accepted" if one["End User"] == "U123456" else "Rejected")
    requests = [REQUEST, REQUEST | {"Request ID": 2, "End User": "U654321"}]
    assert server.root.post(AUTHORIZATION, json=requests).expect(200).json() == [
        {"Request ID": 1, "Authorization Validation": "Accepted"},
        {"Request ID": 2, "Authorization Validation": "Rejected"}]


def test_an_end_user_who_does_not_answer_has_not_agreed(server, parties):
    """IC-5.4: neither silence nor nonsense is an answer."""
    assert server.root.post(AUTHORIZATION, json=[REQUEST]).status == 502
    parties["end-user"].answers = answers_each("Authorization Validation", lambda _: "Perhaps")
    assert server.root.post(AUTHORIZATION, json=[REQUEST]).status == 502
    refused = server.root.post(AUTHORIZATION, json=[REQUEST | {"Start Date": "soon"}]).expect(400).json()
    assert refused["pointer"] == "/0/Start Date"


def test_consent_comes_before_data(server, parties):
    """IC-1.1.1 to IC-1.1.11, in their order."""
    readings = [{"User/Zone": "U123456", "Metering": [{"Time": "2021/09/27 10:00", "Measurement": 890, "Unit": "kW"}]}]
    server.store("dso/metering-data", readings, granularity=1)
    asked = {"End User": "U123456", "Start Date": REQUEST["Start Date"], "End Date": REQUEST["End Date"]}
    metering = {"Type of Data": "User", "ID": "U123456", "Granularity": "1", "Start time": REQUEST["Start Date"],
                "End time": REQUEST["End Date"]}
    server.ask("/1.0/Data/Metering", metering | {"Authorization Token": "none yet"}).expect(403)
    parties["end-user"].answers = answers_each("Authorization Validation", lambda _: "Accepted")
    (validation,) = server.root.post(AUTHORIZATION, json=[REQUEST]).expect(200).json()
    assert validation["Authorization Validation"] == "Accepted"
    token = server.ask(AUTHORIZATION, asked).expect(200).json()["Authorization Token"]
    assert server.ask("/1.0/Data/Metering", metering | {"Authorization Token": token}).expect(200).json() == readings


# IC-5.5

def test_incentives_are_offered_to_end_users_and_service_providers(server, parties):
    """IC-5.5, IC-4.2: whoever of the two is there answers."""
    parties["end-user"].answers = answers_each("Offer Response", lambda _: "Reject")
    parties["service-provider"].answers = lambda _: (500, "")
    answer = server.root.post(INCENTIVES, json=[OFFER]).expect(200).json()
    assert answer == [{"Offer ID": 1, "Offer Response": "Reject"}]
    for name in ("end-user", "service-provider"):
        (received,) = parties[name].received
        assert (received.method, received.path, received.body) == ("POST", INCENTIVES, [OFFER])


OFFERS = """?offer a gridlore:ContractedPowerOffer ; saref:hasIdentifier ?number ; odrl:assignee ?user ;
    gridlore:contractedPower ?power ; gridlore:incentive ?incentive ; s4ener:hasEffectivePeriod ?period .
    ?power saref:hasValue ?limit ; saref:isMeasuredIn ?unit .
    ?incentive saref:hasValue ?price ; saref:isMeasuredIn s4ener:EuroPerKilowattHour .
    ?period <http://www.w3.org/2006/time#hasBeginning> ?beginning ; <http://www.w3.org/2006/time#hasEnd> ?ending .
    ?beginning <http://www.w3.org/2006/time#inXSDDateTimeStamp> ?start .
    ?ending <http://www.w3.org/2006/time#inXSDDateTimeStamp> ?end ."""


def test_incentives_are_retrieved_sent_answered_and_kept(server, parties, system):
    """IC-1.2.4 to IC-1.2.7: the DEP is the stored graph, and the one who sends a program of the DSO."""
    server.store("dso/incentives-offer", [OFFER, OFFER | {"Offer ID": 2, "End User": "U654321"}])
    retrieved = system.ask(system.ask_ki(OFFERS, prefixes=PREFIXES))["bindingSet"]
    assert {row["user"] for row in retrieved} == {"<urn:gridlore:subject:U123456>", "<urn:gridlore:subject:U654321>"}
    parties["service-provider"].answers = answers_each(
        "Offer Response", lambda one: "Accept" if one["End User"] == "U123456" else "Reject")
    parties["end-user"].answers = lambda _: (500, "")
    send = system.post_ki(OFFERS, "?offer gridlore:hasStatus ?answer .", prefixes=PREFIXES)
    answers = {row["offer"]: row["answer"] for row in system.post(send, retrieved)["resultBindingSet"]}
    assert answers == {"<urn:gridlore:incentives-offer:1>": ACCEPTED, "<urn:gridlore:incentives-offer:2>": REJECTED}
    kept = "".join(f"{offer} <{PREFIXES['gridlore']}hasStatus> {answer} . " for offer, answer in answers.items())
    server.root.post("/update", body=f"INSERT DATA {{ {kept} }}".encode(),
                     content_type="application/sparql-update").expect(204)
    preferences = system.ask(system.ask_ki("?offer odrl:assignee ?user ; gridlore:hasStatus ?answer .",
                                           prefixes=PREFIXES))["bindingSet"]
    assert {row["user"]: row["answer"] for row in preferences} == {
        "<urn:gridlore:subject:U123456>": ACCEPTED, "<urn:gridlore:subject:U654321>": REJECTED}


def test_anonymized_data_is_collected_and_returned(server):
    """IC-1.2.1 to IC-1.2.3, IC-3.5, IC-3.6."""
    readings = [{"User/Zone": "Z9", "Metering": [{"Time": "2021/09/27 10:00", "Measurement": 12.5, "Unit": "kW"}]}]
    server.store("dso/anonymized-data", readings, granularity=2)
    assert server.ask("/1.0/Data/Metering", {
        "Type of Data": "Anonymized", "ID": "Z9", "Granularity": "2", "Start time": "2021/09/27 00:00",
        "End time": "2021/09/28 00:00"}).expect(200).json() == readings


# IC-5.14

def subscribe(received):
    (asked,) = received.body["Fault_Location_Inputs"]
    if asked["Postal_Code"] == "4405-123":
        return 200, [asked | {"Status": "Accepted", "Reason": ""}]
    return 200, [asked | {"Status": "denied", "Reason": "couldn't reach postal code"}]


@pytest.mark.parametrize("path, codes", [("/GridObservability/4405-123", ["4405-123"]),
                                         ("/GridObservability/Postal_Code", ["4405-123", "1200-000"])])
def test_a_subscription_is_accepted_or_denied_with_the_reason(server, parties, path, codes):
    """IC-5.14, IC-5.21, IC-4.6, IC-1.5.1: as table 8 has it, at a path for each postal code."""
    parties["observability-provider"].answers = subscribe
    answer = server.root.post(path, json={"Fault_Location_Inputs": [{"Postal_Code": code} for code in codes]})
    assert {one["Postal_Code"]: (one["Status"], one["Reason"]) for one in answer.expect(200).json()} == {
        code: ("Accepted", "") if code == "4405-123" else ("Denied", "couldn't reach postal code") for code in codes}
    assert sorted(received.path for received in parties["observability-provider"].received) == sorted(
        f"/GridObservability/{code}" for code in codes)


def test_a_postal_code_is_the_same_in_path_and_body(server, parties):
    body = {"Fault_Location_Inputs": [{"Postal_Code": "1200-000"}]}
    refused = server.root.post("/GridObservability/4405-123", json=body).expect(400).json()
    assert "?code" in refused["detail"]
    assert parties["observability-provider"].received == []


# IC-5.21

FAULT = """?outage a gridlore:SuspectedOutage ; saref:hasTimestamp ?at ; saref:hasIdentifier ?location ;
    gridlore:faultyEnergyManagers ?count ; vcard:hasAddress ?area . ?area vcard:postal-code ?code ."""
VOLTAGE = """?manager a gridlore:EnergyManager ; saref:hasIdentifier ?hems ; saref:madeExecution ?check .
    ?check saref:observes gridlore:AbnormalVoltage ; saref:hasTimestamp ?at ; saref:hasResult ?finding .
    ?finding saref:hasValue ?abnormal ."""
INTEGER, TIME, BOOLEAN = (f"<http://www.w3.org/2001/XMLSchema#{name}>" for name in ("integer", "dateTime", "boolean"))
SEEN = {FAULT: {"outage": "<urn:gridlore:outage:4405-123:2021-12-03T15%3A11%3A20Z>",
                "area": "<urn:gridlore:area:4405-123>", "at": f'"2021-12-03T15:11:20Z"^^{TIME}',
                "location": f'"1"^^{INTEGER}', "count": f'"3"^^{INTEGER}',
                "code": '"4405-123"'},
        VOLTAGE: {"manager": "<urn:gridlore:hems:ID1234>", "hems": '"ID1234"', "at": f'"2021-12-03T15:11:20Z"^^{TIME}',
                  "check": "<urn:gridlore:hems:ID1234:check:2021-12-03T15%3A11%3A20Z>",
                  "finding": "<urn:gridlore:hems:ID1234:check:2021-12-03T15%3A11%3A20Z:finding>",
                  "abnormal": f'"true"^^{BOOLEAN}'}}
SENT = {FAULT: ("/GridObservability/Post_Code_Fault",
                {"Fault_Location_Identification": [{"Fault_Location_ID": 1, "Postal_Code": "4405-123",
                                                    "Number_of_faulty_Hems": 3}]}),
        VOLTAGE: ("/GridObservability/Abnormal_Voltage",
                  {"Voltage_Monitoring": [{"Hems_ID": "ID1234", "Abnormal_Voltage": "Yes",
                                           "timestamp": "2021-12-03T15:11:20Z"}]})}


@pytest.fixture(scope="module")
def chain(server, tmp_path_factory):
    """A service provider's Gridlore, which calls the DSO's: (its own, what it sent)."""
    heard = Service(lambda received: forward(server, received))
    provider = DsoServer(tmp_path_factory.mktemp("provider") / "services", {"dso": {"address": heard.address}})
    yield provider, heard
    provider.stop()
    heard.stop()


def forward(server, received):
    answer = server.root.send(received.method, received.path, json=received.body)
    return answer.status, json.loads(answer.body)


@pytest.mark.parametrize("pattern", [FAULT, VOLTAGE], ids=["fault", "abnormal-voltage"])
def test_notifications_come_by_themselves_from_one_side_to_the_other(server, system, chain, pattern):
    """IC-5.21, IC-5.10, IC-5.23, IC-1.5.2, IC-1.5.3: posted on the provider's exchange, it is a POST of D4.2 between
    the two, and a program of the DSO's reacts: nobody polls the other."""
    provider, heard = chain
    heard.received.clear()
    system.react_ki(pattern, prefixes=PREFIXES, handler=lambda _: [])
    detector = KnowledgeBase(provider.rest, f"https://detector.example/{next(numbers)}")
    post = detector.post_ki(pattern, prefixes=PREFIXES)
    info = detector.post(post, [SEEN[pattern]])["exchangeInfo"]
    assert "urn:gridlore:service:dso" in {one["knowledgeBaseId"] for one in info if one["status"] == "SUCCEEDED"}
    (sent,) = [one for one in heard.received if one.method == "POST"]
    assert (sent.method, (sent.path, sent.body)) == ("POST", SENT[pattern])
    (call,) = system.calls
    kept = SEEN[pattern] if pattern == VOLTAGE else ("location", "count", "code")
    assert {name: call.bindings[0][name] for name in kept} == {name: SEEN[pattern][name] for name in kept}
    detector.close()


def test_a_notification_answers_a_later_question(server):
    """IC-5.15, IC-5.21: what was posted is known when the DSO asks."""
    state = {"Hems_ID": "ID77", "Abnormal_Voltage": "Yes", "timestamp": "2021-12-03T15:11:20Z"}
    server.root.post("/GridObservability/Abnormal_Voltage", json={"Voltage_Monitoring": [state]}).expect(200)
    answer = server.ask("/GridObservability/HEMS/ID77/Status", {"Postal_Code": "4405-123"}).expect(200)
    assert answer.json() == {"Voltage_Monitoring": [state]}
