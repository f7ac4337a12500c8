"""The DSO's interface of InterConnect D4.2, section 3.2, served by the documents in mappings/ as they ship.

What each document prints as its example is lifted into the graph, asked for at the document's own path, and comes back.
"""

import json
import subprocess
import urllib.error
import urllib.parse
import urllib.request

import pytest
from harness.server import REPOSITORY, Server, environment, program

MAPPINGS = REPOSITORY / "mappings"
KNOWLEDGE = ":".join(str(REPOSITORY / "ontology" / name) for name in ("gridlore-profile.ttl", "gridlore.ttl"))

PERIOD = {"Start time": "2021/09/27 00:00", "End time": "2021/09/28 00:00"}

# Row of the coverage list: document, what it was asked with, path, query, what is answered.
ASKED = {
    "IC-5.2": ("dso/metering-data", {"type": "User", "granularity": "1"}, "/1.0/Data/Metering",
               {"Type of Data": "User", "ID": "U123456", "Granularity": "1", **PERIOD},
               [{"User/Zone": "U123456", "Metering": [{"Time": "2021/09/27 10:00", "Measurement": 890, "Unit": "kW"}]}]),
    "IC-5.3": ("dso/flexibility-data", {}, "/1.0/Data/Flexibility", {"Zone ID": "Z123456", **PERIOD},
               [{"Zone ID": "Z123456", "Dates": ["2021/09/27 10:00", "2021/09/27 11:00"], "Needs": [100, 50],
                 "Measurement Unit": ["kW", "kW"], "Direction": ["Down", "Up"], "Type of Power": ["Active", "Active"],
                 "Eligible Clients": ["ID Meter1_ID Meter2", "ID Meter1_ID Meter2"]}]),
    "IC-5.6": ("flexibility/needs", {}, "/1.0/Flexibility/Needs", PERIOD,
               [{"Request ID": 1, "Needs": 100, "Measurement Unit": "kW", "Direction": "Down",
                 "Type of Power": "Active", "Start time": "2021/09/27 10:00", "End time": "2021/09/27 13:00",
                 "Eligible Clients": ["ID Meter1", "ID Meter2"]}]),
    "IC-5.11": ("observability/opportunities", {"asked": "4200"}, "/GridObservability/opportunities",
                {"zip_codes": "4200"},
                {"opportunities": [{"zip_code": "4200-013",
                                    "message": ["Distributed storage devices were not found in this area."]}]}),
    "IC-5.15": ("observability/hems-status", {}, "/GridObservability/HEMS/ID1234/Status", {},
                {"Voltage_Monitoring": [{"Hems_ID": "ID1234", "Abnormal_Voltage": "Yes",
                                         "timestamp": "2021-12-03T15:11:20Z", "Status": "on"}]}),
    "IC-5.16": ("observability/hems-voltage-corrected", {}, "/1.0/GridObservability/HEMS/ID1234/Voltage", {},
                {"Voltage_Monitoring": [{"Hems_ID": "ID1234", "timestamp": "2021-12-03T15:11:20Z",
                                         "Voltage_from_Hems": "240", "Unit": "volts"}]}),
    "IC-5.17": ("observability/disaggregated-data", {}, "/GridObservability/disaggregatedData",
                {"customers_ids": "xvc989007"},
                [{"customer_id": "xvc989007",
                  "devices": [{"name": "heat pump",
                               "consumption": [{"timestamp": "2021-12-03T15:00:00Z", "value": 1.25, "unit": "kW"}]}]}]),
}

# What is posted to the DSO, or from it when both sides are served here: path, body.
POSTED = {
    "IC-5.7": ("/1.0/Flexibility/Offers",
               [{"Request ID": 1, "Offer ID": 1, "Offer": 20, "Price (€/kWh)": "0,1",
                 "Start time": "2021/09/27 10:00", "End time": "2021/09/27 13:00",
                 "Meter IDs": ["ID Meter1", "ID Meter2"]}]),
    "IC-5.10": ("/GridObservability/Post Code_Fault",
                {"Fault_Location_Identification": [{"Postal_Code": "4405-123ID"}]}),
    "IC-5.12": ("/GridObservability/4405-123/HEMS Nbr/", {"Fault_Location_Inputs": [{"Min_nbr_Hems_faulty": "3"}]}),
    "IC-5.13": ("/1.0/GridObservability/4405-123/HEMS_Elps_Time",
                {"Fault_Location_Inputs": [{"Min_time_of_interruption": "180", "Unit": "seconds"}]}),
}
PRINTED_TWICE = '{"Fault_Location_Inputs": [{"Min_time_of_interruption": "180", "Min_time_of_interruption": "seconds"}]}'


