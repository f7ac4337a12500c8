"""A server with a folder of mappings, and the services that these call: HTTP servers of this process."""

import json

import pytest
from harness.service import Service
from documents import CALLED_OFFERS, CALLED_READINGS, SERVED_OFFERS, SERVED_READINGS
from metering import meter_readings


class Mappings:
    """A folder of documents."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(exist_ok=True)

    def write(self, name, text):
        (self.folder / name).write_text(text, encoding="utf-8")

    def services(self, **services):
        self.write("services.yaml", json.dumps(services))  # which YAML is, too


@pytest.fixture
def mappings(tmp_path):
    return Mappings(tmp_path / "mappings")


@pytest.fixture
def new_service():
    started = []

    def start(answers, **how):
        started.append(Service(answers, **how))
        return started[-1]

    yield start
    for service in started:
        service.stop()


@pytest.fixture
def vendor(new_service):
    return new_service(meter_readings)


@pytest.fixture
def aggregator(new_service):
    return new_service(lambda _: (200, {}))


@pytest.fixture
def gateway(start_server, mappings, vendor, aggregator):
    """A server that joins four documents and the two services."""
    brisk = {"timeout": "5s", "back-off": "10ms"}
    mappings.services(vendor={"address": vendor.address, "credentials": "vendor-key", "open-for": "1s",
                              "failures-to-open": 2, "attempts": 1, **brisk},
                      aggregator={"address": aggregator.address, **brisk})
    mappings.write("served-readings.yaml", SERVED_READINGS)
    mappings.write("called-readings.yaml", CALLED_READINGS)
    mappings.write("served-offers.yaml", SERVED_OFFERS)
    mappings.write("called-offers.yaml", CALLED_OFFERS)
    return start_server(mappings=mappings.folder, secret_vendor_key="s3cret")
