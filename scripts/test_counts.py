#!/usr/bin/env python3
"""How many tests a CTest run held: test_counts.py NAME LASTTEST_LOG

One CTest test may be a whole pytest run or a GoogleTest program: then its own closing line counts, else it counts as
one. The sum is printed and, if GRIDLORE_TEST_COUNTS names a file, appended to it for whoever adds up several runs.
Exits with 1 when nothing ran or something failed.
"""

import os
import re
import sys

TEST = re.compile(r"^\d+/\d+ Testing: (?P<name>.+)$", re.MULTILINE)
PYTEST = re.compile(r"^(?:=+ )?((?:\d+ \w+,? ?)+)(?: subtests.*)?in [\d.]+s", re.MULTILINE)
GTEST_PASSED = re.compile(r"^\[  PASSED  \] (\d+) tests?\.", re.MULTILINE)
GTEST_FAILED = re.compile(r"^\[  FAILED  \] (\d+) tests?, listed below", re.MULTILINE)


def of_runner(output):
    """(passed, failed) of a runner's own closing line, or None."""
    closing = PYTEST.findall(output)
    if closing:
        words = {word: int(count) for count, word in re.findall(r"(\d+) (\w+)", closing[-1])}
        return words.get("passed", 0), words.get("failed", 0) + words.get("errors", 0) + words.get("error", 0)
    passed = GTEST_PASSED.search(output)
    if passed:
        failed = GTEST_FAILED.search(output)
        return int(passed.group(1)), int(failed.group(1)) if failed else 0
    return None


def count(log):
    starts = [match.start() for match in TEST.finditer(log)] + [len(log)]
    passed = failed = 0
    for begin, end in zip(starts, starts[1:]):
        output = log[begin:end]
        succeeded = re.search(r"^Test Passed\.", output, re.MULTILINE) is not None
        own_passed, own_failed = of_runner(output) or (int(succeeded), int(not succeeded))
        passed += own_passed
        failed += max(own_failed, int(not succeeded))
    return passed, failed


def main():
    name, path = sys.argv[1:]
    with open(path, encoding="utf-8", errors="replace") as log:
        passed, failed = count(log.read())
    print(f"{name}: {passed} passed, {failed} failed")
    if os.environ.get("GRIDLORE_TEST_COUNTS"):
        with open(os.environ["GRIDLORE_TEST_COUNTS"], "a", encoding="utf-8") as counts:
            print(name, passed, failed, file=counts)
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
