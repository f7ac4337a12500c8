"""A database answers through the exchange: inputs and ranges are bound, and nothing that a client writes is SQL."""

import sqlite3
import urllib.parse
from pathlib import Path

import pytest
from documents import SERVED_READINGS

CALLED_DATABASE = """
id: meters.readings
prefixes: { e: "urn:e:" }
graph: |
  ?reading e:of ?user ; e:at ?time ; e:value ?value .
terms:
  user:    { iri: "urn:user:{}", given: true }
  reading: { iri: "urn:reading:{user}:{time}" }
  time:    { dateTime: iso }
  value:   { literal: "xsd:decimal" }
json:
  readings: { $list: { t: ?time, v: ?value }, $empty: true }
bind:
  - call:
      source: meters
      sql: SELECT time, value FROM readings WHERE user_id = :user AND time >= :time_from AND time < :time_until
    as: answer
    needs: [ ?user ]
"""
ROWS = [("U1", "2021-09-27T09:00:00Z", "890.10"), ("U1", "2021-09-27T09:15:00Z", "12.50"),
        ("U1", "2021-09-27T09:30:00Z", None), ("U2", "2021-09-27T09:00:00Z", "7")]


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "meters.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE readings (user_id TEXT, time TEXT, value DECIMAL TEXT)")
        connection.executemany("INSERT INTO readings VALUES (?, ?, ?)", ROWS)
    connection.close()
    return path


@pytest.fixture
def metering(start_server, mappings, database):
    mappings.services(meters={"address": f"sqlite3:{database}"})
    mappings.write("served.yaml", SERVED_READINGS)
    mappings.write("called.yaml", CALLED_DATABASE)
    return start_server(mappings=mappings.folder)


def get(server, **parameters):
    return server.root.get("/1.0/Data/Metering?" + urllib.parse.urlencode(parameters))


def test_a_database_answers_a_served_get(metering):
    body = get(metering, ID="U1").expect(200).body
    assert body == (b'[{"User/Zone":"U1","Metering":[{"Time":"2021-09-27T09:00:00Z","Measurement":890.10},'
                    b'{"Time":"2021-09-27T09:15:00Z","Measurement":12.50}]}]')


def test_a_range_reaches_the_statement(metering):
    (answer,) = get(metering, ID="U1", Start="2021/09/27 10:10").expect(200).json()
    assert [one["Measurement"] for one in answer["Metering"]] == [12.5]


@pytest.mark.parametrize("text", ["U1' OR '1'='1", "'; DROP TABLE readings; --", "U1\" --", ":user", "?1", "%", "U_"])
def test_what_a_client_writes_is_a_value(metering, database, text):
    assert get(metering, ID=text).expect(200).json() == []
    assert len(get(metering, ID="U1").expect(200).json()) == 1
    with sqlite3.connect(database) as connection:
        assert connection.execute("SELECT count(*) FROM readings").fetchone() == (len(ROWS),)
    connection.close()


def test_a_database_that_fails_is_named(metering, database):
    with sqlite3.connect(database) as connection:
        connection.execute("DROP TABLE readings")
    connection.close()
    detail = get(metering, ID="U1").expect(502).json()["detail"]
    assert "urn:gridlore:service:meters" in detail and "meters.readings, line" in detail


def has_postgresql_client(server):
    return "/libpq.so" in Path(f"/proc/{server.process.pid}/maps").read_text(encoding="utf-8")


def test_postgresql_is_loaded_with_its_first_address(metering, mappings):
    """Its client and what comes with it are memory that others need not pay for."""
    assert not has_postgresql_client(metering)
    mappings.services(meters={"address": "postgresql:host=/nowhere"})
    metering.root.post("/mappings/reload").expect(200)
    assert has_postgresql_client(metering)
    assert get(metering, ID="U1").status == 502


def test_where_postgresql_cannot_be_loaded_it_is_said_what_to_install(metering, mappings, start_server, tmp_path,
                                                                     monkeypatch):
    broken = tmp_path / "libraries"
    broken.mkdir()
    (broken / "libsoci_postgresql.so.4.0").write_text("no library", encoding="utf-8")
    monkeypatch.setenv("LD_LIBRARY_PATH", str(broken))
    server = start_server(mappings=mappings.folder)
    mappings.services(meters={"address": "postgresql:host=/nowhere"})
    problems = server.root.post("/mappings/reload").expect(400).body.decode()
    assert "apt-get install libsoci-postgresql4.0" in problems
    assert get(server, ID="U1").status == 200
