"""Every example that InterConnect D4.2 prints in section 3.2 is taken as it is printed: lifted, lowered, and served or
asked for. Those of service 2 are examples of the documents in mappings/elasticity."""

import json
import subprocess

import pytest
from dso import MAPPINGS, DsoServer
from harness.server import environment, program
from harness.service import Service
from printed import CODES, CUSTOMERS, OPPORTUNITIES, PAYLOADS


def meaning_of(section):
    _, printed, meant = PAYLOADS[section]
    return meant or printed


def pairs(text):
    """Members in their order, also those that come twice; numbers with their digits."""
    return json.loads(text, object_pairs_hook=lambda members: ("object", members), parse_int=str, parse_float=str)


def run(*arguments, text):
    done = subprocess.run([program(), "mapping", *arguments], input=text, capture_output=True, text=True,
                          env=environment({}), check=False)
    return done.returncode, done.stdout, done.stderr


GIVEN = {"dso/authorization": {"user": "U123456", "start": "2021/09/27 10:00", "end": "2021/09/27 11:00"},
         "dso/metering-data": {"granularity": "1"},
         "observability/fault-notification": {"received": "2021-12-03T15:11:20Z"},
         "observability/hems-nbr": {"code": "4405-123"}, "observability/hems-elps-time": {"code": "4405-123"},
         "observability/opportunities": {"asked": "4200"}}


def lift(document, text, *more):
    given = [word for name, value in GIVEN.get(document, {}).items() for word in ("--given", f"{name}={value}")]
    return run("lift", f"{MAPPINGS}/{document}.yaml", "-", *given, *more, text=text)


@pytest.mark.parametrize("section", PAYLOADS)
def test_what_is_printed_is_lifted_and_lowered(section):
    """IC-6-Q2, IC-6-Q3, IC-6-Q4, IC-8.1: and comes back in its canonical form, with its digits."""
    document, printed, meant = PAYLOADS[section]
    code, turtle, said = lift(document, printed, "--tolerant")
    assert code == 0, said
    assert (meant is not None) == bool(said), "what is put right is told"
    code, lowered, said = run("lower", f"{MAPPINGS}/{document}.yaml", "-", "--syntax", "turtle", text=turtle)
    assert code == 0, said
    assert pairs(lowered) == pairs(meaning_of(section))


@pytest.mark.parametrize("section", [section for section, (_, _, meant) in PAYLOADS.items() if meant])
def test_what_is_no_json_is_refused_without_tolerance(section):
    """IC-6-Q3: with its line and column."""
    document, printed, _ = PAYLOADS[section]
    code, _, said = lift(document, printed)
    assert code != 0
    assert "line 1, column" in said


def test_what_no_tolerance_mends_is_refused_and_its_corrected_form_taken():
    """IC-6-Q3, IC-5.11: the answer of 3.2.3.1.1.1.2."""
    code, _, said = lift("observability/opportunities", OPPORTUNITIES, "--tolerant")
    assert code != 0 and "line 1, column" in said
    corrected = OPPORTUNITIES.replace("[     {       {", "[     {").replace("]   ] }", "] }")
    code, turtle, said = lift("observability/opportunities", corrected)
    assert code == 0, said
    assert turtle.count("rdfs:comment") >= 2


# Served, and called

TWICE = "3.2.3.2.1.5 response"


@pytest.fixture(scope="module")
def parties():
    """Whoever is called answers as is printed."""
    started = {name: Service(lambda _: (200, {})) for name in ("service-provider", "observability-provider",
                                                               "data-provider")}
    started["observability-provider"].answers = as_is_printed
    started["data-provider"].answers = lambda _: (200, [])
    yield started
    for service in started.values():
        service.stop()


def as_is_printed(received):
    if received.method == "GET":
        section = "3.2.3.2.1.4 response" if received.path.endswith("Status") else TWICE
        return 200, PAYLOADS[section][1]
    codes = [one["Postal_Code"] for one in received.body["Fault_Location_Inputs"] if "Postal_Code" in one]
    return 200, [{"Postal_Code": code, "Status": "Accepted", "Reason": ""} for code in codes]


@pytest.fixture(scope="module")
def server(parties, tmp_path_factory):
    """Tolerant with all who send or answer."""
    settings = {name: {"address": service.address, "timeout": "5s", "tolerant": True}
                for name, service in parties.items()}
    others = {name: {"address": "none", "tolerant": True} for name in ("dso", "third-party")}
    running = DsoServer(tmp_path_factory.mktemp("printed") / "services", settings | others)
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def forget(parties):
    for service in parties.values():
        service.received.clear()


def body(text):
    return {"body": text.encode(), "content_type": "application/json"}


