"""Requests made of the server's own description: some as it says, most with one fault or two in them."""

import json
from dataclasses import dataclass, field
from urllib.parse import quote

from description import METHODS, path_variables
from values import Values, text_of

# Texts that mean something to whoever forgets to quote them.
HOSTILE = ["' OR '1'='1", "'; DROP TABLE client; --", '" . } ; DROP ALL ; INSERT DATA { <urn:a> <urn:b> "',
           "> <urn:p> ?o . ?s ?p <", "../../etc/passwd", "..%2f..%2f", "..", ".", "%00", "\0", "\r\nX-Injected: 1", "${jndi:ldap://x}",
           "{{7*7}}", "<script>alert(1)</script>", "?user", "$where", "\u202etxt", "\ufeff", "\ud7ff\U0010ffff", "NaN",
           "null", "true", "[]", "{}", "-1", "1e400", "9" * 400, "0x10", "2021/02/30 10:00", "2021/03/28 01:30",
           "0000/00/00 00:00", "9999-12-31T23:59:60Z", "-99999-01-01T00:00:00Z", "x" * 3_000, "", " ", "\t", "_", "a,b"]
# What no percent-encoded UTF-8 is.
BROKEN_ESCAPES = ["%", "%zz", "%f", "%ff", "%c3%28", "%ed%a0%80", "%f5%80%80%80", "%c0%af"]
# What stands in a JSON text where something else should, some of it no JSON.
ODD_JSON = [b"null", b"true", b"[]", b"{}", b'""', b"-0", b"1e400", b"-1E-400", b"9" * 400, b"0.1" + b"0" * 400, b"01",
            b"+1", b"NaN", b"'a'", b'"\\ud800"', b'"\\u0000"', b'"\xff"', b'"\xc3\x28"', b'"\xed\xa0\x80"', b"[" * 3_000,
            b'{"a":' * 1_500, b'{"a": 1, "a": 2}', b'"' + b"x" * 5_000 + b'"', b'"2021/13/40 25:61"', b"/**/", b"1 2", b""]
MEDIA_TYPES = ["text/csv", "application/xml", "application/json; charset=utf-16", "application/json; charset=",
               "text/turtle; q=", "application/", "*/*", "multipart/form-data", "multipart/form-data; boundary=b",
               "application/x-www-form-urlencoded", "application/sparql-query", "application/ld+json", ";"]
ACCEPTS = ["text/turtle", "application/json;q=0", "*/*;q=nonsense", "application/xml, text/*;q=0.1", "", ",,,", "image/png"]


@dataclass
class Request:
    operation: object                # what it was made of
    kind: str                        # what is wrong with it; "valid" if nothing is
    method: str
    route: str                       # the path with its variables
    path: dict                       # the path's variables, percent-encoded
    query: list                      # [name, value], both percent-encoded
    headers: list                    # [name, value]
    body: bytes = b""
    content_type: str = ""
    members: list = field(default_factory=list)  # of the body as JSON: where something could stand instead

    @property
    def target(self):
        path = self.route
        for name in path_variables(path):
            path = path.replace("{" + name + "}", self.path[name])
        return path + ("?" + "&".join(f"{name}={value}" for name, value in self.query) if self.query else "")

    def __str__(self):
        return (f"{self.kind}: {self.method} {self.target[:300]} {self.headers} "
                f"{self.content_type} {self.body[:400]!r}")


