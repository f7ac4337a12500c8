"""The data model of InterConnect D4.2, section 4.2: each of its tables, in a database with the schema that ships, is
known on the exchange; SQLite and PostgreSQL."""

import itertools

import pytest
from dso import DsoServer
from harness.knowledge_base import KnowledgeBase
from harness.meters import postgresql_database, sqlite_database
from postgresql_cluster import cluster, programs

TIMES = [f"2021-09-27T{hour:02}:{minute:02}:00Z" for hour in (9, 10) for minute in (0, 15, 30, 45)]
SEVEN = {"InjectedActivePower": (0, "kW"), "WithdrawnActivePower": (1.25, "kW"),
         "InjectedCapacitiveReactivePower": (0.1, "kVAr"), "InjectedInductiveReactivePower": (0.2, "kVAr"),
         "WithdrawnCapacitiveReactivePower": (0.3, "kVAr"), "WithdrawnInductiveReactivePower": (0.4, "kVAr"),
         "Voltage": (231.4, "V")}
THREE = {"WithdrawnActivePower": (120.5, "kW"), "InjectedReactivePower": (3, "kVAr"),
         "WithdrawnReactivePower": (30, "kVAr")}
FIVE = {"ActivePower": (8.1, "MW"), "ReactivePower": (1.2, "MVAr"), "Current": (310, "A"), "Voltage": (15.02, "kV"),
        "TapPosition": (3, "N/A")}
# Row of the coverage list: class, whose readings, columns in the order of the table.
TABLES = {"IC-11.1": ("LowVoltageClient", "urn:gridlore:client:1", SEVEN),
          "IC-11.2": ("SpecialClient", "urn:gridlore:client:2", THREE),
          "IC-11.3": ("SecondarySubstation", "urn:gridlore:secondary-substation:1", SEVEN),
          "IC-11.4": ("PrimarySubstation", "urn:gridlore:primary-substation:1", FIVE)}
NAMES = {"IC-11.1": "lv_client_reading", "IC-11.2": "special_client_reading",
         "IC-11.3": "secondary_substation_reading", "IC-11.4": "primary_substation_reading"}
OM = "http://www.ontology-of-units-of-measure.org/resource/om-2/"
UNITS = {"kW": OM + "kilowatt", "V": OM + "volt", "MW": OM + "megawatt", "A": OM + "ampere", "kV": OM + "kilovolt",
         "N/A": OM + "one", "kVAr": "http://qudt.org/vocab/unit/KiloVAR", "MVAr": "http://qudt.org/vocab/unit/MegaVAR"}
PREFIXES = {"gridlore": "https://w3id.org/gridlore#", "saref": "https://saref.etsi.org/core/",
            "skos": "http://www.w3.org/2004/02/skos/core#", "s4grid": "https://saref.etsi.org/saref4grid/"}
READINGS = """?property saref:isPropertyOf ?whose ; skos:broader ?measure .
    ?reading saref:observes ?property ; saref:hasTimestamp ?time ; saref:hasResult ?result .
    ?result saref:hasValue ?value ; saref:isMeasuredIn ?unit ."""


def row(table, numbers):
    return f"INSERT INTO {table} VALUES ({', '.join(numbers)});"


def statements():
    """Two clients at low voltage, the second with half of its readings, and one at medium voltage."""
    yield "INSERT INTO zone VALUES ('Z123456', 'a zone'), ('Z2', 'another');"
    yield ("INSERT INTO client VALUES (1, 'U1', 'Z123456', 'LV'), (2, 'M1', 'Z123456', 'MV'), "
           "(3, 'U3', 'Z123456', 'LV'), (4, 'U4', 'Z2', 'LV');")
    yield "INSERT INTO secondary_substation VALUES (1, 'Z123456');"
    yield "INSERT INTO primary_substation VALUES (1, 'a substation');"
    yield "INSERT INTO grid_topology VALUES (1, 1, 4, 1, 2), (2, NULL, NULL, 1, 2), (3, 1, 5, 1, 2);"
    for name, (_, whose, measures) in TABLES.items():
        for time in TIMES:
            yield row(NAMES[name], [whose.rsplit(":", 1)[1], f"'{time}'",
                                    *(f"'{value}'" for value, _ in measures.values())])
    for time in TIMES[::2]:
        yield row("lv_client_reading", ["3", f"'{time}'", "NULL", "'0.1'", *["NULL"] * 5])
    yield row("lv_client_reading", ["4", f"'{TIMES[0]}'", "NULL", "'99'", *["NULL"] * 5])


