"""Documents are loaded, all or nothing, when the server starts and while it runs."""

import re
import signal
import subprocess

from documents import CALLED_OFFERS, CALLED_READINGS, SERVED_OFFERS, SERVED_READINGS
from harness.knowledge_base import KnowledgeBase
from harness.meta import CHANGED, INFORM, PATTERN, PREFIXES
from harness.server import REPOSITORY, environment, program, start_in_vain
from harness.waiting import eventually

METERING = "/1.0/Data/Metering?ID=U123456"


def interactions(server):
    """The ids of all but the meta interactions, as anybody can ask for them."""
    asker = KnowledgeBase(server.rest, "https://curious.example")
    ask = asker.ask_ki("?kb ke:hasKnowledgeInteraction ?ki . ?ki ke:isMeta ?meta", prefixes=PREFIXES,
                       includeMetaKIs=True)
    rows = asker.ask(ask)["bindingSet"]
    asker.close()
    return {row["ki"] for row in rows if row["meta"].startswith('"false"')}


def changes_of(server):
    """A knowledge base that is told of each change; `calls` are what it was told."""
    subscriber = KnowledgeBase(server.rest, "https://subscriber.example")
    act = {"requiredPurposes": [CHANGED], "satisfiedPurposes": [INFORM]}
    subscriber.react_ki(PATTERN, prefixes=PREFIXES, communicativeAct=act, handler=lambda _: [])
    return subscriber


def told_of(subscriber):
    return {row["kb"] for call in subscriber.calls for row in call.bindings}


def test_all_that_is_wrong_is_said_and_nothing_starts(mappings):
    mappings.write("a.yaml", SERVED_READINGS.replace("ID: ?user", "ID: ?usr").replace("as: ask", "as: asks"))
    mappings.write("b.yaml", CALLED_READINGS)
    mappings.write("c.yaml", SERVED_OFFERS.replace("POST: /1.0/Flexibility/OffersAtOnce", "POST: /1.0/Flexibility/Offers"))
    code, said = start_in_vain(mappings=mappings.folder)
    assert code == 2
    assert f"gridlore: {mappings.folder}/a.yaml:" in said
    assert "?usr: The document has no such variable: did you mean 'user'?" in said
    assert "services.yaml has no 'vendor'" in said
    assert "POST /1.0/Flexibility/Offers is served by" in said


def test_a_secret_that_is_missing_is_named(mappings, vendor):
    mappings.services(vendor={"address": vendor.address, "credentials": "vendor-key"})
    code, said = start_in_vain(mappings=mappings.folder)
    assert code == 2
    assert "There is no secret 'vendor-key': set GRIDLORE_SECRET_VENDOR_KEY" in said


def test_a_secret_may_be_a_file(start_server, mappings, vendor, tmp_path):
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "vendor-key").write_text("of a file\n".replace(" ", "-"))
    mappings.services(vendor={"address": vendor.address, "credentials": "vendor-key"})
    mappings.write("served.yaml", SERVED_READINGS)
    mappings.write("called.yaml", CALLED_READINGS)
    server = start_server(mappings=mappings.folder, secrets=tmp_path / "secrets")
    server.root.get(METERING).expect(200)
    assert vendor.received[0].headers["authorization"] == "Bearer of-a-file"


def test_a_path_of_the_program_is_no_document_s(mappings):
    mappings.write("a.yaml", SERVED_READINGS.replace("/1.0/Data/Metering\n", "/rest/sc\n"))
    code, said = start_in_vain(mappings=mappings.folder)
    assert code == 2
    assert "'/rest/sc': this server has paths of its own there" in said


def test_a_document_that_would_call_itself_is_refused(mappings):
    text = SERVED_OFFERS.replace("parts:\n  meters: \"?offer e:meter ?meter .\"\n", "").replace(
        "    Meter IDs: { $list: ?meter, $empty: true }\n", "").replace("  meter:  { iri: \"urn:meter:{}\" }\n", "")
    mappings.write("a.yaml", text + "  - call: { POST: /1.0/Flexibility/Offers, service: ourselves }\n    as: react\n")
    mappings.services(ourselves={"address": "http://localhost:18299"})
    ended = subprocess.run([program(), "serve", "--listen", "127.0.0.1:18299"],
                           env=environment({"store": "memory", "mappings": mappings.folder}), capture_output=True,
                           text=True, timeout=30, check=False)
    assert ended.returncode == 2
    assert "it would react to itself without end" in ended.stderr


