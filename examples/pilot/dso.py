#!/usr/bin/env python3
"""The distribution system operator (DSO) of the pilot, and the JSON of its own systems.

Its meters write into an SQL database with the schema of mappings/dso/schema, which Gridlore only reads. Its planning
says what flexibility is needed, takes offers and makes the activation plan; its customer care asks end users; its
control room watches areas of the low-voltage grid. What is below /desk is for the people who work there.
"""

import sqlite3
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

from party import Party, call, options

OPTIONS = options(__doc__, port=8281, meters="meters.db")
SCHEMA = Path(__file__).resolve().parents[2] / "mappings" / "dso" / "schema" / "sqlite.sql"
dso = Party("dso")

METERS = ["ID Meter1", "ID Meter2"]
DAY_AHEAD = {"id": 1, "kw": 100, "way": "less", "from": "2021-09-27T09:00:00Z", "to": "2021-09-27T12:00:00Z",
             "meters": METERS}
INTRADAY = {"id": 2, "kw": 50, "way": "more", "from": "2021-09-27T14:00:00Z", "to": "2021-09-27T15:00:00Z",
            "meters": METERS}
HISTORY = {"Z123456": [{"at": "2021-09-27T09:00:00Z", "kw": 100, "way": "less", "meters": METERS},
                       {"at": "2021-09-27T10:00:00Z", "kw": 50, "way": "more", "meters": METERS}]}
OPPORTUNITIES = {
    "4200": {"4200-013": ["The number of EVs charging during 14h00 and 16h30 should increase by 6.",
                          "Distributed storage devices were not found in this area."],
             "4260-339": ["The number of EVs charging during 19h00 and 21h30 should decrease by 4."]}}
CONSENT = {"case": 1, "customer": "U123456", "party": "SP1", "from": "2021-10-30T23:00:00Z",
           "to": "2021-11-01T00:00:00Z"}
INCENTIVES = [{"number": 1, "customer": "U123456", "kva": 4.6, "eur_per_kwh": 0.1, "from": "2021-09-27T09:00:00Z",
               "to": "2021-09-27T12:00:00Z"},
              {"number": 2, "customer": "U123456", "kva": 3.45, "eur_per_kwh": 0.02, "from": "2021-09-28T09:00:00Z",
               "to": "2021-09-28T12:00:00Z"}]
VOLTS = {"V": Decimal(1), "kV": Decimal(1000)}

needs = {}  # by id: what the planning has published
offers = {}  # by (need, number)
outages = []
alarms = []
preferences = {}  # of end users, by the number of the offer


# Meters: quarter hours from 27 September to the day on which summer time ends

def write_meters(path):
    database = sqlite3.connect(path)
    database.executescript(SCHEMA.read_text(encoding="utf-8"))
    database.execute("INSERT INTO zone VALUES ('Z123456', 'a zone')")
    database.execute("INSERT INTO client VALUES (1, 'U123456', 'Z123456', 'LV')")
    time, end = datetime(2021, 9, 26, 23, tzinfo=timezone.utc), datetime(2021, 11, 1, tzinfo=timezone.utc)
    rows = []
    while time < end:
        rows.append((time.strftime("%Y-%m-%dT%H:%M:%SZ"), str(Decimal(len(rows) % 96 + 20) / 100)))
        time += timedelta(minutes=15)
    database.executemany("INSERT INTO lv_client_reading (client_id, time, active_power_withdrawn_kw) VALUES (1, ?, ?)",
                         rows)
    database.commit()
    database.close()


# Planning: what Gridlore asks and tells

@dso.on("GET", "/planning/needs")
def known_needs(**_):
    return {"needs": list(needs.values())}


@dso.on("GET", "/planning/history")
def history(zone=None, **_):
    return [{"zone": one, "hours": hours} for one, hours in HISTORY.items() if zone in (None, one)]


