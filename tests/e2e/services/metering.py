"""Metering data: as a vendor has it, and as clients of the served API ask for it."""

import urllib.parse

METERING = "/1.0/Data/Metering"
PATTERN = "?r <urn:e:of> ?user . ?r <urn:e:at> ?time . ?r <urn:e:value> ?value ."
READINGS = {"U123456": [{"t": "2021-09-27T09:00:00Z", "v": 890}, {"t": "2021-09-27T09:15:00Z", "v": 12.50}],
            "a/b c": [{"t": "2021-09-27T09:00:00Z", "v": 1}]}


def meter_readings(received):
    """What a vendor knows of a meter, within the period that it is asked for."""
    user = received.path.removeprefix("/meters/").removesuffix("/readings")
    if user not in READINGS:
        return 404, {"error": "no such meter"}
    return 200, {"readings": [one for one in READINGS[user]
                              if received.query.get("from", "") <= one["t"]
                              and one["t"] < received.query.get("until", "9")]}


def get(server, user="U123456"):
    return server.root.get(METERING + "?" + urllib.parse.urlencode({"ID": user}))


def failure(server):
    """Why nothing is known, as a client of the served API learns it."""
    return get(server).expect(502).json()["detail"]
