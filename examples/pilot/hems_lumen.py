#!/usr/bin/env python3
"""Lumen, a vendor of home energy managers (HEMS), and its homes. It speaks the JSON of its own app, and nothing else.

It is asked for a home's line and for what its devices consume, asks its users for consent, takes watches, and tells
when homes fall silent or see an abnormal voltage. What is below /desk makes that happen.
"""

from party import Party, call, options

OPTIONS = options(__doc__, port=8283)
lumen = Party("lumen")
NOW = "2021-12-03T15:11:20Z"
PERMITTED = (207.0, 253.0)  # V: 230 V ± 10 %, EN 50160


def home(id, code, volt):
    return {"homeId": id, "postalCode": code, "line": {"volt": volt, "measuredAt": NOW}, "outOfBand": False,
            "online": "on"}


homes = {one["homeId"]: one for one in (home("ID1234", "4405-123", 240), home("ID1235", "4405-123", 238.5),
                                        home("ID1236", "4405-123", 241), home("ID2001", "1200-000", 229.5))}
DEVICES = {"xvc989007": {"heat pump": ["1.25", "0.80"], "oven": ["0.00", "2.10"]},
           "ert552555": {"car": ["3.70", "3.70"]}}
QUARTERS = ["2021-12-03T15:00:00Z", "2021-12-03T15:15:00Z"]
watches = {}  # by postal code


# What Gridlore asks and tells

@lumen.on("GET", "/app/homes/{home}")
def one_home(home):
    return homes[home]


@lumen.on("GET", "/app/customers/{customer}/devices")
def devices(customer):
    return {"customer": customer, "devices": [
        {"device": name, "load": [{"at": at, "kilowatt": float(value)} for at, value in zip(QUARTERS, values)]}
        for name, values in DEVICES[customer].items()]}


@lumen.on("POST", "/app/watches")
def take_watches(body):
    """Declines an area with fewer homes than are to fall silent before anybody is told."""
    answers = []
    for watch in body["watches"]:
        there = sum(one["postalCode"] == watch["postalCode"] for one in homes.values())
        if there >= watch["homes"]:
            watches[watch["postalCode"]] = watch
            answers.append({"postalCode": watch["postalCode"], "verdict": "taken", "why": f"{there} homes"})
        else:
            answers.append({"postalCode": watch["postalCode"], "verdict": "declined", "why": f"only {there} homes"})
        lumen.say(f"watch of {watch['postalCode']}: {answers[-1]['verdict']}, {answers[-1]['why']}")
    return answers


@lumen.on("POST", "/app/consents")
def ask_users(body):
    """The user of the example always taps on yes."""
    for question in body:
        lumen.say(f"{question['who']} is asked whether {question['asker']} may see data, and taps on yes")
    return [{"question": question["question"], "answer": "yes"} for question in body]


# What happens in the homes

@lumen.on("POST", "/desk/blackout")
def blackout(code, seconds):
    """The homes of an area are silent for so long. Whoever watches it is told if it is long enough and enough homes."""
    silent = [one for one in homes.values() if one["postalCode"] == code]
    for one in silent:
        one["online"] = "off"
    watch = watches.get(code)
    if watch is None or len(silent) < watch["homes"] or float(seconds) < watch["seconds"]:
        lumen.say(f"{len(silent)} homes of {code} are silent, and nobody wants to know")
        return {"told": False}
    lumen.say(f"{len(silent)} homes of {code} are silent")
    call("POST", f"{OPTIONS.gridlore}/lumen/blackouts",
         {"incident": 1, "postalCode": code, "silentHomes": len(silent), "since": NOW})
    return {"told": True}


@lumen.on("POST", "/desk/voltage")
def voltage(home, volt):
    """A home measures this voltage."""
    one = homes[home]
    one["line"]["volt"] = float(volt)
    one["outOfBand"] = not PERMITTED[0] <= float(volt) <= PERMITTED[1]
    if one["outOfBand"] and one["postalCode"] in watches:
        lumen.say(f"{home} sees {volt} V")
        call("POST", f"{OPTIONS.gridlore}/lumen/alarms",
             {"homeId": home, "volt": one["line"]["volt"], "measuredAt": NOW, "outOfBand": True})
    return one


if __name__ == "__main__":
    lumen.serve(OPTIONS.port)
