"""scripts/test_counts.py on pieces of CTest's log."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

from test_counts import count  # noqa: E402


def of(*outputs):
    return "".join(f"{number}/{len(outputs)} Testing: a\n{number}/{len(outputs)} Test: a\nOutput:\n{output}\n"
                   for number, output in enumerate(outputs, 1))


def test_a_googletest_program_counts_its_cases():
    assert count(of("[  PASSED  ] 12 tests.\n<end of output>\nTest Passed.")) == (12, 0)
    assert count(of("[  PASSED  ] 9 tests.\n[  FAILED  ] 3 tests, listed below:\nTest Failed.")) == (9, 3)


def test_a_pytest_run_counts_its_cases():
    assert count(of("....\n25 passed in 3.41s\nTest Passed.")) == (25, 0)
    assert count(of("==== 1 failed, 24 passed, 2 errors in 63.20s (0:01:03) ====\nTest Failed.")) == (24, 3)


def test_anything_else_counts_as_one():
    assert count(of("hello\nTest Passed.", "hello\nTest Failed.")) == (1, 1)


def test_a_run_that_broke_off_is_a_failure():
    assert count(of("[  PASSED  ] 12 tests.\nSegmentation fault\nTest Failed.")) == (12, 1)


def test_several_add_up():
    assert count(of("[  PASSED  ] 1 test.\nTest Passed.", "2 passed in 0.01s\nTest Passed.")) == (3, 0)
