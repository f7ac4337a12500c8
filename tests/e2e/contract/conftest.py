"""The count of the contract test: `test_3_11_…` belongs to section 3.11."""

import re
from collections import Counter

import pytest
from harness.long_timers import LongTimers

SECTION = re.compile(r"::test_(\d+(?:_\d+)?)_")


def section_of(test):
    found = SECTION.search(test)
    return found.group(1).replace("_", ".") if found else "extensions"


class Tally:
    """What became of each test, by its id."""

    def __init__(self):
        self.passed = {}

    def pytest_runtest_logreport(self, report):
        if "contract/" in report.nodeid and (report.when == "call" or not report.passed):
            self.passed[report.nodeid] = self.passed.get(report.nodeid, True) and report.passed

    def pytest_terminal_summary(self, terminalreporter):
        total = Counter(section_of(test) for test in self.passed)
        passed = Counter(section_of(test) for test, good in self.passed.items() if good)
        terminalreporter.section("contract")
        for section in sorted(total, key=lambda name: [int(part) for part in re.findall(r"\d+", name)] or [99]):
            terminalreporter.write_line(f"section {section:<10} {passed[section]:>4} passed / {total[section]:>4}")
        terminalreporter.write_line(f"contract: {sum(passed.values())} passed / {sum(total.values())} total")


def pytest_configure(config):
    config.pluginmanager.register(Tally(), "contract-tally")


@pytest.fixture(scope="session")
def long_timers():
    timers = LongTimers()
    yield timers
    timers.close()


@pytest.fixture(scope="session", autouse=True)
def long_timers_start_first(request):
    """What takes half a minute runs beside all tests, if any test needs it."""
    if any("long_timers" in item.fixturenames for item in request.session.items):
        request.getfixturevalue("long_timers")
