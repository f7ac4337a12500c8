"""A server with every document that ships, and something real behind each of them: a database, knowledge bases, a
graph, and services that the documents call."""

import json
import re
import shutil
import sqlite3
import subprocess
from types import SimpleNamespace

import pytest
from harness.knowledge_base import KnowledgeBase, holder
from harness.server import REPOSITORY, Server, environment, program
from harness.service import Service

MAPPINGS = REPOSITORY / "mappings"
KNOWLEDGE = ":".join(str(REPOSITORY / "ontology" / name) for name in ("gridlore-profile.ttl", "gridlore.ttl"))
GRAPH = "urn:contract:data"

# What the graph has: document, what it was asked with, payload.
PAYLOADS = [
    ("dso/flexibility-data", {},
     [{"Zone ID": "Z123456", "Dates": ["2021/09/27 10:00", "2021/09/27 11:00"], "Needs": [100, 50],
       "Measurement Unit": ["kW", "kW"], "Direction": ["Down", "Up"], "Type of Power": ["Active", "Active"],
       "Eligible Clients": ["ID Meter1_ID Meter2", "ID Meter1_ID Meter2"]}]),
    ("flexibility/needs", {},
     [{"Request ID": number, "Needs": 100, "Measurement Unit": "kW", "Direction": "Down", "Type of Power": "Active",
       "Start time": "2021/09/27 10:00", "End time": "2021/09/27 13:00", "Eligible Clients": ["ID Meter1", "ID Meter2"]}
      for number in (1, 2)]),
    ("observability/opportunities", {"asked": "4200"},
     {"opportunities": [{"zip_code": "4200-013", "message": ["There is room for four more vehicles at noon."]}]}),
]
OPPORTUNITY = """?opportunity a <https://w3id.org/gridlore#FlexibilityOpportunity> ;
    <https://w3id.org/gridlore#nearPostalCode> ?asked ; <http://www.w3.org/2006/vcard/ns#hasAddress> ?area ;
    <http://www.w3.org/2000/01/rdf-schema#comment> ?message .
    ?area <http://www.w3.org/2006/vcard/ns#postal-code> ?code ."""
OPPORTUNITIES = [{"opportunity": "<urn:gridlore:opportunity:4250-001>", "asked": '"4250"', "code": '"4250-001"',
                  "message": '"Charge at night."', "area": "<urn:gridlore:area:4250-001>"}]
OFFER = "?offer <https://saref.etsi.org/saref4ener/relatesToRequest> ?need ."


VOLTAGE = """{"Voltage_Monitoring": [{"Hems_ID": "ID1234", "timestamp": "2021-12-03T15:11:20Z",
                                    "Voltage_from_Hems": "240", "Voltage_from_Hems": "volts"}]}"""


class Partners:
    """Answers as the services that the documents call: with the examples of the description, to who asks for those."""

    def __init__(self):
        self._payloads = []  # (path, payload)

    def learn(self, description):
        for name, item in description["webhooks"].items():
            content = item.get("get", {"responses": {"2XX": {}}})["responses"]["2XX"].get("content", {})
            path = re.sub(r"{[^}]*}", "[^/]*", name[name.index("/"):])
            for example in content.get("application/json", {}).get("examples", {}).values():
                self._payloads.append((path, json.dumps(example["value"])))
        self._payloads.append(("/GridObservability/HEMS/[^/]*/Voltage", VOLTAGE))

    def __call__(self, received):
        if received.method != "GET":
            return 200, self._reaction(received)
        asked = [*received.path.split("/"), *received.query.values(), *list((received.body or {}).values())[:1]]
        for path, payload in self._payloads:
            if re.fullmatch(path, received.path) and any(self._is_about(one, payload) for one in asked):
                return 200, payload
        return 204, ""

    @staticmethod
    def _is_about(asked, payload):
        ids = asked if isinstance(asked, list) else [asked]
        return any(f': {json.dumps(one)}' in payload for one in ids)

    @staticmethod
    def _reaction(received):
        """What those who are told of something say of it, where they say anything."""
        body = json.loads(received.text, parse_int=str)  # with their digits: -0 is not 0
        if received.path == "/1.0/Data/Authorization":
            return [{"Request ID": one["Request ID"], "Authorization Validation": "Accepted"} for one in body]
        if received.path == "/1.0/Data/Incentives":
            return [{"Offer ID": one["Offer ID"], "Offer Response": "Accept"} for one in body]
        place = re.fullmatch(r"/GridObservability/(.*)", received.path)
        return [{"Postal_Code": place[1], "Status": "Accepted", "Reason": "There are enough."}] if place else {}


def fill_database(path):
    database = sqlite3.connect(path)
    database.executescript((MAPPINGS / "dso/schema/sqlite.sql").read_text(encoding="utf-8"))
    database.execute("INSERT INTO zone VALUES ('Z123456', 'a zone')")
    database.execute("INSERT INTO client VALUES (1, 'U123456', 'Z123456', 'LV')")
    database.executemany(
        "INSERT INTO lv_client_reading (client_id, time, active_power_withdrawn_kw) VALUES (1, ?, ?)",
        [(f"2021-09-{day:02}T{hour:02}:{minute:02}:00Z", str(hour / 10))
         for day in (27, 28) for hour in range(24) for minute in (0, 15, 30, 45)])
    database.commit()
    database.close()


def write_mappings(folder, service):
    """The documents that ship; all services that they name are called."""
    shutil.copytree(MAPPINGS, folder)
    fill_database(folder.parent / "meters.db")
    names = re.findall(r"^([\w-]+): none", (MAPPINGS / "services.yaml").read_text(encoding="utf-8"), re.MULTILINE)
    services = {name: {"address": service.address} for name in names}
    services["dso-meters"] = {"address": f"sqlite3:{folder.parent / 'meters.db'}"}
    (folder / "services.yaml").write_text(json.dumps(services), encoding="utf-8")  # which YAML is, too


def lifted(document, given, payload):
    arguments = [argument for name, value in given.items() for argument in ("--given", f"{name}={value}")]
    command = [program(), "mapping", "lift", str(MAPPINGS / f"{document}.yaml"), "-", *arguments]
    return subprocess.run(command, input=json.dumps(payload).encode(), capture_output=True, env=environment({}),
                          check=True).stdout


@pytest.fixture(scope="module")
def gateway(tmp_path_factory):
    """The server, its folder of mappings, and the description that it gives of itself."""
    folder = tmp_path_factory.mktemp("openapi") / "mappings"
    partners = Partners()
    service = Service(partners)
    write_mappings(folder, service)
    server = Server(mappings=str(folder), domain_knowledge=KNOWLEDGE, backups="none",
                    long_poll="0.01")
    partners.learn(server.root.get("/openapi.json").expect(200).json())
    for document, given, payload in PAYLOADS:
        server.root.post(f"/graphs?graph={GRAPH}", body=lifted(document, given, payload), content_type="text/turtle")
    knowledge_base = KnowledgeBase(server.rest, "https://third-party.example")
    knowledge_base.answer_ki(OPPORTUNITY, handler=holder(OPPORTUNITIES))
    knowledge_base.react_ki(OFFER, handler=lambda _: [])
    yield SimpleNamespace(server=server, folder=folder, partners=service,
                          description=lambda: server.root.get("/openapi.json").expect(200).json())
    knowledge_base.close()
    server.stop()
    service.stop()
