"""What an ontology engineer sees while a large payload is imported through a mapping document, on a terminal."""

import os
import pty
import subprocess

from harness.server import environment, program
from harness.waiting import stretched

DOCUMENT = """
id: test.readings
prefixes: { e: "urn:e:" }
graph: "?reading e:of ?meter ; e:number ?number ; e:value ?value ."
terms:
  meter:   { iri: "urn:meter:{}" }
  number:  { literal: "xsd:integer" }
  value:   { literal: "xsd:decimal" }
  reading: { iri: "urn:reading:{meter}:{number}" }
json:
  Meter: ?meter
  Readings: { $list: { n: ?number, v: ?value }, $order: ?number }
"""
READINGS = 300_000


def on_a_terminal(*arguments):
    """What the program writes on a terminal's standard error, and its exit code."""
    ours, its = pty.openpty()
    running = subprocess.Popen([program(), *map(str, arguments)], stdout=subprocess.PIPE, stderr=its,
                               env=environment({}))
    os.close(its)
    written = b""
    try:
        while piece := os.read(ours, 65536):
            written += piece
    except OSError:  # the other end is closed
        pass
    os.close(ours)
    said = running.communicate(timeout=stretched(60))[0].decode()
    return written.decode(), said, running.returncode


def test_a_payload_that_takes_a_while_shows_how_far_it_is(tmp_path):
    (tmp_path / "readings.yaml").write_text(DOCUMENT, encoding="utf-8")
    readings = ",".join(f'{{"n":{number},"v":{number}.25}}' for number in range(READINGS))
    (tmp_path / "payload.json").write_text(f'{{"Meter":"M1","Readings":[{readings}]}}', encoding="utf-8")
    shown, said, code = on_a_terminal("import", "--mapping", tmp_path / "readings.yaml", "--store", tmp_path / "store",
                                      tmp_path / "payload.json")
    assert code == 0, shown
    assert said == f"{tmp_path / 'payload.json'}: {3 * READINGS:,} quads\n"
    lines = [line for line in shown.split("\r") if line.strip()]
    assert lines and all(line.startswith("payload.json  [") and "MB/s" in line for line in lines), shown
    assert shown.endswith(" \r"), "the line is taken away again"
