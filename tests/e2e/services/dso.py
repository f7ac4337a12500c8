"""The DSO's interface of InterConnect D4.2 as it ships: a server with mappings/, and the tools of the tests for it."""

import json
import subprocess
import urllib.parse

from harness.server import REPOSITORY, Server, environment, program

MAPPINGS = REPOSITORY / "mappings"
KNOWLEDGE = ":".join(str(REPOSITORY / "ontology" / name) for name in ("gridlore-profile.ttl", "gridlore.ttl"))
PERIOD = {"Start time": "2021/09/27 00:00", "End time": "2021/09/28 00:00"}


class DsoServer(Server):
    """Serves mappings/ as they ship, and keeps what is posted. `services` are entries of a services' file, in `folder`:
    they win over those that ship."""

    def __init__(self, folder=None, services=None, **settings):
        mappings = str(MAPPINGS)
        if folder is not None:
            folder.mkdir()
            (folder / "services.yaml").write_text(json.dumps(services), encoding="utf-8")  # which YAML is, too
            mappings += f":{folder}"
        super().__init__(**{"mappings": mappings, "domain_knowledge": KNOWLEDGE, "post_graph": "default"} | settings)

    def ask(self, path, query=(), **options):
        parameters = urllib.parse.urlencode(dict(query))
        return self.root.get(path + ("?" + parameters if parameters else ""), **options)

    def token(self, user):
        period = {"Start Date": "2021/01/01 00:00", "End Date": "2022/01/01 00:00"}
        answer = self.ask("/1.0/Data/Authorization", {"End User": user} | period).expect(200).json()
        return answer["Authorization Token"]

    def store(self, document, payload, **given):
        """Puts what a document lifts of a payload into the graph."""
        self.root.post("/graphs?default", body=lifted(document, payload, **given).encode(),
                       content_type="text/turtle").expect(200, 201, 204)


def lifted(document, payload, **given):
    """Turtle."""
    arguments = [argument for name, value in given.items() for argument in ("--given", f"{name}={value}")]
    command = [program(), "mapping", "lift", str(MAPPINGS / f"{document}.yaml"), "-", *arguments]
    run = subprocess.run(command, input=json.dumps(payload), capture_output=True, text=True, env=environment({}),
                         check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout
