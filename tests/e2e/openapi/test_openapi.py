"""/openapi.json: OpenAPI 3.1 of the server and of the documents that are loaded."""

import copy
import json
import os
import signal
import subprocess
from pathlib import Path

import pytest
from harness.server import REPOSITORY
from harness.waiting import eventually

VALIDATOR = Path(os.environ.get("GRIDLORE_OPENAPI_VALIDATOR",
                                REPOSITORY / "build/release/tests/e2e/openapi-validator/validate.mjs"))

# IC-6-Q7: D4.2 calls now the one who has the data the producer, now the one who is asked for them, now a third party.
# Here it is whoever has them; this server is the exchange. Row: method, path, producer, receiver.
SERVED = {
    "IC-5.1": ("get", "/1.0/Data/Authorization", "exchange", "service-provider"),
    "IC-5.2": ("get", "/1.0/Data/Metering", "exchange", "service-provider"),
    "IC-5.3": ("get", "/1.0/Data/Flexibility", "exchange", "service-provider"),
    "IC-5.4": ("post", "/1.0/Data/Authorization", "dso", "exchange"),
    "IC-5.5": ("post", "/1.0/Data/Incentives", "dso", "exchange"),
    "IC-5.6": ("get", "/1.0/Flexibility/Needs", "exchange", "service-provider"),
    "IC-5.7": ("post", "/1.0/Flexibility/Offers", "service-provider", "exchange"),
    "IC-5.10": ("post", "/GridObservability/Post_Code_Fault", "observability-provider", "exchange"),
    "IC-5.11": ("get", "/GridObservability/opportunities", "exchange", "third-party"),
}
CALLED = {
    "IC-5.4": ("post", "end-user/1.0/Data/Authorization", "exchange", "end-user"),
    "IC-5.5": ("post", "service-provider/1.0/Data/Incentives", "exchange", "service-provider"),
    "IC-5.8": ("post", "service-provider/1.0/Flexibility/Needs", "exchange", "service-provider"),
    "IC-5.9": ("post", "service-provider/1.0/Flexibility/ActivationPlan", "exchange", "service-provider"),
    "IC-5.12": ("post", "observability-provider/GridObservability/{code}/HEMS_Nbr/", "exchange", "observability-provider"),
    "IC-5.13": ("post", "observability-provider/GridObservability/{code}/HEMS_Elps_Time", "exchange",
                "observability-provider"),
    "IC-5.14": ("post", "observability-provider/GridObservability/{code}", "exchange", "observability-provider"),
    "IC-5.15": ("get", "observability-provider/GridObservability/HEMS/{hems}/Status", "observability-provider", "exchange"),
    "IC-5.16": ("get", "observability-provider/GridObservability/HEMS/{hems}/Voltage", "observability-provider", "exchange"),
    "IC-5.17": ("get", "data-provider/GridObservability/disaggregatedData", "data-provider", "exchange"),
    "IC-5.20": ("get", "elasticity-estimator/Elasticity/Output", "elasticity-estimator", "exchange"),
}
EXTRA = """
id: test.extra
prefixes: { saref: "https://saref.etsi.org/core/" }
graph: "?thing saref:hasIdentifier ?number ."
terms: { thing: { iri: "urn:thing:{number}" }, number: { literal: "xsd:integer" } }
json: [ ?number ]
bind:
  - serve: { POST: /2.0/Extra, deprecated: 2026-01-31, sunset: 2027-12-31 }
    as: post
"""


@pytest.fixture
def document(gateway):
    return gateway.description()


def faults_of(document):
    """What the validator says; nothing if it accepts the document."""
    assert VALIDATOR.is_file(), f"there is no {VALIDATOR}: build the tests, or set GRIDLORE_OPENAPI_VALIDATOR"
    ended = subprocess.run(["node", str(VALIDATOR)], input=json.dumps(document), capture_output=True, text=True, check=False)
    assert ended.returncode == (1 if ended.stdout else 0), ended.stderr
    return ended.stdout


def test_a_validator_accepts_it_with_all_documents_that_ship(document):
    assert len(document["tags"]) > 20 and document["webhooks"]
    assert faults_of(document) == ""


METERING = ("paths", "/1.0/Data/Metering", "get")
BREAKAGES = {
    "struct": [(*METERING, "parameters", 0, "in"), (*METERING, "parameters", 0, "name"), ("info",)],
    "no-unresolved-refs": [("components", "schemas", "given.dso.metering-data"), ("components", "responses", "Mapping400")],
    "path-parameters-defined": [("paths", "/GridObservability/HEMS/{hems}/Status", "get", "parameters")],
    "operation-operationId": [(*METERING, "operationId")],
}


@pytest.mark.parametrize("rule, place", [(rule, place) for rule, places in BREAKAGES.items() for place in places])
def test_the_validator_refuses_one_with_something_missing(document, rule, place):
    broken = copy.deepcopy(document)
    part = broken
    for step in place[:-1]:
        part = part[step]
    del part[place[-1]]
    assert rule in faults_of(broken)


def test_the_validator_refuses_one_whose_example_is_not_what_its_schema_says(document):
    content = document["paths"]["/1.0/Data/Metering"]["get"]["responses"]["200"]["content"]["application/json"]
    content["examples"]["1"]["value"][0]["Metering"] = "none"
    assert "no-invalid-media-type-examples" in faults_of(document)


@pytest.mark.parametrize("row", SERVED)
def test_what_is_served_says_who_has_the_data_and_who_gets_them(document, row):
    method, path, producer, receiver = SERVED[row]
    operation = document["paths"][path][method]
    assert (operation["x-producer"], operation["x-receiver"]) == (producer, receiver)
    assert f"Producer: {producer}. Receiver: {receiver}." in operation["description"]


@pytest.mark.parametrize("row", CALLED)
def test_what_is_called_is_among_the_webhooks(document, row):
    method, name, producer, receiver = CALLED[row]
    operation = document["webhooks"][name][method]
    assert (operation["x-producer"], operation["x-receiver"]) == (producer, receiver)


def test_examples_are_those_of_the_document(document):
    content = document["paths"]["/1.0/Data/Metering"]["get"]["responses"]["200"]["content"]["application/json"]
    readings = content["examples"]["1"]["value"][0]["Metering"]
    assert readings == [{"Time": "2021/09/27 10:00", "Measurement": 890, "Unit": "kW"}]


def test_errors_have_one_schema(document):
    for path, item in document["paths"].items():
        for operation in item.values():
            if isinstance(operation, dict) and "x-producer" in operation:
                refusals = {status: one for status, one in operation["responses"].items() if status not in ("200", "202")}
                assert refusals, path
                assert refusals == {status: {"$ref": f"#/components/responses/Mapping{status}"} for status in refusals}


def test_it_is_of_the_documents_that_are_loaded(gateway):
    file = gateway.folder / "extra.yaml"
    before = gateway.description()
    assert "/2.0/Extra" not in before["paths"]
    file.write_text(EXTRA)
    gateway.server.root.post("/mappings/reload").expect(200)
    operation = gateway.description()["paths"]["/2.0/Extra"]["post"]
    assert operation["deprecated"] is True
    response = gateway.server.root.post("/2.0/Extra", json=[1]).expect(200)
    for name, header in operation["responses"]["200"]["headers"].items():
        assert response.headers[name] == header["schema"]["const"]
    file.write_text(EXTRA.replace("?number .", "?nothing ."))
    gateway.server.root.post("/mappings/reload").expect(400)
    assert "/2.0/Extra" in gateway.description()["paths"]
    file.unlink()
    gateway.server.process.send_signal(signal.SIGHUP)
    eventually(lambda: gateway.description() == before, "it is as it was before")


def test_without_documents_it_is_of_the_server_alone(server):
    document = server.root.get("/openapi.json").expect(200).json()
    assert "webhooks" not in document
    assert "/rest/sc/ask" in document["paths"]
    assert faults_of(document) == ""
