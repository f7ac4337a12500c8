#!/usr/bin/env python3
"""A distribution system operator (DSO) that asks and reacts: dso_client.py [SERVER] [--pace SECONDS]

It asks for all devices, for the voltage and the state of one energy manager, subscribes to suspected outages of some
postal codes, waits for one and acknowledges it. Runs against any server that keeps the Knowledge Engine's REST
contract; SERVER is its base address.
"""

import argparse
import sys
import time

import patterns
from rest import KnowledgeBase, Refused, ends_quietly_on_signals, iri, literal, value

SERVER = "http://127.0.0.1:8280/rest"
OPERATOR = "<https://dso.example/>"
HEMS = "ID1234"
POSTAL_CODES = ["4405-123", "1200-000", "4120-233"]


def say(text=""):
    print(f"[dso]      {text}" if text else "", flush=True)


def show(rows, *names):
    for row in sorted(rows, key=lambda row: [row[name] for name in names]):
        say("  " + "  ".join(f"{name}={value(row[name])}" for name in names))


def show_why(result):
    """Why it went as it did; a server that explains nothing leaves the member out."""
    for considered in result.get("explanation", {}).get("considered", []):
        who = considered.get("knowledgeInteractionId") or considered.get("knowledgeBaseId") or "domain knowledge"
        say(f"  why: {who}: {considered['verdict']}: {considered['reason']}")


def ask_devices(dso):
    say("ASK every saref:Device")
    result = dso.ask(dso.register("Ask", "devices", graphPattern=patterns.DEVICES), [{}], explain=True)
    show(result["bindingSet"], "device")
    show_why(result)


def ask_voltage(dso):
    say(f"ASK the voltage at {HEMS}")
    result = dso.ask(dso.register("Ask", "voltages", graphPattern=patterns.VOLTAGES), [{"hems": literal(HEMS)}],
                     explain=True)
    show(result["bindingSet"], "hems", "postal_code", "voltage", "unit", "timestamp")
    show_why(result)


def ask_status(dso):
    say(f"ASK the state of {HEMS}")
    result = dso.ask(dso.register("Ask", "status", graphPattern=patterns.STATUS), [{"hems": literal(HEMS)}])
    show(result["bindingSet"], "hems", "status", "abnormal_voltage", "timestamp")


def subscription(number, postal_code):
    """At least 3 faulty energy managers, for at least 180.00 seconds."""
    node = f"https://dso.example/subscription/{number}"
    return {"subscription": f"<{node}>", "area": f"<{node}/area>", "postal_code": literal(postal_code),
            "min_faulty": literal(3, "xsd:integer"), "interruption": f"<{node}/interruption>",
            "min_time": literal("180.00", "xsd:decimal"), "unit": iri("om:second-Time")}


def subscribe(dso):
    say(f"POST subscriptions to outages in {', '.join(POSTAL_CODES)}: at least 3 energy managers for 180 seconds")
    interaction = dso.register("Post", "subscriptions", argumentGraphPattern=patterns.SUBSCRIPTION,
                               resultGraphPattern=patterns.SUBSCRIPTION_RESULT)
    rows = [subscription(number, code) for number, code in enumerate(POSTAL_CODES, 1)]
    result = dso.post(interaction, rows)
    codes = {row["subscription"]: row["postal_code"] for row in rows}
    show([row | {"postal_code": codes[row["subscription"]]} for row in result["resultBindingSet"]],
         "postal_code", "status")
    return any(row["status"] == iri("s4ener:Accepted") for row in result["resultBindingSet"])


class Outages:
    """The reaction to suspected outages: it acknowledges each."""

    def __init__(self):
        self.have_come = False

    def react(self, rows):
        say("REACT to a suspected outage")
        show(rows, "fault_location", "postal_code", "faulty", "timestamp")
        self.have_come = True
        return [{"outage": outage, "operator": OPERATOR} for outage in sorted({row["outage"] for row in rows})]


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("server", nargs="?", default=SERVER)
    arguments.add_argument("--pace", type=float, default=0, metavar="SECONDS", help="pause between the steps")
    options = arguments.parse_args()
    ends_quietly_on_signals()
    outages = Outages()
    with KnowledgeBase(options.server, "https://dso.example/kb", "DSO", "Observability of the grid") as dso:
        dso.register("React", "outages", outages.react, argumentGraphPattern=patterns.OUTAGE,
                     resultGraphPattern=patterns.OUTAGE_RESULT)
        for step in (ask_devices, ask_voltage, ask_status):
            step(dso)
            say()
            time.sleep(options.pace)
        if subscribe(dso):
            while not outages.have_come and dso.poll():
                pass
        else:
            say("nobody took the subscription, so no outage will be heard of")


if __name__ == "__main__":
    try:
        main()
    except (OSError, Refused) as problem:
        sys.exit(f"[dso] {problem}")
