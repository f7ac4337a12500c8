"""Where settings come from, and what is said of wrong ones: all of it, before anything starts."""

from pathlib import Path

import pytest

from shell import run

OPERATOR_GUIDE = Path(__file__).resolve().parents[3] / "docs/operator.md"


def test_config_shows_values_and_origins(tmp_path):
    file = tmp_path / "gridlore.yaml"
    file.write_text("# mine\nkb-wait: 30\nrows: 5\n")
    shown = run("config", "--config", file, "--long-poll", "5", "--json", settings={"rows": "7"}).expect(0).json()
    assert shown["kb-wait"] == {"value": 30, "origin": f"{file}:2"}
    assert shown["rows"] == {"value": 7, "origin": "GRIDLORE_ROWS"}
    assert shown["long-poll"] == {"value": 5, "origin": "--long-poll"}
    assert shown["listen"] == {"value": "127.0.0.1:8280", "origin": "default"}


def test_config_in_columns():
    lines = run("config", "--kb-wait", "0").expect(0).out.splitlines()
    assert ["kb-wait", "0s", "--kb-wait"] in [line.split() for line in lines]


def test_reference_variables_are_read():
    shown = run("config", "--json", other_environment={
        "KE_KB_WAIT_TIMEOUT": "3", "KE_REASONER_LEVEL": "4",
        "SC_VALIDATE_OUTGOING_BINDINGS_WRT_INCOMING_BINDINGS": "false"}).expect(0).json()
    assert shown["kb-wait"] == {"value": 3, "origin": "KE_KB_WAIT_TIMEOUT"}
    assert shown["reasoner-level"]["value"] == 4
    assert shown["validate-answers"]["value"] is False


@pytest.mark.parametrize("command", ["serve", "config"])
def test_all_problems_are_reported_together(command, tmp_path):
    file = tmp_path / "gridlore.yaml"
    file.write_text("long-pol: 5\nkb-wait: soon\n")
    rules = tmp_path / "broken.rules"
    rules.write_text("(?x a\n")
    refused = run(command, "--config", file, "--listen", "nowhere", "--domain-knowledge", rules, tmp_path / "none.ttl",
                  settings={"log_level": "loud"}).expect(2)
    assert f"{file}:1: there is no setting 'long-pol': did you mean 'long-poll'?" in refused.error
    assert f"{file}:2: kb-wait: 'soon' is not a duration" in refused.error
    assert "GRIDLORE_LOG_LEVEL: log-level: 'loud' is none of debug|info|warning|error|off" in refused.error
    assert "--listen: listen: 'nowhere' is no address and port" in refused.error
    assert str(rules) in refused.error and "none.ttl" in refused.error
    assert len(refused.error.splitlines()) == 6


@pytest.mark.parametrize("arguments", [
    ["serve", "--long-pol", "5"], ["serve", "extra"], ["fly"], [], ["ask"], ["post"], ["serve", "--kb-wait"],
    ["serve", "--config", "/no/such/file"], ["ask", "?a ?b ?c", "--level", "9"], ["config", "--rows", "0"],
    ["config", "--header-limit", "2MiB"]], ids=str)
def test_wrong_usage_is_2(arguments):
    refused = run(*arguments).expect(2)
    assert refused.out == "" or arguments[:1] == ["config"]
    assert refused.error


def test_a_mistyped_flag_gets_a_suggestion():
    assert "did you mean --long-poll?" in run("serve", "--long-pol", "5").error


@pytest.mark.parametrize("command", [[], ["serve"], ["config"], ["ask"], ["post"], ["interactions"]], ids=str)
def test_help_has_examples(command):
    assert "Examples:\n  gridlore " in run(*command, "--help").expect(0).out


def test_version():
    assert run("--version").expect(0).out.startswith("gridlore ")


def test_the_operator_guide_has_the_table_of_settings():
    assert run("config", "--markdown").expect(0).out in OPERATOR_GUIDE.read_text()
