"""The pilot of InterConnect D4.2: three programs, each with its own JSON, and Gridlore between them. The steps of the
use cases (2.1) are told in their order; each test does what it needs itself."""

import os
import subprocess
import sys

import pytest
from docs_test import assert_printed, blocks
from harness.server import REPOSITORY, program
from harness.waiting import stretched
from party import Refused, call
from pilot import PORT, PROGRAMS, free_ports

DAY = {"user": "U123456", "start": "2021/10/31 00:00", "end": "2021/11/01 00:00"}
METERS = ["ID Meter1", "ID Meter2"]


def test_an_end_user_is_asked_for_consent(at_dso):
    """IC-1.1.2 to IC-1.1.4, IC-5.4, IC-2.20: the DSO asks, and the end user answers in an app."""
    assert at_dso("POST", "consent") == {"case": 1, "verdict": "granted"}


def test_incentives_are_offered_and_the_answers_kept(at_dso):
    """IC-1.2.4 to IC-1.2.7, IC-5.5: and the DSO notes what was accepted and what rejected."""
    assert at_dso("POST", "incentives") == {"1": "taken", "2": "declined"}
    assert at_dso("GET", "received")["preferences"] == {"1": "taken", "2": "declined"}


def test_data_of_a_zone_needs_no_authorization(at_provider):
    """IC-1.2.1 to IC-1.2.3, IC-3.5, IC-3.6, IC-5.2b: what all its clients withdraw together."""
    period = {"start": DAY["start"], "end": DAY["end"]}
    (zone,) = at_provider("GET", "zone", zone="Z123456", **period)
    (user,) = at_provider("GET", "metering", granularity="3", **DAY)
    assert zone["User/Zone"] == "Z123456"
    (of_zone,), (of_user,) = zone["Metering"], user["Metering"]
    assert of_zone["Measurement"] == pytest.approx(of_user["Measurement"], abs=1e-5), "it has one client"


def test_a_service_provider_gets_an_authorization_and_readings(at_provider):
    """IC-1.1.1, IC-1.1.5 to IC-1.1.7, IC-1.1.9 to IC-1.1.11, IC-3.1 to IC-3.4, IC-2.17: readings come out of the DSO's
    database, and the hour that comes twice is there twice."""
    (answer,) = at_provider("GET", "metering", granularity="1", **DAY)
    assert answer["User/Zone"] == "U123456"
    times = [reading["Time"] for reading in answer["Metering"]]
    assert len(times) == 100
    assert times[4:12] == [f"2021/10/31 01:{minute:02}" for minute in (0, 15, 30, 45)] * 2
    assert {reading["Unit"] for reading in answer["Metering"]} == {"kW"}
    (daily,) = at_provider("GET", "metering", granularity="3", **DAY)
    mean = sum(reading["Measurement"] for reading in answer["Metering"]) / 100
    assert daily["Metering"] == [{"Time": "2021/10/31 00:00", "Measurement": pytest.approx(mean, abs=1e-5),
                                  "Unit": "kW"}]


def test_who_has_no_authorization_sees_nothing(at_provider):
    """IC-1.1.8, IC-2.4: a token that was made up is refused."""
    assert at_provider("GET", "metering-without-authorization", **DAY) == {"refused": 403}


def test_a_service_provider_asks_what_a_zone_needed(at_provider):
    """IC-1.2.8 to IC-1.2.10, IC-3.7, IC-3.8: historical flexibility, from the DSO's planning."""
    (answer,) = at_provider("GET", "history", zone="Z123456", start="2021/09/27", end="2021/10/27")
    assert answer["Dates"] == ["2021/09/27 10:00", "2021/09/27 11:00"]
    assert (answer["Needs"], answer["Direction"]) == ([100, 50], ["Down", "Up"])
    assert at_provider("GET", "history", zone="Z9", start="2021/09/27", end="2021/10/27") == []


@pytest.mark.parametrize("desk, need, expected, covered", [
    ("day-ahead", 1, {"Needs": 100, "Direction": "Down", "Start time": "2021/09/27 10:00",
                      "End time": "2021/09/27 13:00"}, [("Yes", "60 kW"), ("Yes", "40 kW"), ("No", "0 kW")]),
    ("intraday", 2, {"Needs": 50, "Direction": "Up", "Start time": "2021/09/27 15:00",
                     "End time": "2021/09/27 16:00"}, [("Yes", "50 kW"), ("No", "0 kW"), ("No", "0 kW")])])
