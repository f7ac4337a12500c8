"""A year of quarter hours out of a database with the schema that ships, through the document that ships: SQLite and
PostgreSQL, at each granularity, over both changes of summer time."""

from datetime import timedelta
from decimal import Decimal

import pytest
from harness.meters import MeteringServer, figures, midnight, postgresql_meters, quarters, sqlite_meters
from postgresql_cluster import cluster, programs

BEGIN, END = midnight(2021, 1, 1), midnight(2022, 1, 1)
# Both changes of summer time, and a day between: how many quarter hours they have.
DAYS = {(2021, 3, 28): 92, (2021, 7, 1): 96, (2021, 10, 31): 100}


def generated(factor):
    """A year in which the quarters of an hour, the hours of a day and the days differ; some have few digits, some are
    missing."""
    return [(instant, Decimal(number * factor % 977) / (100 if number % 3 else 1000))
            for number, instant in enumerate(quarters(BEGIN, END)) if number % 1001 != 7]


METERS = {"U123456": generated(7), "U654321": generated(11), "M1": generated(13)}


@pytest.fixture(scope="module", params=["SQLite", "PostgreSQL"])
def server(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("metering")
    if request.param == "SQLite":
        running = MeteringServer(folder / "mappings", sqlite_meters(folder / "meters.db", METERS, special={"M1"}))
        yield running
        running.stop()
        return
    assert programs() is not None, "PostgreSQL's server is not installed; scripts/setup installs it"
    with cluster() as database:
        running = MeteringServer(folder / "mappings", postgresql_meters(database, METERS, special={"M1"}))
        yield running
        running.stop()


@pytest.mark.parametrize("granularity", [1, 2, 3])
@pytest.mark.parametrize("user", METERS)
def test_a_year_is_what_was_measured(server, user, granularity):
    """IC-5.2, IC-5.2a, IC-11.1, IC-11.2, IC-2.12: each figure, digit by digit in value; M1 is a client of table 16."""
    found = server.readings(user, BEGIN, END, granularity)
    assert found == figures(METERS[user], granularity)
    assert len(found) == {1: len(METERS[user]), 2: 8760, 3: 365}[granularity]


@pytest.mark.parametrize("day", DAYS)
def test_days_are_as_long_as_they_are(server, day):
    """IC-5.2: 92, 96 and 100 quarter hours; the hour that never comes is not there, one that comes twice is twice."""
    begin = midnight(*day)
    end = midnight(*day[:2], day[2] + 1) if day[2] != 31 else midnight(day[0], day[1] + 1, 1)
    measured = [(instant, value) for instant, value in METERS["U123456"] if begin <= instant < end]
    missing = DAYS[day] - len(measured)
    assert end - begin == DAYS[day] * timedelta(minutes=15)
    for granularity in (1, 2, 3):
        assert server.readings("U123456", begin, end, granularity) == figures(measured, granularity)
    hours = [time[-5:] for time, _ in server.readings("U123456", begin, end, 2)]
    assert len(hours) == DAYS[day] // 4 and missing <= 1
    assert hours.count("01:00") == {92: 0, 96: 1, 100: 2}[DAYS[day]]


def test_an_interval_belongs_to_the_period_in_which_it_begins(server):
    """IC-5.2: and is then whole: what begins before the period is no part of it."""
    begin, end = midnight(2021, 7, 1) + timedelta(minutes=30), midnight(2021, 7, 1) + timedelta(hours=2, minutes=15)
    whole = [(instant, value) for instant, value in METERS["U123456"]
             if midnight(2021, 7, 1) + timedelta(hours=1) <= instant < midnight(2021, 7, 1) + timedelta(hours=3)]
    assert server.readings("U123456", begin, end, 2) == figures(whole, 2)
    assert server.readings("U123456", begin, end, 3) == []


def test_nothing_is_copied(server):
    """IC-0.7, IC-0.8, IC-2.17: what was asked for stays in the database that it comes from."""
    assert server.readings("U123456", midnight(2021, 7, 1), midnight(2021, 7, 2), 1)
    body = b"SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    counted = server.root.post("/sparql", body=body, content_type="application/sparql-query",
                               headers=[("Accept", "text/csv")]).expect(200)
    assert counted.body.split() == [b"n", b"0"]


def test_another_user_has_nothing(server):
    assert server.readings("U1' OR '1'='1", midnight(2021, 7, 1), midnight(2021, 7, 2), 1) == []
