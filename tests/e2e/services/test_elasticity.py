"""Service 2 of InterConnect D4.2, section 3.2.3.3: a customer's data set, its deletion, and what is estimated of it."""

import json

import pytest
from dso import DsoServer
from harness.service import Service

JSON = "application/json"

# As it is printed; the dots that stand for more are left out.
PRINTED = """ {   "user_profile" : [     {       "userID": "ID644",    (string)
  "timestamp": "2021-04-12T15:11:20Z",    (timestamp)        "customer_consumption": 0.2,    (float)
  "customer_consumption_unit": "kW",       "signal_incentive_Class:Cost": 0.11,    (float)
  "signal_incentive_unit": "€/kWh",        "signal_incentive_Class:CO2_Emissions": 0.11,    (float)
  "signal_incentive_unit": "gCO2/kWh",        "signal_incentive_Class:Renew_Energy_Percentage": 0.11,    (float)
  "signal_incentive_unit": "%/kWh",        "signal_incentive_Class:maximum_power": 0.11,    (float)
  "signal_incentive_unit": "kWh",        "external_temperature": 19,    (float)
  "external_temperature_unit": "degreesCelcius",        "indoor_temperature_sensor": 24,    (float)
  "indoor_temperature_sensor_unit": "degreesCelcius",        "occupancy_rate": 4.3,    (float)     },   ] }"""


def literal(user="ID644", time="2021-04-12T15:11:20Z", unit="kWh"):
    """The data set of a user, with one member four times."""
    return ('{"user_profile": [{"userID": "%s", "timestamp": "%s", '
            '"customer_consumption": 0.2, "customer_consumption_unit": "kW", '
            '"signal_incentive_Class:Cost": 0.11, "signal_incentive_unit": "€/kWh", '
            '"signal_incentive_Class:CO2_Emissions": 0.12, "signal_incentive_unit": "gCO2/kWh", '
            '"signal_incentive_Class:Renew_Energy_Percentage": 0.13, "signal_incentive_unit": "%%", '
            '"signal_incentive_Class:maximum_power": 0.14, "signal_incentive_unit": "%s", '
            '"external_temperature": 19, "external_temperature_unit": "degreesCelsius", '
            '"indoor_temperature_sensor": 24, "indoor_temperature_sensor_unit": "degreesCelsius", '
            '"occupancy_rate": 4.3}]}') % (user, time, unit)


def corrected(user="ID644"):
    return {"user_profile": [{
        "userID": user, "timestamp": "2021-04-12T15:11:20Z",
        "customer_consumption": 0.2, "customer_consumption_unit": "kW",
        "signal_incentive_Class:Cost": 0.11, "signal_incentive_Class:Cost_unit": "€/kWh",
        "signal_incentive_Class:CO2_Emissions": 0.12, "signal_incentive_Class:CO2_Emissions_unit": "gCO2/kWh",
        "signal_incentive_Class:Renew_Energy_Percentage": 0.13,
        "signal_incentive_Class:Renew_Energy_Percentage_unit": "%",
        "signal_incentive_Class:maximum_power": 0.14, "signal_incentive_Class:maximum_power_unit": "kW",
        "external_temperature": 19, "external_temperature_unit": "degreesCelsius",
        "indoor_temperature_sensor": 24, "indoor_temperature_sensor_unit": "degreesCelsius",
        "occupancy_rate": 4.3}]}