@pytest.fixture(scope="module")
def server():
    running = Server(mappings=str(MAPPINGS), domain_knowledge=KNOWLEDGE, post_graph="default")
    yield running
    running.stop()


def call(server, path, body=None, **headers):
    request = urllib.request.Request(f"http://127.0.0.1:{server.port}{path}",
                                     data=None if body is None else body.encode(), headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, json.loads(response.read() or b"null")
    except urllib.error.HTTPError as refusal:
        return refusal.code, json.loads(refusal.read())


def lift(document, given, payload):
    arguments = [argument for name, value in given.items() for argument in ("--given", f"{name}={value}")]
    lifted = subprocess.run([program(), "mapping", "lift", str(MAPPINGS / f"{document}.yaml"), "-", *arguments],
                            input=json.dumps(payload), capture_output=True, text=True, env=environment({}), check=False)
    assert lifted.returncode == 0, lifted.stderr
    return lifted.stdout


def token_of(server, user):
    query = urllib.parse.urlencode({"End User": user, "Start Date": "2021/01/01 00:00", "End Date": "2022/01/01 00:00"})
    status, answer = call(server, f"/1.0/Data/Authorization?{query}")
    assert status == 200, answer
    return answer["Authorization Token"]


@pytest.mark.parametrize("row", ASKED)
def test_what_the_graph_knows_is_served_in_the_documents_own_json(server, row):
    document, given, path, query, payload = ASKED[row]
    status, answer = call(server, "/graphs?default", lift(document, given, payload), **{"Content-Type": "text/turtle"})
    assert status in (200, 201, 204), answer
    query = {**query, "Authorization Token": token_of(server, "U123456")} if row == "IC-5.2" else query
    status, answer = call(server, path + ("?" + urllib.parse.urlencode(query) if query else ""))
    assert status == 200, answer
    assert answer == payload


@pytest.mark.parametrize("row", POSTED)
def test_what_is_posted_is_taken_and_kept(server, row):
    path, body = POSTED[row]
    status, answer = call(server, urllib.parse.quote(path), json.dumps(body), **{"Content-Type": "application/json"})
    assert status == 200, answer
    assert answer["acknowledged"] is True
    assert [one["status"] for one in answer["delivered"]] == ["SUCCEEDED"]


def test_a_member_that_the_document_prints_twice_is_taken_twice(server):
    status, answer = call(server, "/GridObservability/4405-123/HEMS%20Elps_Time", PRINTED_TWICE,
                          **{"Content-Type": "application/json"})
    assert (status, answer["acknowledged"]) == (200, True)


def test_an_authorization_is_a_token(server):
    query = urllib.parse.urlencode({"End User": "U123456", "Start Date": "2021/09/27 10:00",
                                    "End Date": "2021/09/27 11:00"})
    status, answer = call(server, f"/1.0/Data/Authorization?{query}")
    assert status == 200
    assert len(answer["Authorization Token"]) == 36


@pytest.mark.parametrize("period, user", [({"Start time": "2020/12/31 00:00", "End time": "2021/01/02 00:00"}, "U123456"),
                                          (PERIOD, "U654321")])
def test_a_token_opens_its_users_data_of_its_period_alone(server, period, user):
    query = {"Type of Data": "User", "ID": user, "Granularity": "1",
             "Authorization Token": token_of(server, "U123456"), **period}
    status, _ = call(server, "/1.0/Data/Metering?" + urllib.parse.urlencode(query))
    assert status in (401, 403)


def test_conditions_may_come_as_a_list_in_a_body(server):
    conditions = [{"Type of Data": "User", "ID": "nobody", "Granularity": "1",
                   "Authorization Token": token_of(server, "nobody"), **PERIOD}] * 2
    status, answer = call(server, "/1.0/Data/Metering/query", json.dumps(conditions),
                          **{"Content-Type": "application/json"})
    assert (status, answer) == (200, [])


@pytest.mark.parametrize("path", ["/1.0/Data/Metering?ID=U1&Type%20of%20Data=Personal&Granularity=1",
                                  "/1.0/Data/Metering?ID=U1", "/1.0/Data/Flexibility?Zone=Z1",
                                  "/1.0/Flexibility/Needs?Start%20time=yesterday&End%20time=2021/09/28%2000:00"])
def test_a_parameter_that_is_none_is_refused_by_its_name(server, path):
    status, answer = call(server, path)
    assert status == 400
    assert answer["parameter"]