@pytest.fixture(scope="module", params=["SQLite", "PostgreSQL"])
def server(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("tables")
    if request.param == "SQLite":
        yield from serving(folder, sqlite_database(folder / "meters.db", statements()))
        return
    assert programs() is not None, "PostgreSQL's server is not installed; scripts/setup installs it"
    with cluster() as database:
        yield from serving(folder, postgresql_database(database, statements()))


def serving(folder, address):
    running = DsoServer(folder / "services", {"dso-meters": {"address": address}}, post_graph="none")
    yield running
    running.stop()


numbers = itertools.count()


@pytest.fixture
def asker(server):
    own = KnowledgeBase(server.rest, f"https://asker.example/{next(numbers)}")
    yield own
    own.close()


def ask(asker, pattern, bindings=()):
    """Rows, without the brackets and datatypes of their terms."""
    rows = asker.ask(asker.ask_ki(pattern, prefixes=PREFIXES), list(bindings))["bindingSet"]
    return [{name: term.split("^^")[0].strip('<>"') for name, term in row.items()} for row in rows]


def name_of(iri):
    return iri.replace("#", "/").rsplit("/", 1)[1]


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_known_on_the_exchange(asker, name):
    """IC-11.1, IC-11.2, IC-11.3, IC-11.4: each measure with its unit, for each quarter hour."""
    kind, whose, measures = TABLES[name]
    rows = ask(asker, f"?whose a gridlore:{kind} . {READINGS}", [{"whose": f"<{whose}>"}])
    assert len(rows) == len(TIMES) * len(measures)
    assert {(name_of(row["measure"]), float(row["value"]), row["unit"]) for row in rows} == {
        (measure, value, UNITS[unit]) for measure, (value, unit) in measures.items()}
    assert {row["time"] for row in rows} == set(TIMES)


def test_what_was_not_measured_is_no_row(asker):
    """IC-11.1: of a client whose meter gives withdrawn power alone."""
    rows = ask(asker, f"?whose a gridlore:LowVoltageClient . {READINGS}", [{"whose": "<urn:gridlore:client:3>"}])
    assert {(name_of(row["measure"]), row["value"]) for row in rows} == {("WithdrawnActivePower", "0.1")}
    assert {row["time"] for row in rows} == set(TIMES[::2])


def test_clients_hang_on_feeders_of_substations(asker):
    """IC-11.5: at medium voltage on those of a primary substation alone."""
    feeders = "gridlore:feeds ?feeder . ?feeder gridlore:feeds ?client ."
    primary = ask(asker, f"?primary a gridlore:PrimarySubstation ; {feeders}")
    assert {(row["client"], row["feeder"], row["primary"]) for row in primary} == {
        (f"urn:gridlore:client:{client}", "urn:gridlore:primary-substation:1:feeder:2",
         "urn:gridlore:primary-substation:1") for client in (1, 2, 3)}
    secondary = ask(asker, f"?secondary a gridlore:SecondarySubstation ; {feeders}")
    assert {(row["client"], row["feeder"]) for row in secondary} == {
        (f"urn:gridlore:client:{client}", f"urn:gridlore:secondary-substation:1:feeder:{feeder}")
        for client, feeder in ((1, 4), (3, 5))}


def test_readings_are_found_through_the_topology(asker):
    """IC-11.5, IC-11.1: the voltage of the clients of a feeder; who they are is an answer to the same question."""
    rows = ask(asker, f"?feeder gridlore:feeds ?whose . ?whose a gridlore:LowVoltageClient . {READINGS}",
               [{"feeder": "<urn:gridlore:secondary-substation:1:feeder:4>",
                 "measure": f"<{PREFIXES['s4grid']}Voltage>",
                 "time": f'"{time}"^^<http://www.w3.org/2001/XMLSchema#dateTime>'} for time in TIMES[:2]])
    assert {(row["whose"], row["value"], row["time"]) for row in rows} == {
        ("urn:gridlore:client:1", "231.4", time) for time in TIMES[:2]}


# 120.5 kW at medium voltage, 1.25 kW at low voltage, and in each second quarter hour 0.1 kW more.
TOGETHER = {1: [121.85, 121.75] * 4, 2: [121.8, 121.8], 3: [121.8]}


@pytest.mark.parametrize("granularity", TOGETHER)
def test_a_zone_withdraws_what_its_clients_do(server, granularity):
    """IC-5.2b, IC-1.2.2: the sum over clients of both tables; means of hours and days of it. No token is needed."""
    query = {"Type of Data": "Anonymized", "ID": "Z123456", "Granularity": granularity,
             "Start time": "2021/09/27 00:00", "End time": "2021/09/28 00:00"}
    response = server.ask("/1.0/Data/Metering", query).expect(200)
    assert "Gridlore-Failed" not in response.headers
    (answer,) = response.json()
    assert answer["User/Zone"] == "Z123456"
    assert [one["Measurement"] for one in answer["Metering"]] == TOGETHER[granularity]
    assert {one["Unit"] for one in answer["Metering"]} == {"kW"}
    times = {1: "2021/09/27 10:00", 2: "2021/09/27 10:00", 3: "2021/09/27 00:00"}
    assert answer["Metering"][0]["Time"] == times[granularity]


def test_of_a_zone_that_is_none_nothing_is_known(server):
    query = {"Type of Data": "Anonymized", "Granularity": 1, "Start time": "2021/09/27 00:00",
             "End time": "2021/09/28 00:00"}
    for zone in ("Z9", "Z123456' OR '1'='1", "U1"):
        assert server.ask("/1.0/Data/Metering", {"ID": zone} | query).expect(200).json() == []