@dso.on("GET", "/planning/opportunities")
def opportunities(near):
    return [{"area": area, "remarks": remarks} for area, remarks in OPPORTUNITIES[near].items()]


@dso.on("POST", "/planning/offers")
def take_offers(body):
    for offer in body["offers"]:
        offers[offer["need"], offer["number"]] = offer
        dso.say(f"offer {offer['number']} for need {offer['need']}: {offer['kw']} kW at {offer['eur_per_kwh']} €/kWh")


# Control room: what Gridlore tells

@dso.on("POST", "/control/outages")
def take_outages(body):
    for outage in body:
        outages.append(outage)
        dso.say(f"outage suspected in {outage['area']}: {outage['homes']} homes are silent")


@dso.on("POST", "/control/alarms")
def take_alarms(body):
    for alarm in body:
        alarms.append(alarm)
        dso.say(f"{alarm['home']} reports an abnormal voltage")


# What its own people want

@dso.on("POST", "/desk/consent")
def ask_consent():
    (answer,) = call("POST", f"{OPTIONS.gridlore}/dso/consents", CONSENT)
    dso.say(f"{CONSENT['customer']} has {answer['verdict']} that {CONSENT['party']} sees the data")
    return answer


@dso.on("POST", "/desk/incentives")
def offer_incentives():
    for answer in call("POST", f"{OPTIONS.gridlore}/dso/incentives", INCENTIVES):
        preferences[answer["number"]] = answer["verdict"]
        dso.say(f"incentive {answer['number']} is {answer['verdict']}")
    return preferences


def publish(need):
    needs[need["id"]] = need
    dso.say(f"needs {need['kw']} kW {need['way']} from {need['from']} to {need['to']}")
    return call("POST", f"{OPTIONS.gridlore}/dso/needs", {"needs": [need]})


@dso.on("POST", "/desk/day-ahead")
def day_ahead():
    return publish(DAY_AHEAD)


@dso.on("POST", "/desk/intraday")
def intraday():
    return publish(INTRADAY)


@dso.on("POST", "/desk/plan")
def plan(need):
    """Takes the cheapest offers for a need until it is covered, and says so to whoever made them."""
    left = needs[int(need)]["kw"]
    made = [offer for offer in offers.values() if offer["need"] == int(need)]
    entries = []
    for offer in sorted(made, key=lambda one: one["eur_per_kwh"]):
        taken = min(left, offer["kw"])
        left -= taken
        entries.append({"need": offer["need"], "number": offer["number"], "verdict": "take" if taken else "leave",
                        "kw": taken, "from": offer["from"], "to": offer["to"]})
    return call("POST", f"{OPTIONS.gridlore}/dso/plans", entries)


@dso.on("POST", "/desk/watch")
def watch(area, homes, seconds):
    return call("POST", f"{OPTIONS.gridlore}/dso/watches",
                {"area": area, "at_least_homes": int(homes), "for_seconds": int(seconds)})


@dso.on("GET", "/desk/home")
def home(id):
    """The line of a home in volts, whatever unit its energy manager measures in."""
    answer = call("GET", f"{OPTIONS.gridlore}/dso/homes/{id}")
    for one in answer:
        volts = Decimal(str(one["voltage"])) * VOLTS[one["unit"]]
        dso.say(f"{one['home']}: {volts.normalize():f} V at {one['at']}")
        one["volts"] = float(volts)
    if not answer:
        dso.say(f"nobody knows {id}")
    return answer


@dso.on("GET", "/desk/consumption")
def consumption(customer):
    return call("GET", f"{OPTIONS.gridlore}/dso/consumption", customer=customer)


@dso.on("GET", "/desk/received")
def received():
    return {"offers": list(offers.values()), "outages": outages, "alarms": alarms, "preferences": preferences}


if __name__ == "__main__":
    if not Path(OPTIONS.meters).exists():
        write_meters(OPTIONS.meters)
    dso.serve(OPTIONS.port)
