"""Meters in a database with the schema that ships, and what should become of their readings: figures that are computed
apart from the program, with Python's calendar and exact fractions."""

import http.client
import json
import sqlite3
import subprocess
import sys
import urllib.parse
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from harness.server import REPOSITORY, Server
from harness.waiting import stretched

sys.path.insert(0, str(REPOSITORY / "tests" / "support"))
from postgresql_cluster import USER  # noqa: E402

LISBON = ZoneInfo("Europe/Lisbon")
ZONE = "Z123456"
SCHEMA = REPOSITORY / "mappings" / "dso" / "schema"
QUARTER = timedelta(minutes=15)


def midnight(year, month, day, zone=LISBON):
    return datetime(year, month, day, tzinfo=zone).astimezone(timezone.utc)


def quarters(begin, end):
    """The instants at which the quarter hours of a period begin."""
    while begin < end:
        yield begin
        begin += QUARTER


def shown(instant):
    """On the clock of the interface, in its form."""
    return instant.astimezone(LISBON).strftime("%Y/%m/%d %H:%M")


# Figures

def interval_of(instant, granularity):
    """What tells the interval from all others: an hour that comes twice is two, a day is as long as it is."""
    local = instant.astimezone(LISBON)
    if granularity == 3:
        return local.strftime("%Y/%m/%d 00:00"), 0
    return local.strftime("%Y/%m/%d %H:%M" if granularity == 1 else "%Y/%m/%d %H:00"), local.fold


def mean(values):
    """As many digits as the longest has, and three more, rounded half to even; of one value itself."""
    if len(values) == 1:
        return values[0]
    places = max(0, *(-value.as_tuple().exponent for value in values)) + 3
    return Decimal(round(sum(map(Fraction, values)) / len(values) * 10 ** places)).scaleb(-places)


def figures(readings, granularity):
    """[(time as the interface shows it, mean)] of [(instant, Decimal)], in the order of time."""
    intervals = {}
    for instant, value in readings:
        intervals.setdefault(interval_of(instant, granularity), []).append(value)
    return [(time, mean(values)) for (time, _), values in intervals.items()]


# Databases

def statements(readings_by_user, special):
    """SQL that both databases understand. `special`: users whose readings belong to table 16."""
    yield f"INSERT INTO zone VALUES ('{ZONE}', 'a zone');"
    for number, (user, readings) in enumerate(readings_by_user.items(), 1):
        kind, table = ("MV", "special_client_reading") if user in special else ("LV", "lv_client_reading")
        yield f"INSERT INTO client VALUES ({number}, '{user}', '{ZONE}', '{kind}');"
        for begin in range(0, len(readings), 500):
            rows = ", ".join(f"({number}, '{instant:%Y-%m-%dT%H:%M:%SZ}', '{value}')"
                             for instant, value in readings[begin:begin + 500])
            yield f"INSERT INTO {table} (client_id, time, active_power_withdrawn_kw) VALUES {rows};"


def sqlite_database(path, filled_by):
    """With the schema that ships, and what these statements put in; its address."""
    database = sqlite3.connect(path)
    database.executescript((SCHEMA / "sqlite.sql").read_text(encoding="utf-8"))
    database.executescript("BEGIN;" + "\n".join(filled_by) + "COMMIT;")
    database.close()
    return f"sqlite3:{path}"


def postgresql_database(cluster, filled_by):
    """The same as the database of a cluster's own."""
    script = (SCHEMA / "postgresql.sql").read_text(encoding="utf-8") + "\n".join(filled_by)
    subprocess.run(["psql", "--quiet", "--single-transaction", "--set", "ON_ERROR_STOP=1", "--host", cluster.folder,
                    "--username", USER, "--dbname", "postgres"], input=script.encode(), check=True,
                   stdout=subprocess.DEVNULL, timeout=stretched(300))
    return f"postgresql:{cluster.address}"


def sqlite_meters(path, readings_by_user, special=()):
    return sqlite_database(path, statements(readings_by_user, special))


def postgresql_meters(cluster, readings_by_user, special=()):
    return postgresql_database(cluster, statements(readings_by_user, special))


# The interface

class MeteringServer(Server):
    """Serves mappings/ as they ship, with the meters at this address."""

    def __init__(self, folder, address, **settings):
        folder.mkdir()
        (folder / "services.yaml").write_text(f"dso-meters: {{ address: {json.dumps(address)}, timeout: 60s }}\n",
                                              encoding="utf-8")
        super().__init__(mappings=f"{REPOSITORY / 'mappings'}:{folder}", **settings)

    def get(self, path, **parameters):
        """(status, JSON with the digits of its numbers)."""
        query = urllib.parse.urlencode({name.replace("_", " "): value for name, value in parameters.items()})
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=stretched(120))
        try:
            connection.request("GET", f"{path}?{query}")
            response = connection.getresponse()
            return response.status, json.loads(response.read(), parse_float=Decimal, parse_int=Decimal)
        finally:
            connection.close()

    def readings(self, user, begin, end, granularity):
        """[(time, measurement)] of a period between instants, with an authorization for it. Each is in kW."""
        period = {"Start_time": shown(begin), "End_time": shown(end)}
        status, token = self.get("/1.0/Data/Authorization", End_User=user, Start_Date=shown(begin),
                                 End_Date=shown(end))
        assert status == 200, token
        status, answer = self.get("/1.0/Data/Metering", Type_of_Data="User", ID=user, Granularity=granularity,
                                  Authorization_Token=token["Authorization Token"], **period)
        assert status == 200, answer
        assert {one["User/Zone"] for one in answer} <= {user}
        found = [reading for one in answer for reading in one["Metering"]]
        assert {reading["Unit"] for reading in found} <= {"kW"}
        return [(reading["Time"], reading["Measurement"]) for reading in found]
