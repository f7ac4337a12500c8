"""What was acknowledged is there after a kill and after a power cut, nothing is there by half, and the file is sound."""

import os
import random
import re
import subprocess
import threading

KILLS = int(os.environ.get("GRIDLORE_KILLS", "40"))
POWER_CUTS = int(os.environ.get("GRIDLORE_POWER_CUTS", "300"))
CLIENTS = 24
KILLS_OF_ONE_STORE = 50


class Promises:
    """The lines of acknowledgement of all processes so far that had the store."""

    def __init__(self):
        self.lines = []

    def loads(self):
        return [int(line.split()[1]) for line in self.lines if line.startswith("load ")]

    def text(self):
        return "".join(line + "\n" for line in self.lines)


def write_until_killed(folder, promises, seconds, after_first):
    """Killed so many seconds after its beginning, or after its first acknowledgement. Whole lines only: the last one may
    have been cut off by the kill."""
    # A load that was not acknowledged may be there: numbers are passed over.
    first_load = max(promises.loads(), default=-1) + 1 + 10 * len(promises.lines)
    process = subprocess.Popen([os.environ["KILLED_WRITER"], "write", folder, str(CLIENTS), str(first_load)],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0)
    first = process.stdout.readline() if after_first else b""
    killer = threading.Timer(seconds, process.kill)
    killer.start()
    output, errors = process.communicate()
    killer.cancel()
    assert process.returncode == -9, errors
    promises.lines += [line for line in (first + output).decode().split("\n")[:-1] if line]


def verify(folder, promises):
    return subprocess.run([os.environ["KILLED_WRITER"], "verify", folder, str(CLIENTS)], input=promises.text(),
                          capture_output=True, text=True, check=False)


def test_kills_at_random_moments_lose_nothing_that_was_acknowledged(tmp_path):
    moments = random.Random(int(os.environ.get("GRIDLORE_SEED", "1")))
    promises = Promises()
    acknowledged = 0  # lines of the stores before this one
    for kill in range(KILLS):
        if kill % KILLS_OF_ONE_STORE == 0:
            acknowledged += len(promises.lines)
            folder, promises = str(tmp_path / f"store{kill}"), Promises()
        write_until_killed(folder, promises, moments.uniform(0.0, 0.25), after_first=kill % 4 != 0)
        found = verify(folder, promises)
        assert found.returncode == 0, f"kill {kill}: {found.stdout}{found.stderr}"
    acknowledged += len(promises.lines)
    print(f"{KILLS} kills, {acknowledged} acknowledgements verified")
    assert acknowledged > KILLS / 2


def cut_power(tmp_path, cuts, *options):
    """How many cuts left something wrong."""
    done = subprocess.run([os.environ["POWER_CUT"], tmp_path, str(cuts), os.environ.get("GRIDLORE_SEED", "1"), *options],
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    print(done.stdout)
    return int(re.search(r"(\d+) failed", done.stdout)[1]), done.stdout


def test_power_cuts_lose_nothing_that_was_acknowledged(tmp_path):
    failed, output = cut_power(tmp_path, POWER_CUTS)
    assert failed == 0, output


def test_power_cuts_would_be_noticed_on_a_disk_whose_syncs_do_nothing(tmp_path):
    failed, output = cut_power(tmp_path, 60, "lying")
    assert failed > 10, output