def test_needs_offers_and_a_plan_go_there_and_back(at_dso, at_provider, desk, need, expected, covered):
    """IC-1.3.1 to IC-1.3.8, IC-1.4.1 to IC-1.4.8, IC-3.9 to IC-3.18: the DSO says what it needs and is asked for it; it
    gets offers in its own JSON, and the service provider the plan in D4.2's."""
    whole = {"Request ID": need, "Measurement Unit": "kW", "Type of Power": "Active", "Eligible Clients": METERS,
             **expected}
    delivered = at_dso("POST", desk)["delivered"]
    assert [one["knowledgeBase"] for one in delivered] == ["urn:gridlore:service:service-provider"]
    assert [one for one in at_provider("GET", "received")["needs"] if one["Request ID"] == need] == [whole]
    assert at_provider("GET", "needs", start=whole["Start time"], end="2021/09/28 00:00")[:1] == [whole]

    assert at_provider("POST", "offer", request=need)["acknowledged"] is True
    offers = [offer for offer in at_dso("GET", "received")["offers"] if offer["need"] == need]
    assert [(offer["number"], offer["kw"], offer["eur_per_kwh"]) for offer in offers] == [
        (1, 60, 0.1), (2, 40, 0.12), (3, 30, 0.3)]

    assert at_dso("POST", "plan", need=need)["acknowledged"] is True
    plan = sorted((entry for entry in at_provider("GET", "received")["plan"] if entry["Request ID"] == need),
                  key=lambda entry: entry["Offer ID"])
    assert [(entry["Activation"], entry["Quantity"]) for entry in plan] == covered
    assert {entry["Start time"] for entry in plan} == {expected["Start time"]}


def test_the_dso_subscribes_and_is_told_of_an_outage(at_dso, at_lumen):
    """IC-1.5.1, IC-1.5.2, IC-1.6.1, IC-1.7.1, IC-2.23, IC-3.21: a subscription is accepted or denied with the reason,
    and what it is for comes by itself."""
    def watch(area):
        return at_dso("POST", "watch", area=area, homes=3, seconds=180)
    assert watch("4405-123") == [{"area": "4405-123", "verdict": "accepted", "reason": "3 homes"}]
    assert watch("1200-000") == [{"area": "1200-000", "verdict": "denied", "reason": "only 1 homes"}]
    before = len(at_dso("GET", "received")["outages"])
    assert at_lumen("POST", "blackout", code="4405-123", seconds=170) == {"told": False}
    assert at_lumen("POST", "blackout", code="1200-000", seconds=600) == {"told": False}
    assert at_lumen("POST", "blackout", code="4405-123", seconds=200) == {"told": True}
    assert at_dso("GET", "received")["outages"][before:] == [
        {"area": "4405-123", "at": "2021-12-03T15:11:20Z", "homes": 3}]


def test_the_dso_is_told_of_an_abnormal_voltage(at_dso, at_lumen):
    """IC-1.5.3, IC-1.7.3, IC-5.21: processed data, as a notification without polling."""
    at_dso("POST", "watch", area="4405-123", homes=3, seconds=180)
    before = len(at_dso("GET", "received")["alarms"])
    at_lumen("POST", "voltage", home="ID1236", volt=245)
    at_lumen("POST", "voltage", home="ID1236", volt=262.5)
    assert at_dso("GET", "received")["alarms"][before:] == [
        {"home": "ID1236", "at": "2021-12-03T15:11:20Z", "abnormal": True}]
    at_lumen("POST", "voltage", home="ID1236", volt=241)


def test_the_dso_looks_at_a_home(at_dso):
    """IC-1.7.2, IC-8.7: raw data, as the energy manager has them; the DSO consumes as it serves."""
    (home,) = at_dso("GET", "home", id="ID1235")
    assert (home["voltage"], home["unit"], home["abnormal"]) == (238.5, "V", False)


def test_the_dso_asks_for_data_sets_by_device(at_dso):
    """IC-1.7.2, IC-3.20: what a data service provider knows of a customer's devices."""
    readings = at_dso("GET", "consumption", customer="xvc989007")
    assert [(one["device"], one["kw"]) for one in readings] == [("heat pump", 1.25), ("heat pump", 0.8), ("oven", 0),
                                                               ("oven", 2.1)]


def test_a_third_party_asks_where_flexibility_would_help(at_provider):
    """IC-3.19: and of the areas around, from the DSO's planning."""
    answer = at_provider("GET", "opportunities", near="4200")
    assert [one["zip_code"] for one in answer["opportunities"]] == ["4200-013", "4260-339"]


def test_the_interface_of_d42_reaches_who_does_not_speak_it(pilot):
    """IC-8.1, IC-8.3, IC-5.23: the printed GET finds what a vendor's own app says, in the printed form."""
    def get(what):
        return call("GET", f"{pilot.address('gridlore')}/GridObservability/HEMS/ID1235/{what}")["Voltage_Monitoring"]
    assert get("Status") == [{"Hems_ID": "ID1235", "Abnormal_Voltage": "No", "timestamp": "2021-12-03T15:11:20Z",
                              "Status": "off"}] or get("Status")[0]["Status"] == "on"
    (voltage,) = get("Voltage")
    assert voltage["Hems_ID"] == "ID1235"