def test_reload_takes_what_is_new_and_keeps_what_is_the_same(start_server, mappings, vendor, aggregator):
    mappings.services(vendor={"address": vendor.address}, aggregator={"address": aggregator.address})
    mappings.write("called.yaml", CALLED_READINGS)
    mappings.write("offers.yaml", SERVED_OFFERS)
    server = start_server(mappings=mappings.folder)
    server.root.get(METERING).expect(404)
    before = interactions(server)
    mappings.write("served.yaml", SERVED_READINGS)
    assert server.root.post("/mappings/reload").expect(200).json()["documents"] == 3
    server.root.get(METERING).expect(200)
    assert interactions(server) == before | {
        "<urn:gridlore:served:dso.metering/interaction/dso-metering-ask>"}
    (mappings.folder / "offers.yaml").unlink()
    server.root.post("/mappings/reload").expect(200)
    server.root.post("/1.0/Flexibility/Offers", json=[]).expect(404)
    assert not any("offers" in one for one in interactions(server))
    server.root.get("/mappings/reload").expect(405)


def test_documents_that_are_the_same_keep_their_interactions(gateway, mappings):
    subscriber = changes_of(gateway)
    gateway.root.post("/mappings/reload").expect(200)
    mappings.write("served-readings.yaml", SERVED_READINGS.replace("GET: /1.0", "GET: /2.0"))
    gateway.root.post("/mappings/reload").expect(200)
    eventually(lambda: subscriber.calls, "the subscriber is told of the change")
    gateway.root.post("/mappings/reload").expect(200)
    assert told_of(subscriber) == {"<urn:gridlore:served:dso.metering>"}
    subscriber.close()


def test_a_reload_with_a_fault_changes_nothing(gateway, mappings):
    before = interactions(gateway)
    mappings.write("served-readings.yaml", SERVED_READINGS.replace("GET: /1.0", "GET: /2.0"))
    mappings.write("new.yaml", "id: [")
    problem = gateway.root.post("/mappings/reload").expect(400)
    assert problem.headers["Content-Type"] == "application/problem+json"
    assert any(f"{mappings.folder}/new.yaml:" in one for one in problem.json()["problems"])
    gateway.root.get(METERING).expect(200)
    assert interactions(gateway) == before


def test_the_hangup_signal_reloads(gateway, mappings):
    mappings.write("served-readings.yaml", SERVED_READINGS.replace("GET: /1.0/Data/Metering", "GET: /2.0/Data/Metering"))
    gateway.process.send_signal(signal.SIGHUP)
    eventually(lambda: gateway.root.get(METERING.replace("1.0", "2.0")).status == 200, "the new path is served")
    gateway.root.get(METERING).expect(404)
    mappings.write("served-readings.yaml", "id: [")
    gateway.process.send_signal(signal.SIGHUP)
    eventually(lambda: "served-readings.yaml:" in gateway.log(), "the fault is logged")
    gateway.root.get(METERING.replace("1.0", "2.0")).expect(200)


def test_a_service_moves_without_a_restart(gateway, mappings, new_service, vendor):
    other = new_service(vendor.answers)
    mappings.services(vendor={"address": other.address}, aggregator={"address": other.address})
    gateway.root.post("/mappings/reload").expect(200)
    gateway.root.get(METERING).expect(200)
    assert other.received and not vendor.received


def test_asks_go_on_while_documents_are_reloaded(gateway):
    for _ in range(20):
        gateway.root.post("/mappings/reload").expect(200)
        gateway.root.get(METERING).expect(200)


def test_the_services_file_of_the_operator_s_page_is_one(start_server, mappings):
    page = (REPOSITORY / "docs/operator.md").read_text(encoding="utf-8")
    block = re.search(r"^```yaml\n(hems-vendor:.*?)^```$", page, re.MULTILINE | re.DOTALL)[1]
    mappings.write("services.yaml", block)
    mappings.write("called.yaml", CALLED_READINGS.replace("vendor,", "hems-vendor,"))
    mappings.write("offers.yaml", CALLED_OFFERS)
    server = start_server(mappings=mappings.folder, secret_vendor_key="x")
    ids = {one["knowledgeBaseId"]: one["knowledgeBaseDescription"] for one in server.rest.get("/sc").json()}
    assert ids["urn:gridlore:service:hems-vendor"] == "HEMS vendor of the pilot"


def test_without_mappings_nothing_of_them_is_there(server):
    server.root.post("/mappings/reload").expect(404)
    assert not any("urn:gridlore:" in one["knowledgeBaseId"] for one in server.rest.get("/sc").json())
