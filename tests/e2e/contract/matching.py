"""Matching cases as data: who asks or posts what, who is in the network with which rows, and what comes of it.

Patterns and rows are written in the short words of harness/world.py. An `Outcome` is keyed by the lowest level from
which on it holds; below the first nothing is found and nobody is contacted.
"""

from dataclasses import dataclass, field

from harness.knowledge_base import holder
from harness.world import assert_same_rows

LEVELS = (1, 2, 3, 4, 5)


@dataclass(frozen=True)
class Answer:
    """An honest answerer: of its rows it returns those that agree with what is asked."""
    name: str
    pattern: str
    rows: str


@dataclass(frozen=True)
class React:
    """`convert` makes the rows of the result of one row of the argument: `x=y` takes over, `z=y+done` appends."""
    name: str
    argument: str
    result: str = None
    convert: str = ""


@dataclass(frozen=True)
class Outcome:
    rows: str = ""                              # exactly these …
    at_most: str = None                         # … or these and any of those
    asked: dict = field(default_factory=dict)   # ANSWERs contacted, and the bindings that each received
    called: dict = field(default_factory=dict)  # REACTs contacted, and the bindings that each received


NOTHING = Outcome()


@dataclass(frozen=True)
class Case:
    name: str
    network: list
    outcomes: dict      # lowest level -> Outcome
    ask: str = None
    argument: str = None
    result: str = None
    bindings: str = "*"


def outcome_at(case, level):
    reached = [lowest for lowest in case.outcomes if lowest <= level]
    return case.outcomes[max(reached)] if reached else NOTHING


def at_all_levels(cases):
    """Parameters for pytest: each case at each level, named after both."""
    return {"argnames": "case, level", "argvalues": [(case, level) for case in cases for level in LEVELS],
            "ids": [f"{case.name}, level {level}" for case in cases for level in LEVELS]}


def converter(world, text):
    def convert(rows):
        return [{variable: appended(row, source) for variable, source in assignments} for row in rows]

    def appended(row, source):
        name, _, suffix = source.partition("+")
        return row[name][:-1] + suffix + ">" if suffix else row[name]
    assignments = [tuple(pair.split("=")) for pair in text.split()]
    return convert if text else lambda rows: []


def build(world, network):
    members = {}
    for member in network:
        if isinstance(member, Answer):
            handler = holder(world.rows(member.rows))
            members[member.name] = world.answerer(member.pattern, handler, member.name)
        else:
            handler = converter(world, member.convert)
            members[member.name] = world.reactor(member.argument, member.result, handler, member.name)
    return members


def assert_rows(world, actual, outcome):
    expected = world.rows(outcome.rows)
    if outcome.at_most is None:
        assert_same_rows(actual, expected)
        return
    allowed = world.rows(outcome.at_most)
    assert all(row in actual for row in expected), f"missing rows in {actual}"
    assert all(row in allowed for row in actual), f"rows that nothing supports in {actual}"


def assert_calls(world, members, requester, expected):
    """Exactly these were contacted, once each, with these bindings in their own names, on behalf of the requester."""
    contacted = {name: member.calls for name, member in members.items() if member.calls}
    assert set(contacted) == set(expected), f"contacted: {sorted(contacted)}, expected: {sorted(expected)}"
    for name, bindings in expected.items():
        call, = contacted[name]
        assert_same_rows(call.bindings, world.rows(bindings))
        assert call.requester == requester.id


def assert_info(world, members, info, listed):
    """exchangeInfo lists exactly these, each with what it received and gave, in its own names."""
    by_name = {name: entry for entry in info for name, member in members.items()
               if entry["knowledgeBaseId"] == member.id}
    assert len(info) == len(by_name) and set(by_name) == set(listed)
    assert all(entry["status"] == "SUCCEEDED" for entry in info), info
    return by_name


def run_ask(world, case, level):
    asker, ki = world.asker(case.ask, reasonerLevel=level)
    members = build(world, case.network)
    outcome = outcome_at(case, level)
    result = asker.ask(ki, world.rows(case.bindings))
    assert_rows(world, result["bindingSet"], outcome)
    assert_calls(world, members, asker, {**outcome.asked, **outcome.called})
    entries = assert_info(world, members, result["exchangeInfo"], outcome.asked)
    for member in case.network:
        if member.name in outcome.asked:
            gave = holder(world.rows(member.rows))(world.rows(outcome.asked[member.name]))
            assert_same_rows(entries[member.name]["bindingSet"], gave)


def run_post(world, case, level):
    poster, ki = world.poster(case.argument, case.result, reasonerLevel=level)
    members = build(world, case.network)
    outcome = outcome_at(case, level)
    result = poster.post(ki, world.rows(case.bindings))
    assert_rows(world, result["resultBindingSet"], outcome)
    assert_calls(world, members, poster, {**outcome.asked, **outcome.called})
    entries = assert_info(world, members, result["exchangeInfo"], outcome.called)
    for member in case.network:
        if member.name in outcome.called:
            received = world.rows(outcome.called[member.name])
            entry = entries[member.name]
            assert_same_rows(entry["argumentBindingSet"], received)
            given = converter(world, member.convert)(received)
            assert_same_rows(entry["resultBindingSet"], given if member.result else [])
