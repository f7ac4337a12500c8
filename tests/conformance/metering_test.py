"""Real meter data goes in through the SQL schema and comes out of GET /1.0/Data/Metering, at all three granularities,
as figures that are computed apart from the program. Each source covers both changes of summer time, but the days by the
minute; the interface's clock is that of Lisbon.
"""

import csv
import gzip
import json
import os
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from harness.meters import MeteringServer, figures, interval_of, midnight, postgresql_meters, quarters, sqlite_meters
from postgresql_cluster import cluster, programs

DATA = Path(os.environ["GRIDLORE_DATA"]) / "metering"
BERLIN, MADRID = ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/Madrid")
HOUR = timedelta(hours=1)
# The household's clock in Sceaux has no summer time: each day of its files has 24 hours, also where clocks change.
SCEAUX = timezone(HOUR)


def rounded(value, places):
    return Decimal(round(Fraction(value) * 10 ** places)).scaleb(-places)


def in_quarters(hours):
    """Hours as four quarter hours each, of the same mean power."""
    return [(instant + number * timedelta(minutes=15), value) for instant, value in hours for number in range(4)]


def household_by_the_minute():
    """Two days: the means of fifteen minutes."""
    minutes = {}
    with open(DATA / "uci-household/household_power_consumption_2007-02-01_02.csv", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            at = datetime.strptime(f"{row['Date']} {row['Time']}", "%d/%m/%Y %H:%M:%S").replace(tzinfo=SCEAUX)
            quarter = at.astimezone(timezone.utc).replace(minute=at.minute // 15 * 15)
            minutes.setdefault(quarter, []).append(Decimal(row["Global_active_power"]))
    return [(quarter, rounded(sum(map(Fraction, values)) / len(values), 4)) for quarter, values in minutes.items()]


def household_by_the_hour():
    """Four years: the column is the sum of the kilowatts of sixty minutes."""
    hours = []
    with gzip.open(DATA / "uci-household/clean_household_power_consumption_hourly.csv.gz", "rt") as file:
        for row in csv.DictReader(file):
            at = datetime.strptime(row["datetime"], "%Y-%m-%d %H:%M:%S").replace(tzinfo=SCEAUX).astimezone(timezone.utc)
            hours.append((at, rounded(Fraction(row["Global_active_power"]) / 60, 5)))
    return in_quarters(hours)


def datadis():
    """Half a year of a Spanish client: kWh of hours, named by their local ends. Of the hour that comes twice in autumn
    only one is there."""
    rows = json.loads(gzip.open(DATA / "eddie/es-datadis/consumptionKWh_2023-10-01_to_2024-04-17.json.gz").read(),
                      parse_float=Decimal)
    hours = []
    for row in rows:
        day = datetime.strptime(row["date"], "%Y/%m/%d")
        end = (day + int(row["time"][:2]) * HOUR).replace(tzinfo=MADRID)
        hours.append((end.astimezone(timezone.utc) - HOUR, row["consumptionKWh"]))
    return in_quarters(hours)


def load_profile(name):
    """A year of a German standard load profile: the kWh of quarter hours on the clock, by month and kind of day, of a
    consumption of 1000 kWh a year."""
    with open(DATA / f"bdew-load-profiles/{name}.csv", encoding="utf-8") as file:
        months, kinds, *rows = csv.reader(file)
    order = list(dict.fromkeys(months[1:]))
    column = {(order.index(month) + 1, kind): number for number, (month, kind) in enumerate(zip(months, kinds))
              if number > 0}
    readings = []
    for instant in quarters(midnight(2025, 1, 1, BERLIN), midnight(2026, 1, 1, BERLIN)):
        local = instant.astimezone(BERLIN)
        kind = {5: "SA", 6: "FT"}.get(local.weekday(), "WT")
        row = rows[local.hour * 4 + local.minute // 15]
        readings.append((instant, Decimal(row[column[local.month, kind]]) * 4 / 1000))
    return readings


SOURCES = {"minutes": household_by_the_minute, "household": household_by_the_hour, "datadis": datadis,
           "h25": lambda: load_profile("h25"), "g25": lambda: load_profile("g25"), "p25": lambda: load_profile("p25"),
           "s25": lambda: load_profile("s25")}


@pytest.fixture(scope="module")
def meters():
    """All that was measured, by user: what is missing fails here and says what it is."""
    return {name: read() for name, read in SOURCES.items()}


@pytest.fixture(scope="module", params=["SQLite", "PostgreSQL"])
def server(request, meters, tmp_path_factory):
    folder = tmp_path_factory.mktemp("meters")
    if request.param == "SQLite":
        running = MeteringServer(folder / "mappings", sqlite_meters(folder / "meters.db", meters))
        yield running
        running.stop()
        return
    assert programs() is not None, "PostgreSQL's server is not installed; scripts/setup installs it"
    with cluster() as database:
        running = MeteringServer(folder / "mappings", postgresql_meters(database, meters))
        yield running
        running.stop()


def years_of(readings):
    """Its readings, by the years of the interface's clock."""
    years = {}
    for instant, value in readings:
        years.setdefault(int(interval_of(instant, 3)[0][:4]), []).append((instant, value))
    return years


@pytest.mark.parametrize("granularity", [1, 2, 3])
@pytest.mark.parametrize("source", SOURCES)
def test_what_was_measured_comes_out(server, meters, source, granularity):
    for year, readings in years_of(meters[source]).items():
        found = server.readings(source, midnight(year, 1, 1), midnight(year + 1, 1, 1), granularity)
        assert found == figures(readings, granularity), year


def test_the_sources_are_whole(meters):
    """How many readings there are; and that both changes of summer time are among them, for four years."""
    assert {name: len(readings) for name, readings in meters.items()} == {
        "minutes": 192, "household": 139796, "datadis": 19196, **dict.fromkeys(["h25", "g25", "p25", "s25"], 35040)}
    assert all(readings == sorted(readings) for readings in meters.values())
    days = [len(day) for day in hours_of_days(meters["household"])]
    assert days.count(23) == 4 and days.count(25) == 4


def hours_of_days(readings):
    """Of each whole day on the interface's clock."""
    days = {}
    for instant, _ in readings:
        days.setdefault(interval_of(instant, 3), set()).add(interval_of(instant, 2))
    return list(days.values())[1:-1]
