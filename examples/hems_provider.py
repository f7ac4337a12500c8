#!/usr/bin/env python3
"""A service provider with energy managers (HEMS) in many homes: hems_provider.py [SERVER]

It answers who asks for voltages and states, takes subscriptions of grid operators, and posts a suspected outage for the
postal codes where enough energy managers fell silent. Runs against any server that keeps the Knowledge Engine's
REST contract; SERVER is its base address. Ctrl-C ends it.
"""

import sys
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

import patterns
from rest import KnowledgeBase, Refused, ends_quietly_on_signals, iri, literal, value

SERVER = "http://127.0.0.1:8280/rest"
NOW = datetime(2021, 12, 3, 15, 14, 30, tzinfo=timezone.utc)


class Home(NamedTuple):
    hems: str
    postal_code: str
    voltage: str  # the last reading
    timestamp: datetime  # of the last reading; the energy manager reports every ten seconds
    abnormal_voltage: bool = False

    def node(self, part=""):
        return f"<https://hems.example/{self.hems}{part}>"

    def is_silent(self, at_least=timedelta(seconds=30)):
        return NOW - self.timestamp >= at_least


READ = datetime(2021, 12, 3, 15, 11, 20, tzinfo=timezone.utc)
HOMES = [
    Home("ID1234", "4405-123", "240", READ, abnormal_voltage=True),
    Home("ID1235", "4405-123", "238.5", READ, abnormal_voltage=True),
    Home("ID1236", "4405-123", "241", READ),
    Home("ID2001", "1200-000", "229.5", READ),
    Home("ID2002", "1200-000", "230", READ),
    Home("ID2003", "1200-000", "228", READ, abnormal_voltage=True),
    Home("ID3001", "4120-233", "231.4", NOW),
]


def instant(time):
    return literal(time.strftime("%Y-%m-%dT%H:%M:%SZ"), "xsd:dateTime")


def meters(_):
    return [{"meter": home.node("/meter"), "manufacturer": literal("Example Meters"), "model": literal("EM-1")}
            for home in HOMES]


def asked_for(homes, rows):
    """The homes that the asker's rows leave; a row without `hems` wants every one."""
    wanted = [{name: value(row[name]) for name in ("hems", "postal_code") if name in row} for row in rows]
    return [home for home in homes
            if any(all(getattr(home, name) == text for name, text in want.items()) for want in wanted)]


def voltages(rows):
    return [{"manager": home.node(), "hems": literal(home.hems), "address": home.node("/address"),
             "postal_code": literal(home.postal_code), "meter": home.node("/meter"),
             "observation": home.node("/reading"), "property": home.node("/meter/voltage"),
             "timestamp": instant(home.timestamp), "result": home.node("/reading/result"),
             "voltage": literal(home.voltage, "xsd:decimal"), "unit": iri("om:volt")}
            for home in asked_for(HOMES, rows)]


def status(rows):
    return [{"manager": home.node(), "hems": literal(home.hems), "state": home.node("/state"),
             "status": iri("gridlore:Off" if home.is_silent() else "gridlore:On"), "check": home.node("/check"),
             "timestamp": instant(home.timestamp), "finding": home.node("/check/finding"),
             "abnormal_voltage": literal(str(home.abnormal_voltage).lower(), "xsd:boolean")}
            for home in asked_for(HOMES, rows)]


class Subscriptions:
    """What grid operators want to hear of. A postal code with too few homes to judge by is declined."""

    def __init__(self):
        self.accepted = []

    def take(self, rows):
        answers = []
        for row in rows:
            homes = [home for home in HOMES if home.postal_code == value(row["postal_code"])]
            accepted = len(homes) >= int(value(row["min_faulty"]))
            if accepted:
                self.accepted.append(row)
            answers.append({"subscription": row["subscription"],
                            "status": iri("s4ener:Accepted" if accepted else "s4ener:Rejected")})
        return answers

    def outages(self):
        """A suspected outage for each area where the operator's limits are exceeded; each is told once."""
        rows = []
        for wanted in self.accepted:
            limit = timedelta(seconds=float(value(wanted["min_time"])))
            silent = [home for home in HOMES
                      if home.postal_code == value(wanted["postal_code"]) and home.is_silent(limit)]
            if len(silent) >= int(value(wanted["min_faulty"])):
                number = len(rows) + 1
                rows.append({"outage": f"<https://hems.example/fault/{number}>", "fault_location": literal(number),
                             "timestamp": instant(NOW), "area": wanted["area"], "postal_code": wanted["postal_code"],
                             "faulty": literal(len(silent), "xsd:integer")})
        self.accepted.clear()
        return rows


def tell_outages(provider, post, subscriptions):
    rows = subscriptions.outages()
    if not rows:
        return
    areas = ", ".join(f"{value(row['postal_code'])} ({value(row['faulty'])} energy managers)" for row in rows)
    print(f"[provider] POST suspected outage in {areas}", flush=True)
    for row in provider.post(post, rows)["resultBindingSet"]:
        print(f"[provider]   acknowledged by {value(row['operator'])}", flush=True)


def counted(rows):
    return "1 row" if len(rows) == 1 else f"{len(rows)} rows"


def loudly(name, handler):
    """The handler, telling what it was asked and how much it gave."""
    def handle(rows):
        answer = handler(rows)
        question = ", ".join(f"{variable}={value(term)}" for row in rows for variable, term in row.items()) \
            if len(rows) == 1 else counted(rows)
        print(f"[provider] {name} was asked ({question or 'everything'}): gave {counted(answer)}", flush=True)
        return answer
    return handle


def main():
    server = sys.argv[1] if len(sys.argv) > 1 else SERVER
    ends_quietly_on_signals()
    subscriptions = Subscriptions()
    with KnowledgeBase(server, "https://hems.example/kb", "HEMS provider", "Energy managers in homes") as provider:
        provider.register("Answer", "meters", loudly("ANSWER meters", meters), graphPattern=patterns.METERS)
        provider.register("Answer", "voltages", loudly("ANSWER voltages", voltages), graphPattern=patterns.VOLTAGES)
        provider.register("Answer", "status", loudly("ANSWER status", status), graphPattern=patterns.STATUS)
        provider.register("React", "subscriptions", loudly("REACT subscriptions", subscriptions.take),
                          argumentGraphPattern=patterns.SUBSCRIPTION, resultGraphPattern=patterns.SUBSCRIPTION_RESULT)
        outage = provider.register("Post", "outages", argumentGraphPattern=patterns.OUTAGE,
                                   resultGraphPattern=patterns.OUTAGE_RESULT)
        print(f"[provider] {len(HOMES)} homes are registered at {server}", flush=True)
        while provider.poll():
            tell_outages(provider, outage, subscriptions)


if __name__ == "__main__":
    try:
        main()
    except (OSError, Refused) as problem:
        sys.exit(f"[provider] {problem}")