class Requests:
    """The same ones for the same seed, description and `known` values. `texts` are bodies that are no JSON, by their
    media types. Operations of documents come four times as often as the server's own together."""

    def __init__(self, random, description, known, texts):
        self._random = random
        self._description = description
        self._values = Values(random, description, known)
        self._texts = texts
        ids = {tag["name"] for tag in description.document["tags"]} - set(OWN_TAGS)
        self._of_documents = [one for one in description.operations if ids.intersection(one.tags)]
        self._others = [one for one in description.operations if not ids.intersection(one.tags)]
        assert self._of_documents and self._others

    def next(self):
        of_documents = self._random.random() < 0.8
        request = self._valid(self._random.choice(self._of_documents if of_documents else self._others))
        for _ in range(self._random.choice((0, 0, 1, 1, 1, 2))):
            self._spoil(request)
        return request

    def _valid(self, operation):
        request = Request(operation, "valid", operation.method, operation.path, {}, [], [])
        for parameter in operation.parameters:
            if not parameter.get("required") and self._random.random() < 0.5:
                continue
            name, value = parameter["name"], self._values.of(parameter["schema"], parameter["name"])
            if parameter["in"] == "path":
                request.path[name] = quote(text_of(value), safe="") or "_"
            elif parameter["in"] == "header":
                request.headers.append([name, text_of(value)])
            else:
                for one in value if isinstance(value, list) else [value]:
                    request.query.append([quote(name, safe=""), quote(text_of(one), safe="")])
        if operation.body:
            request.content_type = self._random.choice(list(operation.body))
            self._fill_body(request, operation.body[request.content_type])
        if operation.path.endswith("/query") and self._random.random() < 0.3:
            request.method, request.route = "GET", operation.path.removesuffix("/query")
        return request

    def _fill_body(self, request, media_type):
        if request.content_type != "application/json":
            request.body = self._random.choice(self._texts.get(request.content_type, [b""]))
            return
        examples = [one["value"] for one in media_type.get("examples", {}).values()]
        examples += [media_type["example"]] if "example" in media_type else []
        example = self._random.choice(examples) if examples and self._random.random() < 0.4 else None
        value = self._values.of(media_type["schema"]) if example is None else example
        request.body = json.dumps(value, ensure_ascii=False).encode()
        request.members = list(self._spoilt_bodies(value))

    def _spoilt_bodies(self, value):
        """For each place in `value`: what stands before it, and behind it, as text."""
        mark = "\0"  # in no text of a value that is valid
        def marked(part):
            yield mark
            if isinstance(part, dict):
                for name in part:
                    yield from (part | {name: inner} for inner in marked(part[name]))
                yield part | {"unknown": mark}
            elif isinstance(part, list):
                for place, element in enumerate(part):
                    yield from (part[:place] + [inner] + part[place + 1:] for inner in marked(element))
        for one in marked(value):
            yield json.dumps(one, ensure_ascii=False).encode().partition(json.dumps(mark).encode())

    # Faults.

    def _spoil(self, request):
        faults = [self._wrong_method, self._wrong_accept]
        if request.path:
            faults += [self._hostile_path, self._broken_path]
        if request.headers:
            faults += [self._hostile_header, self._no_header]
        if request.query:
            faults += 2 * [self._hostile_query, self._hostile_query, self._broken_query, self._no_query, self._twice_query]
        faults.append(self._unknown_query)
        if request.operation.body:
            faults += 2 * [self._wrong_type, self._cut_body, self._broken_byte]
        if request.members:
            faults += 3 * [self._odd_member, self._odd_member, self._no_member, self._member_twice]
        if "431" in request.operation.responses:
            faults.append(self._too_long)
        fault = self._random.choice(faults)
        request.kind = fault.__name__.strip("_") if request.kind == "valid" else request.kind + "+" + fault.__name__
        fault(request)

    def _hostile_text(self):
        return quote(self._random.choice(HOSTILE), safe="")

    def _wrong_method(self, request):
        request.method = self._random.choice([one.upper() for one in METHODS] + ["PATCH", "HEAD", "OPTIONS"])

    def _wrong_accept(self, request):
        request.headers.append(["Accept", self._random.choice(ACCEPTS)])

    def _hostile_path(self, request):
        request.path[self._random.choice(list(request.path))] = self._hostile_text() or "%20"

    def _broken_path(self, request):
        request.path[self._random.choice(list(request.path))] = self._random.choice(BROKEN_ESCAPES)

    def _hostile_header(self, request):
        text = self._random.choice(HOSTILE)
        self._random.choice(request.headers)[1] = "".join(c for c in text if c >= " " and c != "\x7f")

    def _no_header(self, request):
        request.headers.remove(self._random.choice(request.headers))

    def _hostile_query(self, request):
        self._random.choice(request.query)[1] = self._hostile_text()

    def _broken_query(self, request):
        self._random.choice(request.query)[self._random.randrange(2)] = self._random.choice(BROKEN_ESCAPES)

    def _no_query(self, request):
        request.query.remove(self._random.choice(request.query))

    def _twice_query(self, request):
        name, value = self._random.choice(request.query)
        request.query.append([name, self._random.choice([value, self._hostile_text()])])

    def _unknown_query(self, request):
        request.query.append([self._random.choice(["unknown", "", "%20", "ID%5B%5D"]), self._hostile_text()])

    def _too_long(self, request):
        request.query.append(["long", "x" * 20_000])

    def _wrong_type(self, request):
        request.content_type = self._random.choice(MEDIA_TYPES)

    def _cut_body(self, request):
        request.body = request.body[:self._random.randrange(len(request.body) + 1)]

    def _broken_byte(self, request):
        place = self._random.randrange(len(request.body) + 1)
        request.body = request.body[:place] + self._random.choice([b"\xff", b"\0", b"\xc3", b"}", b","]) + request.body[place:]

    def _odd_member(self, request):
        before, _, behind = self._random.choice(request.members)
        request.body = before + self._random.choice(ODD_JSON) + behind

    def _no_member(self, request):
        value = json.loads(request.body) if request.kind == "no_member" else None
        objects = [part for part in _parts(value) if isinstance(part, dict) and part]
        if objects:
            part = self._random.choice(objects)
            del part[self._random.choice(list(part))]
            request.body = json.dumps(value, ensure_ascii=False).encode()

    def _member_twice(self, request):
        value = json.loads(request.body) if request.kind == "member_twice" else None
        for part in _parts(value):
            if isinstance(part, dict) and part:
                name = self._random.choice(list(part))
                member = f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(part[name], ensure_ascii=False)}".encode()
                request.body = request.body.replace(member, member + b", " + member, 1)
                return


def _parts(value):
    yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
        yield from _parts(part)


OWN_TAGS = ("knowledge bases", "knowledge interactions", "exchange", "domain knowledge", "SPARQL", "operation", "mappings")
