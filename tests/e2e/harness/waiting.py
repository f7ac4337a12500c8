"""Waiting on conditions, and work in the background. Where a test lets a fixed time pass, it tests that time."""

import os
import threading
import time

# Instrumented builds are slower: every limit that a test waits to is multiplied by this.
TIME_FACTOR = float(os.environ.get("GRIDLORE_TIME_FACTOR", "1"))


def stretched(seconds):
    return seconds * TIME_FACTOR


def eventually(condition, what, within=5.0):
    """The first true value of `condition()`; fails with `what` if there is none in time."""
    limit = time.monotonic() + stretched(within)
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > limit:
            raise AssertionError(f"still not true after {stretched(within):g} s: {what}")
        time.sleep(0.003)


class Background:
    """One function under way in a thread of its own."""

    def __init__(self, function, *arguments, **options):
        self._value = None
        self._error = None
        self._thread = threading.Thread(target=self._run, args=(function, arguments, options), daemon=True)
        self._thread.start()

    def _run(self, function, arguments, options):
        try:
            self._value = function(*arguments, **options)
        except BaseException as error:  # handed over to whoever asks for the result
            self._error = error

    def is_done(self):
        return not self._thread.is_alive()

    def result(self, within=15.0):
        self._thread.join(stretched(within))
        if self._thread.is_alive():
            raise AssertionError(f"not finished after {stretched(within):g} s")
        if self._error is not None:
            raise self._error
        return self._value


class Stopwatch:
    """Seconds since it was made."""

    def __init__(self):
        self._start = time.monotonic()

    @property
    def seconds(self):
        return time.monotonic() - self._start
