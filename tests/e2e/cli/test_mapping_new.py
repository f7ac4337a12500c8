"""`gridlore mapping new` as an ontology engineer meets it: a payload of a public service, and one that it cannot finish."""

import json

from shell import run

WEATHER = {
    "latitude": 52.52,
    "timezone": "Europe/Berlin",
    "hourly": {
        "time": ["2026-11-22T00:00", "2026-11-22T01:00", "2026-11-22T02:00", "2026-11-22T03:00"],
        "temperature": [13, 12.7, None, 12.7],
        "radiation": [0, 0, 0.0, 0],
    },
}
ODD = [{"m": 1, "odd": {"x": None, "y": True}}, {"m": 2, "odd": {"y": [], "z": 2}}, {"m": 3}]


def draft_of(folder, payload):
    (folder / "payload.json").write_text(json.dumps(payload), encoding="utf-8")
    made = run("mapping", "new", "--from", folder / "payload.json").expect(0)
    (folder / "draft.yaml").write_text(made.out, encoding="utf-8")
    return made


def test_a_draft_of_columns_works_at_once(tmp_path):
    made = draft_of(tmp_path, WEATHER)
    assert made.error == ""
    assert "$zip:" in made.out
    run("mapping", "check", tmp_path / "draft.yaml").expect(0)
    triples = run("mapping", "lift", tmp_path / "draft.yaml", tmp_path / "payload.json").expect(0).out
    assert triples.count("my:radiation ") == 4, triples
    assert triples.count("my:temperature ") == 3, triples


def test_what_is_to_be_mended_in_a_draft_is_said(tmp_path):
    made = draft_of(tmp_path, ODD)
    said = made.error.splitlines()[0]
    assert said.startswith("to be mended in the draft:"), made.error
    checked = run("mapping", "check", tmp_path / "draft.yaml")
    assert checked.code != 0
    assert said.removeprefix("to be mended in the draft") in checked.error, (said, checked.error)
