#!/usr/bin/env python3
"""Which datatype the literals of a CIM property have, as the profiles' RDFS says: cim_datatypes.py DATA_FOLDER

Prints the table of ontology/cim-datatypes.tsv. With --check it compares that file with it instead.
Reads RDF with Raptor's `rapper`. A profile that comes earlier wins.
"""

import gzip
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

TABLE = Path(__file__).resolve().parents[1] / "ontology" / "cim-datatypes.tsv"
PROFILES = ["cgmes-3.0-cim100/*.rdf", "entsoe-nc-2.3/*.rdf", "cgmes-2.4.15-cim16/*.rdf", "cim-subset-nordic.ttl",
            "gridappsd-rc4-2021-profile.owl.gz"]
# The namespaces that are read as one, and those that keep theirs.
CIM = ("http://iec.ch/TC57/CIM100#", "http://iec.ch/TC57/2013/CIM-schema-cim16#", "https://cim.ucaiug.io/ns#")
PREFIXES = {"cim": CIM[0], "md": "http://iec.ch/TC57/61970-552/ModelDescription/1#",
            "eu": "http://iec.ch/TC57/CIM100-European#", "entsoe": "http://entsoe.eu/CIM/SchemaExtension/3/1#",
            "nc": "https://cim4.eu/ns/nc#"}
XSD = "http://www.w3.org/2001/XMLSchema#"
CIMS = "http://iec.ch/TC57/1999/rdf-schema-extensions-19990926#"
OWL = "http://www.w3.org/2002/07/owl#"
RANGE = "http://www.w3.org/2000/01/rdf-schema#range"
# CIM's primitive types, and those of XML Schema that the profiles name themselves. Text is not in the table.
PRIMITIVES = {"Boolean": "boolean", "Integer": "integer", "Float": "float", "Decimal": "decimal", "Date": "date",
              "DateTime": "dateTime", "Time": "time", "Duration": "duration"}
XSD_TYPES = {"boolean", "integer", "int", "float", "decimal", "double", "date", "dateTime", "time", "duration"}
TRIPLE = re.compile(r"(<[^>]*>|_:\S+) <([^>]*)> (.*) \.$")


def triples(path):
    content = gzip.open(path).read() if path.suffix == ".gz" else path.read_bytes()
    syntax = "turtle" if path.suffix == ".ttl" else "rdfxml"
    run = subprocess.run(["rapper", "-q", "-i", syntax, "-o", "ntriples", "-", "http://base.invalid/"],
                         input=content.removeprefix(b"\xef\xbb\xbf"), stdout=subprocess.PIPE, check=True)
    for line in run.stdout.decode("utf-8").splitlines():
        if match := TRIPLE.match(line):
            yield match[1].strip("<>"), match[2], match[3].strip("<>")


def canonical(iri):
    for namespace in CIM:
        if iri.startswith(namespace):
            return CIM[0] + iri.removeprefix(namespace)
    return iri


def local_name(iri):
    return iri.rpartition("#")[2]


class Profiles:
    def __init__(self):
        self._types = {}
        self._wrapped = {}  # a CIMDatatype, such as Resistance, by the type of its value

    def read(self, path):
        nodes = defaultdict(dict)
        for subject, predicate, value in triples(path):
            nodes[subject].setdefault(predicate, value)
        for subject, about in nodes.items():
            named = about.get(CIMS + "dataType") or about.get(RANGE, "")
            if subject.endswith(".value") and CIMS + "dataType" in about:
                self._wrapped.setdefault(local_name(subject).removesuffix(".value"), local_name(named))
            if on := about.get(OWL + "onProperty"):
                subject, named = on, nodes.get(about.get(OWL + "allValuesFrom", ""), {}).get(OWL + "equivalentClass", "")
            if named:
                self._types.setdefault(canonical(subject), named)

    def rows(self):
        for iri, named in sorted(self._types.items()):
            prefix = next((name for name, namespace in PREFIXES.items() if iri.startswith(namespace)), None)
            datatype = self._datatype(named)
            if prefix and datatype and "." in local_name(iri):
                yield f"{prefix}:{local_name(iri)}\t{datatype}"

    def _datatype(self, named):
        name = local_name(named)
        if named.startswith(XSD):
            return name if name in XSD_TYPES else None
        name = self._wrapped.get(name, name)
        return PRIMITIVES.get(name)


def table(data):
    profiles = Profiles()
    for pattern in PROFILES:
        for path in sorted((data / "ontologies" / "cim").glob(pattern)):
            profiles.read(path)
    heading = ["# The datatype of what a property says, of XML Schema, where it is not text. Made by scripts/cim_datatypes.py."]
    heading += [f"@{prefix}\t{namespace}" for prefix, namespace in sorted(PREFIXES.items())]
    return "\n".join(heading + sorted(set(profiles.rows()))) + "\n"


def main(arguments):
    made = table(Path(next(argument for argument in arguments if not argument.startswith("-"))))
    if "--check" not in arguments:
        print(made, end="")
        return 0
    same = made == TABLE.read_text(encoding="utf-8")
    print("cim datatypes: " + ("up to date" if same else "not as the profiles say; run scripts/cim_datatypes.py"))
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
