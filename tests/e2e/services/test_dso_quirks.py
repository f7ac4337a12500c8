"""What InterConnect D4.2 writes in more ways than one, and what it writes wrongly (rows IC-6): taken as it is printed,
and answered as it should be."""

import json
import re

import pytest
from dso import DsoServer
from harness.service import Service

NEED = {"Request ID": 1, "Needs": 100, "Measurement Unit": "kW", "Direction": "Down", "Type of Power": "Active",
        "Start time": "2021/09/27 10:00", "End time": "2021/09/27 13:00", "Eligible Clients": ["ID Meter1"]}
IN_ISO = NEED | {"Start time": "2021-09-27T09:00:00Z", "End time": "2021-09-27T12:00:00Z"}
LITERAL, ISO = "2021/09/27 00:00", "2021-09-26T23:00:00Z"
NEEDS = "/1.0/Flexibility/Needs"

# The examples as they are printed, with their remarks and commas.
PRINTED_STATUS = """{ "Voltage_Monitoring": [ { "Hems_ID": "ID1234" "Abnormal_Voltage": Yes (boolean)
    "timestamp": "2021-12-03T15:11:20Z", (timestamp) }, ] }"""
PRINTED_FAULT = '{ "Fault_Location_Identification": [ { "Postal_Code": "4405-123ID", (string) }, ], }'
PRINTED_CODES = '{ "zip_codes": [ "4200", "4250", "4265", "4280", ] }'


@pytest.fixture(scope="module")
def watcher():
    """Who watches the grid, and prints as D4.2 does."""
    service = Service(lambda _: (200, PRINTED_STATUS))
    yield service
    service.stop()


@pytest.fixture(scope="module")
def strict(watcher, tmp_path_factory):
    running = DsoServer(tmp_path_factory.mktemp("strict") / "services", {
        "observability-provider": {"address": watcher.address, "attempts": 1, "failures-to-open": 1000}})
    running.store("flexibility/needs", [NEED])
    yield running
    running.stop()


@pytest.fixture(scope="module")
def tolerant(watcher, tmp_path_factory):
    running = DsoServer(tmp_path_factory.mktemp("tolerant") / "services", {
        "observability-provider": {"address": watcher.address, "tolerant": True},
        "third-party": {"address": "none", "tolerant": True}})
    yield running
    running.stop()


def body(text):
    return {"body": text.encode(), "content_type": "application/json"}


# IC-6-Q1

@pytest.mark.parametrize("start, end, found", [
    (LITERAL, "2021/09/28 00:00", NEED), (ISO, "2021-09-27T23:00:00Z", IN_ISO),
    (ISO, "2021-09-28T00:00:00+01:00", IN_ISO), (LITERAL, "2021-09-27T23:00:00Z", NEED)])
def test_times_are_answered_in_the_form_that_is_asked_with(strict, start, end, found):
    """IC-6-Q1: ISO 8601 in UTC, unless the request has the form of the document."""
    query = {"Start time": start, "End time": end}
    assert strict.ask(NEEDS, query).expect(200).json() == [found]
    assert strict.root.post(NEEDS + "/query", json=query).expect(200).json() == [found]


def test_times_without_any_asked_for_are_in_iso(strict):
    """IC-6-Q1: what has no time in its question is answered in ISO 8601."""
    state = {"Hems_ID": "ID55", "Abnormal_Voltage": "No", "timestamp": "2021-12-03T15:11:20Z"}
    strict.root.post("/GridObservability/Abnormal_Voltage", json={"Voltage_Monitoring": [state]})
    (found,) = strict.ask("/GridObservability/HEMS/ID55/Status").expect(200).json()["Voltage_Monitoring"]
    assert found == state


def test_a_list_of_questions_has_one_form(strict):
    """IC-6-Q1: one question in the document's form is enough."""
    questions = [{"Start time": start, "End time": "2021-09-27T23:00:00Z"} for start in (ISO, LITERAL)]
    assert strict.root.post(NEEDS + "/query", json=questions).expect(200).json() == [NEED, NEED]


# IC-6-Q3

def faults(server):
    """Faults that were let pass, by partner."""
    text = server.root.get("/metrics").expect(200).body.decode()
    return {partner: int(count) for partner, count in
            re.findall(r'^gridlore_json_faults_let_pass_total\{partner="([^"]+)"\} (\d+)', text, re.MULTILINE)}


@pytest.mark.parametrize("path, text", [("/GridObservability/Post_Code_Fault", PRINTED_FAULT),
                                        ("/GridObservability/opportunities/query", PRINTED_CODES),
                                        (NEEDS + "/query", '[{"Start time": "2021/09/27 00:00",}]')])
