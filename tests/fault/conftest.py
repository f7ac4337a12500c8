"""The fixtures of the end-to-end harness, for the fault tests as well."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "e2e"))

from harness.fixtures import (brisk_server, brisk_world, new_world, rest, server,  # noqa: E402, F401
                              start_server, world)
