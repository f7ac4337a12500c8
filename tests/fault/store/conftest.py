"""The programs here have no server beside them whose well-being a test could disturb."""

import pytest


@pytest.fixture(autouse=True)
def unharmed():
    """In place of the fixture of the folder above."""
