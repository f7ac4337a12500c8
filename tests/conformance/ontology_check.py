#!/usr/bin/env python3
"""Checks ontology/ against the real vocabularies: ontology_check.py DATA_FOLDER

- Every statement of gridlore-profile.ttl stands in the file that owns its subject's namespace.
- Every term of others that ontology/*.ttl, saref.rules and examples/ use is declared by its owner.
- What gridlore.ttl declares is in our own namespace, has a label, and specialises or types something.

Reads RDF with Raptor's `rapper`, so that our own readers do not judge themselves. Prints passed/total.
"""

import gzip
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
OURS = "https://w3id.org/gridlore#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
BUILT_IN = ("http://www.w3.org/1999/02/22-rdf-syntax-ns#", RDFS, "http://www.w3.org/2002/07/owl#",
            "http://www.w3.org/2001/XMLSchema#")
# CIM100 terms of metering, by the namespace that declares them.
DECLARED_ELSEWHERE = {f"http://iec.ch/TC57/CIM100#{name}": f"https://cim.ucaiug.io/ns#{name}"
                      for name in ("UsagePoint", "Meter", "Feeder")}

TRIPLE = re.compile(r"(<[^>]*>|_:\S+) <([^>]*)> (.*) \.$")
PREFIX = re.compile(r"@prefix\s+([\w-]*):\s*<([^>]*)>")
PREFIXED_NAME = re.compile(r"(?<![\w:/?<\"#])([a-z][\w-]*):([A-Za-z][\w.-]*\w|[A-Za-z])")


class MissingData(Exception):
    pass


def triples(path, syntax):
    """The triples of a file as (subject IRI, predicate IRI, object as N-Triples); blank subjects are left out."""
    if not path.is_file():
        raise MissingData(f"there is no {path}")
    content = gzip.open(path).read() if path.suffix == ".gz" else path.read_bytes()
    run = subprocess.run(["rapper", "-q", "-i", syntax, "-o", "ntriples", "-", "http://base.invalid/"],
                         input=content, stdout=subprocess.PIPE, check=True)
    for line in run.stdout.decode("utf-8").splitlines():
        match = TRIPLE.match(line)
        if match and match[1].startswith("<"):
            yield match[1][1:-1], match[2], match[3]


class Owners:
    """The real vocabularies, each read when one of its terms is first looked up."""

    def __init__(self, folder):
        self._folder = folder
        self._files = defaultdict(list)
        self._statements = {}
        for line in (Path(__file__).parent / "ontology_sources.tsv").read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                namespace, syntax, path = line.split("\t")
                self._files[namespace].append((syntax, path))

    def namespace_of(self, iri):
        return max((namespace for namespace in self._files if iri.startswith(namespace)), key=len, default=None)

    def statements_about(self, iri):
        """(predicate, object) pairs that the owner makes about this term; None when no file owns it."""
        namespace = self.namespace_of(iri)
        if namespace is None:
            return None
        if namespace not in self._statements:
            about = defaultdict(set)
            for syntax, path in self._files[namespace]:
                for subject, predicate, value in triples(self._folder / path, syntax):
                    about[subject].add((predicate, value))
            self._statements[namespace] = about
        return self._statements[namespace].get(iri, set())

    def declares(self, iri):
        statements = self.statements_about(DECLARED_ELSEWHERE.get(iri, iri))
        return bool(statements) and any(predicate == RDF_TYPE for predicate, _ in statements)


class Tally:
    def __init__(self):
        self.passed = 0
        self.failures = []

    def check(self, condition, failure):
        if condition:
            self.passed += 1
        else:
            self.failures.append(failure)


def check_profile(owners, tally):
    for subject, predicate, value in triples(REPOSITORY / "ontology/gridlore-profile.ttl", "turtle"):
        known = owners.statements_about(subject)
        tally.check(known is not None and (predicate, value) in known,
                    f"gridlore-profile.ttl: <{subject}> <{predicate}> {value} is not said by the term's owner")


def check_own_terms(tally):
    about = defaultdict(set)
    for subject, predicate, value in triples(REPOSITORY / "ontology/gridlore.ttl", "turtle"):
        about[subject].add((predicate, value))
    for subject, statements in about.items():
        predicates = {predicate for predicate, _ in statements}
        tally.check(subject.startswith(OURS), f"gridlore.ttl: <{subject}> is not ours to describe")
        tally.check({RDFS + "label", RDF_TYPE} <= predicates, f"gridlore.ttl: <{subject}> lacks label or type")
        is_class = (RDF_TYPE, "<http://www.w3.org/2002/07/owl#Class>") in statements
        tally.check(not is_class or RDFS + "subClassOf" in predicates, f"gridlore.ttl: <{subject}> specialises nothing")
    return set(about)


def iris_of_turtle(path):
    for subject, predicate, value in triples(path, "turtle"):
        yield subject
        yield predicate
        yield from re.findall(r"<([^>]*)>", re.sub(r'"(?:[^"\\]|\\.)*"', "", value))


def names_of_example(path, prefixes):
    """The vocabulary's terms among the prefixed names and full IRIs of a program."""
    text = path.read_text(encoding="utf-8")
    for prefix, local in PREFIXED_NAME.findall(text):
        if prefix in prefixes:
            yield prefixes[prefix] + local


def check_used_terms(owners, own_terms, tally):
    prefixes = {}
    used = {}
    for path in sorted((REPOSITORY / "ontology").glob("*.ttl")):
        prefixes.update(PREFIX.findall(path.read_text(encoding="utf-8")))
        used.update((iri, path.name) for iri in iris_of_turtle(path))
    for path in sorted((REPOSITORY / "examples").glob("*.*")):
        used.update((iri, path.name) for iri in names_of_example(path, prefixes))
    for iri, where in sorted(used.items()):
        if iri.startswith(OURS):
            tally.check(iri in own_terms, f"{where}: <{iri}> is not declared in gridlore.ttl")
        elif not iri.startswith(BUILT_IN):
            tally.check(owners.declares(iri), f"{where}: <{iri}> is not declared by its owner")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    owners = Owners(Path(sys.argv[1]) / "ontologies")
    tally = Tally()
    try:
        check_profile(owners, tally)
        own_terms = check_own_terms(tally)
        check_used_terms(owners, own_terms, tally)
    except MissingData as problem:
        sys.exit(f"ontology check: {problem}; DATA must name the folder that holds ontologies/")
    for failure in tally.failures:
        print(failure)
    print(f"ontology: {tally.passed} passed, {len(tally.failures)} failed")
    return 1 if tally.failures else 0


if __name__ == "__main__":
    sys.exit(main())
