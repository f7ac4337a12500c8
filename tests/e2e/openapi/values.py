"""Values that a JSON Schema allows, chosen by a seeded source of chance."""

import json

import rstr

# What plain strings are.
WORDS = ["a", "Zone 7", "x/y", "São João", "4405-123", "0", "true", "urn:x:1", "a b+c&d=e", "😀", "ID_1"]


class Values:
    """`known` are values that mean something to the server, by the name of the parameter or member that has them."""

    def __init__(self, random, description, known):
        self._random = random
        self._description = description
        self._known = known
        self._strings = rstr.Rstr(random)

    def of(self, schema, name=""):
        chance, schema = self._random.random(), self._description.resolve(schema)
        if name in self._known and chance < 0.7:
            return self._random.choice(self._known[name])
        if "examples" in schema and chance > 0.8:
            return self._random.choice(schema["examples"])
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return self._random.choice(schema["enum"])
        for choice in ("oneOf", "anyOf"):
            if choice in schema:
                return self.of(self._random.choice(schema[choice]), name)
        if "allOf" in schema:
            return {member: value for part in schema["allOf"] for member, value in self.of(part).items()}
        types = schema.get("type", ["string", "integer", "boolean"])
        return getattr(self, "_" + (types if isinstance(types, str) else self._random.choice(types)))(schema)

    def _object(self, schema):
        properties = schema.get("properties", {})
        required = schema.get("required", [])
        value = {name: self.of(part, name) for name, part in properties.items()
                 if name in required or self._random.random() < 0.5}
        if isinstance(schema.get("additionalProperties"), dict):
            value |= {self._random.choice("abc"): self.of(schema["additionalProperties"])
                      for _ in range(self._random.randrange(3))}
        return value

    def _array(self, schema):
        least = schema.get("minItems", 0)
        return [self.of(schema.get("items", {})) for _ in range(least + self._random.choice((0, 1, 1, 2)))]

    def _string(self, schema):
        if schema.get("format") == "iri":
            return f"https://contract.example/{self._random.randrange(20)}"
        if schema.get("format") == "date-time":
            return f"20{self._random.randrange(10, 40)}-0{self._random.randrange(1, 10)}-1{self._random.randrange(10)}" \
                   f"T1{self._random.randrange(10)}:00:00Z"
        if "pattern" in schema and self._random.random() < 0.8:
            return self._strings.xeger(schema["pattern"])[:200]
        words = [word for word in WORDS if self._description.validator(schema).is_valid(word)]
        return self._random.choice(words) if words else self._strings.xeger(schema["pattern"])

    def _integer(self, schema):
        return self._random.randint(schema.get("minimum", -5), schema.get("maximum", 2_000))

    def _number(self, schema):
        least = schema.get("minimum", schema.get("exclusiveMinimum", -100))
        return round(self._random.uniform(least + 0.001, least + 1_000), self._random.randrange(1, 4))

    def _boolean(self, _):
        return self._random.random() < 0.5

    def _null(self, _):
        return None


def text_of(value):
    """A value as a parameter has it."""
    return value if isinstance(value, str) else json.dumps(value)
