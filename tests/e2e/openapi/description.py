"""The server's own description of itself: its operations, and whether an answer is one that it describes."""

import json
import re
from dataclasses import dataclass

from jsonschema import Draft202012Validator

METHODS = ("get", "put", "post", "delete")


@dataclass(frozen=True)
class Operation:
    path: str
    method: str
    tags: tuple
    parameters: tuple
    body: dict          # the media types of its body by name; empty: it has none
    responses: dict     # by status, as text

    def __str__(self):
        return f"{self.method} {self.path}"


class Description:
    def __init__(self, document):
        self.document = document
        self.operations = [self._operation(path, method, item)
                           for path, item in document["paths"].items() for method in METHODS if method in item]
        self._validators = {}

    def resolve(self, part):
        """What a reference refers to; members that stand beside it are added."""
        while "$ref" in part:
            target = self.document
            for name in part["$ref"].removeprefix("#/").split("/"):
                target = target[name.replace("~1", "/").replace("~0", "~")]
            part = target | {name: value for name, value in part.items() if name != "$ref"}
        return part

    def _operation(self, path, method, item):
        described = item[method]
        parameters = [self.resolve(one) for one in item.get("parameters", []) + described.get("parameters", [])]
        body = self.resolve(described.get("requestBody", {})).get("content", {})
        responses = {status: self.resolve(one) for status, one in described["responses"].items()}
        return Operation(path, method.upper(), tuple(described["tags"]), tuple(parameters), body, responses)

    def operation(self, path, method):
        return next((one for one in self.operations if (one.path, one.method) == (path, method)), None)

    def validator(self, schema):
        key = json.dumps(schema)
        if key not in self._validators:
            whole = {"allOf": [schema], "components": self.document["components"]}
            self._validators[key] = Draft202012Validator(whole)
        return self._validators[key]

    def fault_of(self, operation, response):
        """What in a response is not as described; None if all is."""
        described = operation.responses.get(str(response.status))
        if described is None:
            return f"{operation}: the status {response.status} is not described"
        fault = self._fault_of_headers(described, response) or self._fault_of_body(described, response)
        return fault and f"{operation}: {response.status}, but {fault}"

    def _fault_of_headers(self, described, response):
        for name, header in described.get("headers", {}).items():
            header, value = self.resolve(header), response.headers.get(name)
            if value is None:
                # What says the one value that it has always has it.
                if header.get("required") or "const" in header["schema"]:
                    return f"the header {name} is missing"
            elif not self.validator(header["schema"]).is_valid(value):
                return f"the header {name} is {value!r}"
        return None

    def _fault_of_body(self, described, response):
        content = described.get("content", {})
        content_type = (response.headers.get("Content-Type") or "").split(";")[0].strip()
        if not response.body and (not content or "x-optional-body" in described):
            return None
        media_type = content.get(content_type, content.get("*/*"))
        if media_type is None:
            return f"a body of the type {content_type!r} is not described"
        if not content_type.endswith("json"):
            return None
        try:
            body = json.loads(response.body.decode("utf-8"), parse_constant=_no_json)
        except ValueError as error:
            return f"the body is no JSON: {error}"
        fault = next(self.validator(media_type.get("schema", {})).iter_errors(body), None)
        return fault and f"the body at {fault.json_path}: {fault.message[:300]}"


def _no_json(text):
    raise ValueError(f"{text} is none of JSON")


def path_variables(path):
    return re.findall(r"{([^}]*)}", path)