def output(user, hours=(7,), slots=(1, 2, 24)):
    """What is estimated of a user: for each hour of the day, with an incentive in each slot."""
    def power(name, value):
        return {name: value, f"{name}_unit": "kW"}

    def response(hour):
        estimate = {"flexibility_hour": hour, "flexibility_hour_unit": "h",
                    **power("y_PowerD", 2.1), **power("y_lowerD", 1.5), **power("y_upperD", 2.4)}
        for slot in slots:
            estimate |= {**power(f"y_Power_i{slot}", hour + slot / 100), **power(f"y_lower_i{slot}", 1.5),
                         **power(f"y_upper_i{slot}", 2.4)}
        return estimate

    def ranking(hour):
        ranks = {"Ranking_hour": hour, "Ranking_hour_unit": "h"}
        for slot in slots:
            ranks |= {f"rank_Flex_i{slot}_Price": 85 - slot, f"rank_Flex_i{slot}_Price_scale": "%"}
        return ranks

    def reliability(slot):
        return [{"Intervention_hour": hour, "Intervention_hour_unit": "h",
                 f"i{slot}_Signal_Power_reliability": hour + slot, f"i{slot}_Signal_Power_reliability_scale": "%"}
                for hour in hours]

    return {"userID": user, "flexibility_response": [response(hour) for hour in hours],
            "Ranking": [ranking(hour) for hour in hours],
            **{f"Reliability_i{slot}_hours": reliability(slot) for slot in slots}}


@pytest.fixture(scope="module")
def server():
    running = DsoServer()
    yield running
    running.stop()


@pytest.fixture
def estimator():
    service = Service(lambda _: (200, {}))
    yield service
    service.stop()


@pytest.fixture
def with_estimator(estimator, tmp_path):
    """A server that hands data sets over, in both forms."""
    settings = {"address": estimator.address, "timeout": "5s", "attempts": 1}
    running = DsoServer(tmp_path / "services", {"elasticity-estimator": settings,
                                                "elasticity-estimator-corrected": settings})
    yield running
    running.stop()


def send(server, path, text):
    text = text if isinstance(text, str) else json.dumps(text)
    return server.root.post(path, body=text.encode(), content_type=JSON)


def profiles(server, user):
    """What the graph has of the user's profiles."""
    query = ("PREFIX gridlore: <https://w3id.org/gridlore#> PREFIX saref: <https://saref.etsi.org/core/> "
             "SELECT ?property ?value ?unit WHERE { ?profile a gridlore:CustomerProfile ; "
             f"gridlore:dataAbout <urn:gridlore:subject:{user}> ; ?property ?result . "
             "?result saref:hasValue ?value ; saref:isMeasuredIn ?unit }")
    answer = server.root.post("/sparql", body=query.encode(), content_type="application/sparql-query",
                              headers=[("Accept", "application/sparql-results+json")]).expect(200).json()
    return {row["property"]["value"].rsplit("#")[-1]: (row["value"]["value"], row["unit"]["value"].rsplit("/")[-1])
            for row in answer["results"]["bindings"]}


STORED = {"consumption": ("0.2", "kilowatt"), "energyPrice": ("0.11", "EuroPerKilowattHour"),
          "carbonIntensity": ("0.12", "gridlore#GramPerKilowattHour"), "renewableShare": ("0.13", "percent"),
          "powerCeiling": ("0.14", "kilowatt"), "outdoorTemperature": ("19", "degreeCelsius"),
          "indoorTemperature": ("24", "degreeCelsius")}


@pytest.mark.parametrize("path, payload", [("/Elasticity/DataSet", literal("literal", unit="kW")),
                                           ("/1.0/Elasticity/DataSet", corrected("corrected"))])
def test_a_data_set_is_taken_and_kept(server, path, payload):
    """IC-5.18, IC-6-Q2: in the form that is printed, and with a member of its own for each unit."""
    answer = send(server, path, payload).expect(200).json()
    assert answer == {"acknowledged": True, "delivered": answer["delivered"]}
    assert [one["status"] for one in answer["delivered"]] == ["SUCCEEDED"]
    assert profiles(server, "literal" if "literal" in payload else "corrected") == STORED


def test_units_that_cannot_be_meant_are_taken_with_a_warning(server):
    """IC-5.18, IC-6-Q11: as what is meant, which the sender is told."""
    text = literal("odd").replace("degreesCelsius", "degreesCelcius").replace('"%"', '"%/kWh"')
    answer = send(server, "/Elasticity/DataSet", text).expect(200).json()
    assert profiles(server, "odd") == STORED
    assert [(one["pointer"].removeprefix("/user_profile/0/"), one["message"].split(" is taken as ")[0])
            for one in answer["warnings"]] == [
        ("signal_incentive_unit", 'the string "%/kWh"'), ("signal_incentive_unit", 'the string "kWh"'),
        ("external_temperature_unit", 'the string "degreesCelcius"'),
        ("indoor_temperature_sensor_unit", 'the string "degreesCelcius"')]
    assert answer["warnings"][1]["message"].endswith('om-2/kilowatt>, which "kW" says')


def test_the_printed_data_set_is_refused_as_no_json_and_taken_by_the_tolerant(server, tmp_path):
    """IC-5.18, IC-6-Q3"""
    assert "line 1, column" in send(server, "/Elasticity/DataSet", PRINTED).expect(400).json()["detail"]
    tolerant = DsoServer(tmp_path / "services", {"end-user": {"address": "none", "tolerant": True}})
    try:
        answer = send(tolerant, "/Elasticity/DataSet", PRINTED).expect(200).json()
        assert answer["acknowledged"] is True
        assert profiles(tolerant, "ID644")["powerCeiling"] == ("0.11", "kilowatt")
    finally:
        tolerant.stop()


@pytest.mark.parametrize("change, pointer", [
    (('"signal_incentive_unit": "%"', '"signal_incentive_unit": "kW"'), "/user_profile/0/signal_incentive_unit"),
    (('"occupancy_rate": 4.3', '"occupancy_rate": "many"'), "/user_profile/0/occupancy_rate"),
    (('"occupancy_rate": 4.3', '"signal_incentive_unit": "kW"'), "/user_profile/0/signal_incentive_unit"),
    ((', "occupancy_rate": 4.3', ""), "/user_profile/0")])
def test_a_data_set_that_is_none_is_refused_with_its_place(server, change, pointer):
    """IC-5.18: and nothing of it is kept."""
    refusal = send(server, "/Elasticity/DataSet", literal("refused").replace(*change)).expect(400).json()
    assert refusal["pointer"] == pointer, refusal
    assert profiles(server, "refused") == {}


def test_a_data_set_is_deleted_by_its_user(server):
    """IC-5.19: all that was sent of the user is gone, also what had another form, and nothing of others."""
    for user in ("leaves", "stays"):
        send(server, "/Elasticity/DataSet", literal(user, unit="kW")).expect(200)
        send(server, "/Elasticity/DataSet", literal(user, "2021-04-13T15:11:20Z", "kW")).expect(200)
        send(server, "/1.0/Elasticity/DataSet", corrected(user)).expect(200)
    answer = server.root.delete("/1.0/Elasticity/DataSet/leaves").expect(200).json()
    assert [one["status"] for one in answer["delivered"]] == ["SUCCEEDED"]
    assert profiles(server, "leaves") == {}
    assert profiles(server, "stays") == STORED
    rest = server.root.post("/sparql", body=b"SELECT ?s ?p ?o WHERE { ?s ?p ?o FILTER(CONTAINS(STR(?s), 'leaves')) }",
                            content_type="application/sparql-query",
                            headers=[("Accept", "text/csv")]).expect(200).body.decode()
    assert "urn:gridlore:profile" not in rest, "values and units went, too"
    assert rest.count("urn:gridlore:withdrawal:leaves:") == 4, "that it was withdrawn, what, whose and when"
    server.root.delete("/Elasticity/DataSet/leaves").expect(200)  # there is nothing left, which is no fault
    send(server, "/1.0/Elasticity/DataSet", corrected("leaves")).expect(200)
    assert profiles(server, "leaves") == STORED, "who comes again is welcome"