def test_faults_of_json_are_refused_unless_a_partner_is_tolerated(strict, path, text):
    """IC-6-Q3: strict by default, and told where."""
    detail = strict.root.post(path, **body(text)).expect(400).json()["detail"]
    assert re.search(r"line 1|column \d+", detail)
    assert faults(strict) == {}


def test_a_service_s_faults_are_refused_unless_it_is_tolerated(strict):
    """IC-6-Q3: the same for what a service answers that is called."""
    answer = strict.ask("/GridObservability/HEMS/ID1234/Status").expect(502).json()
    assert "urn:gridlore:service:observability-provider" in answer["detail"]
    assert faults(strict) == {}


def test_faults_of_partners_are_counted(tolerant):
    """IC-6-Q3: by partner, of what it sends and of what it answers; of others they are still faults."""
    before = faults(tolerant)
    answer = tolerant.ask("/GridObservability/HEMS/ID1234/Status").expect(200).json()
    assert answer == {"Voltage_Monitoring": [{"Hems_ID": "ID1234", "Abnormal_Voltage": "Yes",
                                              "timestamp": "2021-12-03T15:11:20Z"}]}
    called = faults(tolerant)["observability-provider"] - before.get("observability-provider", 0)
    assert called > 0
    tolerant.root.post("/GridObservability/Post_Code_Fault", **body(PRINTED_FAULT)).expect(200)
    assert faults(tolerant)["observability-provider"] > called
    for method, path in (("GET", ""), ("POST", "/query")):
        answer = tolerant.root.send(method, "/GridObservability/opportunities" + path, **body(PRINTED_CODES))
        answer.expect(404)  # it is understood, and nobody knows of any
    assert faults(tolerant)["third-party"] == 2
    tolerant.root.post(NEEDS + "/query", **body('[{"Start time": "2021/09/27 00:00",}]')).expect(400)


def test_what_is_no_json_at_all_is_never_let_pass(tolerant):
    """IC-6-Q3: only commas, remarks and bare words of yes and no are."""
    for text in ("{", '{"zip_codes": [4200', '{"zip_codes" ["4200"]}', "{'zip_codes': ['4200']}", "nonsense"):
        tolerant.root.post("/GridObservability/opportunities/query", **body(text)).expect(400)


# IC-6-Q5

@pytest.mark.parametrize("path", ["/GridObservability/Post%20Code_Fault", "/GridObservability/Post_Code_Fault",
                                  "/GridObservability/Post_Code%20Fault", "/1.0/GridObservability/Post%20Code%20Fault",
                                  "/GridObservability/Post_Code_Fault/"])
def test_blanks_of_a_path_have_three_spellings(strict, path):
    """IC-6-Q5: of `Post Code_Fault`."""
    report = {"Fault_Location_Identification": [{"Postal_Code": "4405-123"}]}
    assert strict.root.post(path, json=report).expect(200).json()["acknowledged"] is True


@pytest.mark.parametrize("path, inputs", [
    ("HEMS Nbr/", [{"Min_nbr_Hems_faulty": "3"}]), ("HEMS_Nbr/", [{"Min_nbr_Hems_faulty": 3}]),
    ("HEMS_Nbr", [{"Min_nbr_Hems_faulty": 3}])])
def test_paths_that_the_document_spells_differently_are_one(strict, watcher, path, inputs):
    """IC-6-Q5, IC-5.12: `HEMS Nbr` and `HEMS_Nbr`, with and without a slash."""
    watcher.received.clear()
    url = "/GridObservability/4405-123/" + path.replace(" ", "%20")
    strict.root.post(url, json={"Fault_Location_Inputs": inputs}).expect(200)
    assert [one.path for one in watcher.received] == ["/GridObservability/4405-123/HEMS_Nbr/"], "the canonical form"


# IC-6-Q6

def asked_in_all_ways(server, path, question):
    for way in (server.root.send("GET", path, json=question), server.root.post(path + "/query", json=question)):
        yield way.expect(200).json()


def test_conditions_come_as_a_body_or_as_a_query(strict):
    """IC-6-Q6: for metering data (3.2.1.1.1.2)."""
    question = {"Type of Data": "User", "ID": "U3", "Authorization Token": strict.token("U3"), "Granularity": "1",
                "Start time": "2021/09/27 00:00", "End time": "2021/09/28 00:00"}
    readings = [{"User/Zone": "U3", "Metering": [{"Time": "2021/09/27 10:00", "Measurement": 890, "Unit": "kW"}]}]
    strict.store("dso/metering-data", readings, granularity=1)
    assert list(asked_in_all_ways(strict, "/1.0/Data/Metering", question)) == [readings] * 2
    assert list(asked_in_all_ways(strict, "/1.0/Data/Metering", [question])) == [readings] * 2
    assert strict.ask("/1.0/Data/Metering", question).json() == readings