def test_a_second_vendor_joins_by_one_file(pilot, at_dso):
    """ON-2, ON-12, IC-0.1, IC-2.10: another JSON, another unit and another clock, while everything runs."""
    process = pilot.gridlore.pid
    before = call("GET", pilot.address("gridlore") + "/health/ready")
    assert at_dso("GET", "home", id="B-17") == []
    reloaded = pilot.add_document(REPOSITORY / "examples/pilot/nortada.yaml")
    assert reloaded["warnings"] == []
    (home,) = at_dso("GET", "home", id="B-17")
    assert (home["voltage"], home["unit"], home["volts"], home["at"]) == (0.2314, "kV", 231.4, "2021-12-03T15:10:00Z")
    assert home["abnormal"] is False
    (other,) = at_dso("GET", "home", id="ID1235")
    assert other["unit"] == "V"
    assert pilot.gridlore.pid == process and pilot.gridlore.poll() is None
    assert call("GET", pilot.address("gridlore") + "/health/ready") == before


MARKET = """
id: market.auctions
title: The DSO's needs as a market place auctions them
source: a market place
prefixes:
  gridlore: "https://w3id.org/gridlore#"
  om: "http://www.ontology-of-units-of-measure.org/resource/om-2/"
  s4ener: "https://saref.etsi.org/saref4ener/"
  saref: "https://saref.etsi.org/core/"
graph: |
  ?need a s4ener:FlexRequest ; saref:hasIdentifier ?lot ; s4ener:hasUsage ?side ; gridlore:requestedValue ?amount .
  ?amount saref:hasValue ?size ; saref:isMeasuredIn ?unit .
terms:
  lot:    { literal: "xsd:integer" }
  side:   { table: { buy: s4ener:Upflex, sell: s4ener:Downflex } }
  size:   { literal: "xsd:decimal" }
  unit:   { table: { kW: om:kilowatt } }
  need:   { iri: "urn:gridlore:need:{lot}" }
  amount: { iri: "urn:gridlore:need:{lot}:value" }
json: { auctions: [ { lot: ?lot, side: ?side, size: { $text: "{size} {unit}" } } ] }
examples:
  - json: { auctions: [ { lot: 1, side: buy, size: 50 kW } ] }
bind:
  - serve: { GET: /auctions }
    as: ask
"""


def test_a_market_place_with_a_model_of_its_own_adds_an_api(pilot, at_dso, tmp_path):
    """IC-0.3, IC-0.4, IC-0.10, ON-13: what the DSO needs, in the words and with the API of another market."""
    (tmp_path / "market.yaml").write_text(MARKET, encoding="utf-8")
    pilot.add_document(tmp_path / "market.yaml")
    at_dso("POST", "intraday")
    auctions = call("GET", pilot.address("gridlore") + "/auctions")["auctions"]
    assert {"lot": 2, "side": "buy", "size": "50 kW"} in auctions


def test_what_a_program_does_not_know_is_no_failure(at_dso):
    assert at_dso("GET", "home", id="nobody") == []
    with pytest.raises(Refused):
        at_dso("GET", "nothing")


def test_the_page_leads_through_it(tmp_path):
    """The commands of examples/pilot/README.md, as a newcomer runs them."""
    commands, expectations = zip(*blocks("examples/pilot/README.md"))
    port = free_ports(28280)
    script = "\necho; echo '=== next'\n".join(commands).replace("story.txt", f"{tmp_path}/story.txt")
    for number in range(len(PROGRAMS)):
        script = script.replace(f"127.0.0.1:{PORT + number}", f"127.0.0.1:{port + number}").replace(
            f"--port {PORT + number}", f"--port {port + number}")
    script = script.replace("pilot.py", f"pilot.py --port {port}")
    path = os.pathsep.join([os.path.dirname(program()), os.path.dirname(sys.executable), os.environ["PATH"]])
    script = f"set -euo pipefail\ntrap 'kill %1 2> /dev/null || true' EXIT\n{script}"
    run = subprocess.run(["bash", "-c", script], cwd=REPOSITORY, stdin=subprocess.DEVNULL,
                         env=os.environ | {"PATH": path}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                         timeout=stretched(120), check=False)
    output = run.stdout.decode("utf-8", "replace")
    assert run.returncode == 0, output
    for block, expected, printed in zip(commands, expectations, output.split("=== next"), strict=True):
        assert_printed(expected, printed, block)
