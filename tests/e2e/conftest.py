"""The fixtures of the harness, for all tests below."""

from harness.fixtures import (brisk_server, brisk_world, new_world, rest, server,  # noqa: F401
                              start_server, world)
