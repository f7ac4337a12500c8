"""Metering data out of a database with the schema that ships, through the document that ships."""

import json
import shutil
import sqlite3
import urllib.parse
import urllib.request
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from harness.server import REPOSITORY, Server

LISBON = ZoneInfo("Europe/Lisbon")
# Both changes of summer time, and a day between.
DAYS = ["2021/03/28", "2021/07/01", "2021/10/31"]


def quarters(day):
    """(instant in UTC, kilowatt) of each quarter hour of a local day."""
    begin = datetime.strptime(day, "%Y/%m/%d").replace(tzinfo=LISBON)
    end = (begin.replace(tzinfo=None) + timedelta(days=1)).replace(tzinfo=LISBON)
    at, until, number = begin.astimezone(timezone.utc), end.astimezone(timezone.utc), 0
    while at < until:
        yield at, Decimal(number * 7 % 40) / 10
        at, number = at + timedelta(minutes=15), number + 1


def mean(values):
    return float(sum(values) / len(values))


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("metering")
    database = sqlite3.connect(folder / "meters.db")
    database.executescript((REPOSITORY / "mappings/dso/schema/sqlite.sql").read_text(encoding="utf-8"))
    database.execute("INSERT INTO zone VALUES ('Z123456', 'a zone')")
    database.execute("INSERT INTO client VALUES (1, 'U123456', 'Z123456', 'LV')")
    database.executemany(
        "INSERT INTO lv_client_reading (client_id, time, active_power_withdrawn_kw) VALUES (1, ?, ?)",
        [(at.strftime("%Y-%m-%dT%H:%M:%SZ"), str(value)) for day in DAYS for at, value in quarters(day)])
    database.commit()
    database.close()
    mappings = folder / "mappings"
    shutil.copytree(REPOSITORY / "mappings", mappings)
    services = (mappings / "services.yaml").read_text(encoding="utf-8")
    line = f'dso-meters: {{ address: "sqlite3:{folder / "meters.db"}" }}\n'
    (mappings / "services.yaml").write_text(
        "".join(line if text.startswith("dso-meters:") else text for text in services.splitlines(keepends=True)),
        encoding="utf-8")
    running = Server(mappings=str(mappings))
    yield running
    running.stop()


def get(server, path, **parameters):
    query = urllib.parse.urlencode({name.replace("_", " "): value for name, value in parameters.items()})
    with urllib.request.urlopen(f"http://127.0.0.1:{server.port}{path}?{query}", timeout=60) as response:
        return json.loads(response.read())


def metering(server, user, begin, end, granularity):
    token = get(server, "/1.0/Data/Authorization", End_User=user, Start_Date=begin, End_Date=end)
    return get(server, "/1.0/Data/Metering", Type_of_Data="User", ID=user, Granularity=granularity, Start_time=begin,
               End_time=end, Authorization_Token=token["Authorization Token"])


def readings(server, day, granularity):
    after = (datetime.strptime(day, "%Y/%m/%d") + timedelta(days=1)).strftime("%Y/%m/%d")
    answer = metering(server, "U123456", f"{day} 00:00", f"{after} 00:00", granularity)
    assert [one["User/Zone"] for one in answer] == ["U123456"]
    return answer[0]["Metering"]


@pytest.mark.parametrize("day", DAYS)
def test_quarter_hours_come_as_they_are(server, day):
    expected = [(at.astimezone(LISBON).strftime("%Y/%m/%d %H:%M"), float(value), "kW") for at, value in quarters(day)]
    found = [(one["Time"], float(one["Measurement"]), one["Unit"]) for one in readings(server, day, 1)]
    assert found == expected
    assert len(found) == {"2021/03/28": 92, "2021/07/01": 96, "2021/10/31": 100}[day]


@pytest.mark.parametrize("day", DAYS)
def test_power_is_averaged_over_the_hours_of_the_clock(server, day):
    hours = {}
    for at, value in quarters(day):
        hours.setdefault(at.replace(minute=0), []).append(value)
    expected = [(at.astimezone(LISBON).strftime("%Y/%m/%d %H:%M"), mean(values)) for at, values in hours.items()]
    found = [(one["Time"], float(one["Measurement"])) for one in readings(server, day, 2)]
    assert [time for time, _ in found] == [time for time, _ in expected]
    assert [value for _, value in found] == pytest.approx([value for _, value in expected], abs=1e-4)


@pytest.mark.parametrize("day", DAYS)
def test_power_is_averaged_over_local_days_of_any_length(server, day):
    found = readings(server, day, 3)
    assert [one["Time"] for one in found] == [f"{day} 00:00"]
    assert float(found[0]["Measurement"]) == pytest.approx(mean([value for _, value in quarters(day)]), abs=1e-4)


def test_another_user_has_nothing(server):
    assert metering(server, "U1' OR '1'='1", "2021/07/01 00:00", "2021/07/02 00:00", 1) == []