def test_who_estimates_gets_data_sets_and_their_deletion(with_estimator, estimator):
    """IC-5.18, IC-5.19: in the form that it understands, whichever was sent."""
    send(with_estimator, "/1.0/Elasticity/DataSet", corrected()).expect(200)
    with_estimator.root.delete("/Elasticity/DataSet/ID644").expect(200)
    posted = {one.path: one for one in estimator.received if one.method == "POST"}
    assert set(posted) == {"/Elasticity/DataSet", "/1.0/Elasticity/DataSet"}
    assert posted["/1.0/Elasticity/DataSet"].body == corrected()
    assert posted["/Elasticity/DataSet"].text.count('"signal_incentive_unit"') == 4
    assert {one.path for one in estimator.received if one.method == "DELETE"} == {
        "/Elasticity/DataSet/ID644", "/1.0/Elasticity/DataSet/ID644"}


def test_a_data_set_that_is_sent_again_is_delivered_again(with_estimator, estimator):
    """IC-5.18: though the graph has each of its triples by then."""
    for _ in range(3):
        answer = send(with_estimator, "/1.0/Elasticity/DataSet", corrected()).expect(200).json()
        assert {one["status"] for one in answer["delivered"]} == {"SUCCEEDED"}
    assert len([one for one in estimator.received if one.path == "/1.0/Elasticity/DataSet"]) == 3


def test_what_is_estimated_is_taken_and_asked_for(server):
    """IC-5.20, IC-1.6.2: all 24 hours, with an incentive in each of 24."""
    everything = output("U24", range(1, 25), range(1, 25))
    answer = send(server, "/1.0/Elasticity/Output", everything).expect(200).json()
    assert {one["status"] for one in answer["delivered"]} == {"SUCCEEDED"}
    assert server.ask("/1.0/Elasticity/Output", {"userID": "U24"}).expect(200).json() == everything
    again = server.root.post("/1.0/Elasticity/Output/query", json={"userID": "U24"}).expect(200).json()
    assert again == everything


def test_what_the_graph_knows_of_an_estimate_is_asked_for(server):
    """IC-5.20"""
    server.store("elasticity/output", output("U1"))
    assert server.ask("/1.0/Elasticity/Output", {"userID": "U1"}).expect(200).json() == output("U1")


def test_who_estimates_is_asked(with_estimator, estimator):
    """IC-5.20: where nobody else knows."""
    estimator.answers = lambda received: (200, output(received.query["userID"]))
    assert with_estimator.ask("/1.0/Elasticity/Output", {"userID": "U7"}).expect(200).json() == output("U7")
    assert {(one.method, one.path) for one in estimator.received} == {("GET", "/Elasticity/Output")}


@pytest.mark.parametrize("change, pointer, message", [
    (("y_lower_i2", "y_lower_2"), "/flexibility_response/0/y_lower_2", "no such member"),
    (('"y_lower_i2": 1.5, ', ""), "/flexibility_response/0", 'the member "y_lower_i2" is missing'),
    (("y_Power_i24\"", "y_Power_ix\""), "/flexibility_response/0/y_Power_ix", "not a number"),
    (('"i2_Signal_Power_reliability":', '"i1_Signal_Power_reliability":'),
     "/Reliability_i2_hours/0/i1_Signal_Power_reliability", "both places must have the same"),
    (('"rank_Flex_i1_Price_scale": "%"', '"rank_Flex_i1_Price_scale": "1"'), "/Ranking/0/rank_Flex_i1_Price_scale",
     'expected the string "%"')])
def test_an_estimate_that_is_none_is_refused_with_its_place(server, change, pointer, message):
    """IC-5.20"""
    text = json.dumps(output("U9"))
    assert change[0] in text
    refusal = send(server, "/1.0/Elasticity/Output", text.replace(*change)).expect(400).json()
    assert (refusal["pointer"], message in refusal["detail"]) == (pointer, True), refusal