@pytest.mark.parametrize("section, path, service, sent_to", [
    ("3.2.2.1.1.2", "/1.0/Flexibility/Offers", None, None),
    ("3.2.2.2.1.1", "/1.0/Flexibility/Needs", "service-provider", "/1.0/Flexibility/Needs"),
    ("3.2.2.2.1.2", "/1.0/Flexibility/ActivationPlan", "service-provider", "/1.0/Flexibility/ActivationPlan"),
    ("3.2.3.1.1.1.1", "/GridObservability/Post%20Code_Fault", None, None),
    ("3.2.3.2.1.1", "/GridObservability/4405-123/HEMS_Nbr/", "observability-provider",
     "/GridObservability/4405-123/HEMS_Nbr/"),
    ("3.2.3.2.1.2", "/GridObservability/4405-123/HEMS%20Elps_Time", "observability-provider",
     "/GridObservability/4405-123/HEMS_Elps_Time"),
    ("3.2.3.2.1.3", "/GridObservability/4405-123", "observability-provider", "/GridObservability/4405-123")])
def test_what_is_printed_is_posted(server, parties, section, path, service, sent_to):
    """IC-5.7 to IC-5.10, IC-5.12 to IC-5.14, IC-4.3 to IC-4.6: and whom it is for gets it in its canonical form."""
    answer = server.root.post(path, **body(PAYLOADS[section][1])).expect(200).json()
    if section == "3.2.3.2.1.3":
        assert answer == [{"Postal_Code": "4405-123", "Status": "Accepted", "Reason": ""}]
    else:
        assert answer["acknowledged"] is True
        assert {one["status"] for one in answer["delivered"]} == {"SUCCEEDED"}
    if service:
        # What was known before is news once more together with this, and goes to whom that is for.
        (received,) = (one for one in parties[service].received if one.path == sent_to)
        assert received.method == "POST"
        assert pairs(received.text) == pairs(meaning_of(section))


@pytest.mark.parametrize("section, path", [("3.2.3.2.1.4 response", "/GridObservability/HEMS/ID1234/Status"),
                                           (TWICE, "/GridObservability/HEMS/ID1234/Voltage")])
def test_what_is_printed_is_answered(server, parties, section, path):
    """IC-5.15, IC-5.16, IC-4.6: a service that prints as the document does is understood."""
    answer = server.root.get(path).expect(200).body.decode()
    assert pairs(answer) == pairs(meaning_of(section))
    assert path in {received.path for received in parties["observability-provider"].received}


def test_postal_codes_are_asked_with_as_is_printed(server):
    """IC-5.11, IC-4.5, IC-6-Q6: a GET with a body that has a comma too many."""
    server.store("observability/opportunities", {"opportunities": [{"zip_code": "4265-1", "message": ["More."]}]},
                 asked="4265")
    for way in (server.root.send("GET", "/GridObservability/opportunities", **body(CODES)),
                server.root.post("/GridObservability/opportunities/query", **body(CODES))):
        assert way.expect(200).json() == {"opportunities": [{"zip_code": "4265-1", "message": ["More."]}]}


def test_customers_are_asked_with_as_is_printed(server, parties):
    """IC-5.17, IC-4.6, IC-6-Q6: and the data service provider is asked for the same."""
    server.root.send("GET", "/GridObservability/disaggregatedData", **body(CUSTOMERS)).expect(200)
    (received,) = parties["data-provider"].received
    assert received.path == "/GridObservability/disaggregatedData"
    assert sorted(received.body["customers_ids"]) == sorted(json.loads(CUSTOMERS)["customers_ids"])


def test_metering_data_is_answered_as_is_printed(server):
    """IC-5.1, IC-5.2, IC-4.1: for the conditions of the table."""
    readings = json.loads(meaning_of("3.2.1.1.1.2 response"))
    server.store("dso/metering-data", readings, granularity="1")
    end_user = {"End User": "U123456", "Start Date": "2021/09/27 10:00", "End Date": "2021/09/27 11:00"}
    token = server.ask("/1.0/Data/Authorization", end_user).expect(200).json()
    conditions = {"Type of Data": "User", "ID": "U123456", "Granularity": "1", "Start time": "2021/09/27 10:00",
                  "End time": "2021/09/27 11:00", **token}
    assert server.ask("/1.0/Data/Metering", conditions).expect(200).json() == readings
    assert server.root.send("GET", "/1.0/Data/Metering", json=[conditions]).expect(200).json() == readings


@pytest.mark.parametrize("section, document, path, conditions", [
    ("3.2.1.1.1.3 response", "dso/flexibility-data", "/1.0/Data/Flexibility",
     {"Zone ID": "Z123456", "Start time": "2021/09/27", "End time": "2021/10/27"}),
    ("3.2.2.1.1.1 response", "flexibility/needs", "/1.0/Flexibility/Needs",
     {"Start time": "2021/09/27 00:00", "End time": "2021/09/28 00:00"})])
def test_flexibility_is_answered_as_is_printed(server, section, document, path, conditions):
    """IC-5.3, IC-5.6, IC-4.1, IC-4.3: for the conditions of the tables."""
    known = json.loads(meaning_of(section))
    server.store(document, known)
    assert server.ask(path, conditions).expect(200).json() == known
    assert server.root.send("GET", path, json=[conditions]).expect(200).json() == known
