"""The DSO's interface of InterConnect D4.2, section 3.2, served by the documents in mappings/ as they ship.

What each document prints as its example is lifted into the graph, asked for at the document's own path, and comes back.
"""

import urllib.parse

import pytest
from dso import PERIOD, DsoServer

# Row of the coverage list: document, what it was asked with, path, query, what is answered.
ASKED = {
    "IC-5.2": ("dso/metering-data", {"granularity": "1"}, "/1.0/Data/Metering",
               {"Type of Data": "User", "ID": "U123456", "Granularity": "1", **PERIOD},
               [{"User/Zone": "U123456",
                 "Metering": [{"Time": "2021/09/27 10:00", "Measurement": 890, "Unit": "kW"}]}]),
    "IC-5.2b": ("dso/anonymized-data", {"granularity": "1"}, "/1.0/Data/Metering",
                {"Type of Data": "Anonymized", "ID": "Z123456", "Granularity": "1", **PERIOD},
                [{"User/Zone": "Z123456",
                  "Metering": [{"Time": "2021/09/27 10:00", "Measurement": 890, "Unit": "kW"}]}]),
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
    "IC-5.21": ("/GridObservability/Abnormal_Voltage",
                {"Voltage_Monitoring": [{"Hems_ID": "ID1234", "Abnormal_Voltage": "Yes",
                                         "timestamp": "2021-12-03T15:11:20Z"}]}),
    "IC-5.12": ("/GridObservability/4405-123/HEMS Nbr/", {"Fault_Location_Inputs": [{"Min_nbr_Hems_faulty": "3"}]}),
    "IC-5.13": ("/1.0/GridObservability/4405-123/HEMS_Elps_Time",
                {"Fault_Location_Inputs": [{"Min_time_of_interruption": "180", "Unit": "seconds"}]}),
}
PRINTED_TWICE = '{"Fault_Location_Inputs": [{"Min_time_of_interruption": "180", "Min_time_of_interruption": "seconds"}]}'


@pytest.fixture(scope="module")
def server():
    running = DsoServer()
    yield running
    running.stop()


def json_body(text):
    return {"body": text.encode(), "content_type": "application/json"}


@pytest.mark.parametrize("row", ASKED)
def test_what_the_graph_knows_is_served_in_the_documents_own_json(server, row):
    document, given, path, query, payload = ASKED[row]
    server.store(document, payload, **given)
    query = {**query, "Authorization Token": server.token("U123456")} if row == "IC-5.2" else query
    assert server.ask(path, query).expect(200).json() == payload


@pytest.mark.parametrize("row", POSTED)
def test_what_is_posted_is_taken_and_kept(server, row):
    path, body = POSTED[row]
    answer = server.root.post(urllib.parse.quote(path), json=body).expect(200).json()
    assert answer["acknowledged"] is True
    assert [one["status"] for one in answer["delivered"]] == ["SUCCEEDED"]


def test_a_member_that_the_document_prints_twice_is_taken_twice(server):
    """IC-5.13, IC-6-Q2."""
    answer = server.root.post("/GridObservability/4405-123/HEMS%20Elps_Time", **json_body(PRINTED_TWICE)).expect(200)
    assert answer.json()["acknowledged"] is True


def test_an_authorization_is_a_token(server):
    """IC-5.1."""
    query = {"End User": "U123456", "Start Date": "2021/09/27 10:00", "End Date": "2021/09/27 11:00"}
    answer = server.ask("/1.0/Data/Authorization", query).expect(200).json()
    assert len(answer["Authorization Token"]) == 36


@pytest.mark.parametrize("period, user", [({"Start time": "2020/12/31 00:00", "End time": "2021/01/02 00:00"}, "U123456"),
                                          (PERIOD, "U654321")])
def test_a_token_opens_its_users_data_of_its_period_alone(server, period, user):
    """IC-5.2a."""
    query = {"Type of Data": "User", "ID": user, "Granularity": "1", "Authorization Token": server.token("U123456")}
    server.ask("/1.0/Data/Metering", query | period).expect(401, 403)


def test_users_data_needs_a_token_and_anonymized_data_none(server):
    """IC-5.2a, IC-5.2b: a token that comes with a zone's data is taken, and not looked at."""
    query = {"Granularity": "1", **PERIOD}
    refused = server.ask("/1.0/Data/Metering", {"Type of Data": "User", "ID": "U1", **query}).expect(400).json()
    assert refused["parameter"] == "Authorization Token"
    for token in ({}, {"Authorization Token": "any"}):
        server.ask("/1.0/Data/Metering", {"Type of Data": "Anonymized", "ID": "Z1", **query, **token}).expect(200)


def test_conditions_may_come_as_a_list_in_a_body(server):
    """IC-5.2, an array of conditions: of users and of zones."""
    period = {"Granularity": "1", **PERIOD}
    readings = [{"Time": "2021/09/27 10:00", "Measurement": 890, "Unit": "kW"}]
    server.store("dso/metering-data", [{"User/Zone": "U777777", "Metering": readings}], granularity=1)
    server.store("dso/anonymized-data", [{"User/Zone": "Z777777", "Metering": readings}], granularity=1)
    conditions = [{"Type of Data": "Anonymized", "ID": "Z777777", **period},
                  {"Type of Data": "User", "ID": "nobody", "Authorization Token": server.token("nobody"), **period},
                  {"Type of Data": "User", "ID": "U777777", "Authorization Token": server.token("U777777"), **period}]
    for asked in (server.root.post("/1.0/Data/Metering/query", json=conditions),
                  server.root.send("GET", "/1.0/Data/Metering", json=conditions)):
        assert asked.expect(200).json() == [{"User/Zone": "Z777777", "Metering": readings},
                                            {"User/Zone": "U777777", "Metering": readings}]
    conditions[2]["Authorization Token"] = "guessed"
    server.root.post("/1.0/Data/Metering/query", json=conditions).expect(403)
    conditions[1]["Type of Data"] = "Personal"
    refused = server.root.post("/1.0/Data/Metering/query", json=conditions).expect(400).json()
    assert refused["pointer"] == "/1/Type of Data"
    assert "It must be " in refused["detail"] and "'User'" in refused["detail"] and "'Anonymized'" in refused["detail"]


@pytest.mark.parametrize("path", ["/1.0/Data/Metering?ID=U1&Type%20of%20Data=Personal&Granularity=1",
                                  "/1.0/Data/Metering?ID=U1", "/1.0/Data/Flexibility?Zone=Z1",
                                  "/1.0/Flexibility/Needs?Start%20time=yesterday&End%20time=2021/09/28%2000:00"])
def test_a_parameter_that_is_none_is_refused_by_its_name(server, path):
    assert server.root.get(path).expect(400).json()["parameter"]