@pytest.mark.parametrize("path, name, values, document, given, found", [
    ("/GridObservability/opportunities", "zip_codes", ["4200", "4250"], "observability/opportunities",
     {"asked": "4200"}, {"opportunities": [{"zip_code": "4200-013", "message": ["More."]}]}),
    ("/GridObservability/disaggregatedData", "customers_ids", ["xvc1", "ert5"], "observability/disaggregated-data", {},
     [{"customer_id": "xvc1", "devices": [{"name": "oven", "consumption": [
         {"timestamp": "2021-12-03T15:00:00Z", "value": 1.25, "unit": "kW"}]}]}])])
def test_lists_come_as_a_body_or_as_a_query(strict, path, name, values, document, given, found):
    """IC-6-Q6: for opportunities (3.2.3.1.1.1.2) and disaggregated data (3.2.3.3.1.1)."""
    strict.store(document, found, **given)
    assert list(asked_in_all_ways(strict, path, {name: values})) == [found] * 2
    assert strict.root.get(f"{path}?{name}={values[0]}&{name}={values[1]}").expect(200).json() == found
    assert list(asked_in_all_ways(strict, "/1.0" + path, {name: values})) == [found] * 2


# IC-6-Q7

def test_who_produces_and_who_receives_is_said_of_each(strict):
    """IC-6-Q7: by whose data it is, wherever D4.2 calls whom the producer: opportunities come from our side."""
    paths = strict.root.get("/openapi.json").expect(200).json()["paths"]
    parties = {path: [(one["x-producer"], one["x-receiver"]) for one in methods.values() if "x-producer" in one]
               for path, methods in paths.items()}
    assert parties["/GridObservability/opportunities"] == [("exchange", "third-party")]
    assert parties["/1.0/Flexibility/Offers"] == [("service-provider", "exchange")]
    assert parties["/1.0/Data/Metering"] == [("exchange", "service-provider")]
    assert parties["/1.0/Data/Authorization"] == [("exchange", "service-provider"), ("dso", "exchange")]


# IC-6-Q9, IC-6-Q10

def test_a_status_has_the_voltage_and_whether_it_can_be_reached(strict):
    """IC-6-Q9, IC-5.15: the answer of 3.2.3.2.1.4 and the one of table 8 in one; each may be known alone."""
    both = {"Hems_ID": "ID8", "Abnormal_Voltage": "No", "timestamp": "2021-12-03T15:11:20Z", "Status": "off"}
    alone = {"Hems_ID": "ID9", "Abnormal_Voltage": "Yes", "timestamp": "2021-12-03T15:11:20Z"}
    strict.store("observability/hems-status", {"Voltage_Monitoring": [both, alone]})
    for state in (both, alone):
        answer = strict.ask(f"/GridObservability/HEMS/{state['Hems_ID']}/Status", {"Postal_Code": "4405-123"})
        assert answer.expect(200).json() == {"Voltage_Monitoring": [state]}


def test_a_fault_s_location_may_be_missing_but_is_always_sent(strict, tmp_path):
    """IC-6-Q10, IC-5.10: `Fault Location ID` of the table is not in the JSON there: taken with and without it, in both
    spellings; what goes out has it."""
    for entry in ({"Postal_Code": "1200-000"}, {"Postal Code": "1200-000", "Fault Location ID": 1},
                  {"Postal_Code": "1200-000", "Fault_Location_ID": "1", "Number_of_faulty_Hems": 3}):
        strict.root.post("/GridObservability/Post_Code_Fault",
                         json={"Fault_Location_Identification": [entry]}).expect(200)
    dso = Service(lambda _: (200, {}))
    provider = DsoServer(tmp_path / "services", {"dso": {"address": dso.address}})
    whole = {"Fault_Location_ID": 1, "Postal_Code": "1200-000", "Number_of_faulty_Hems": 3}
    for entry in (whole, {"Postal_Code": "1200-001"}):
        provider.root.post("/GridObservability/Post_Code_Fault",
                           json={"Fault_Location_Identification": [entry]}).expect(200)
    assert [one.body for one in dso.received if one.method == "POST"] == [{"Fault_Location_Identification": [whole]}]
    provider.stop()
    dso.stop()
