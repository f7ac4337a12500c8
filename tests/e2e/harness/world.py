"""A namespace of its own for each test, and short words for patterns and rows in it.

In patterns a bare word or `<word>` is an IRI of that namespace, `?v` a variable: `?a p ?b . <s> q ?a`.
Rows are written `a=s b=7 | a=t b="warm"`: a bare word is an IRI, a number or a quoted text a literal. `[{}]`, the
one row that restricts nothing, is `*`; no row at all is an empty text.
"""

import itertools
import json
import re

from harness.knowledge_base import KnowledgeBase
from harness.waiting import Background

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
KE = "https://w3id.org/knowledge-engine/"

_numbers = itertools.count(1)


def integer(text):
    return f'"{text}"^^<{XSD}integer>'


def typed(text, datatype):
    return f'"{text}"^^<{XSD}{datatype}>'


def canonical_rows(rows):
    return sorted(json.dumps(row, sort_keys=True) for row in rows)


def assert_same_rows(actual, expected):
    """The same set of bindings, and none twice."""
    assert canonical_rows(actual) == canonical_rows(expected)


class World:
    def __init__(self, server):
        self.server = server
        self.rest = server.rest
        self.namespace = f"https://w{next(_numbers)}.example/"
        self.knowledge_bases = []

    def iri(self, word):
        return f"<{self.namespace}{word}>"

    def term(self, text):
        if re.fullmatch(r"[+-]?\d+", text):
            return integer(text)
        return text if text.startswith(('"', "<")) else self.iri(text)

    def pattern(self, text):
        def expanded(token):
            if token[0] in '?."':
                return token
            return self.iri(token.strip("<>"))
        return " ".join(expanded(token) for token in text.split())

    def row(self, text):
        if text.strip() == "*":
            return {}
        return {variable: self.term(value) for variable, value in (pair.split("=", 1) for pair in text.split())}

    def rows(self, text):
        return [self.row(part) for part in text.split("|")] if text.strip() else []

    def kb_id(self, word):
        return f"{self.namespace}kb/{word}"

    def kb(self, word="kb", **fields):
        knowledge_base = KnowledgeBase(self.rest, self.kb_id(word), **fields)
        self.knowledge_bases.append(knowledge_base)
        return knowledge_base

    def adopt(self, knowledge_base):
        """Is closed with this world."""
        self.knowledge_bases.append(knowledge_base)
        return knowledge_base

    def asker(self, pattern, word="asker", ki_fields=None, **fields):
        """A knowledge base with one ASK, and the ASK's id."""
        knowledge_base = self.kb(word, **fields)
        return knowledge_base, knowledge_base.ask_ki(self.pattern(pattern), **(ki_fields or {}))

    def poster(self, argument, result=None, word="poster", **fields):
        knowledge_base = self.kb(word, **fields)
        return knowledge_base, knowledge_base.post_ki(self.pattern(argument), result and self.pattern(result))

    def answerer(self, pattern, handler, word="answerer", **fields):
        """A knowledge base with one ANSWER named like it."""
        knowledge_base = self.kb(word)
        knowledge_base.answer_ki(self.pattern(pattern), handler, knowledgeInteractionName=word, **fields)
        return knowledge_base

    def reactor(self, argument, result, handler, word="reactor", **fields):
        knowledge_base = self.kb(word)
        knowledge_base.react_ki(self.pattern(argument), result and self.pattern(result), handler,
                                knowledgeInteractionName=word, **fields)
        return knowledge_base

    def queue_of_asks(self, count):
        """A knowledge base whose client does not poll yet, and asks whose work has come to it in their order: it is
        asked for `x=s1`, `x=s2` …"""
        asker, ask = self.asker("?a p ?b")
        slow = self.kb("slow")
        slow.answer_ki(self.pattern("?x p ?y"))
        # Equal patterns are handed work in the order of registration: once the witness is called, `slow` has been.
        witness = self.answerer("?x p ?y", lambda _: [], "witness")
        asks = []
        for number in range(1, count + 1):
            asks.append(Background(asker.ask, ask, self.rows(f"a=s{number}")))
            witness.wait_for_call(number)
        return slow, asks

    def close(self):
        for knowledge_base in self.knowledge_bases:
            knowledge_base.close()
