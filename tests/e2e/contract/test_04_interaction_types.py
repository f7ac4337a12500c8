"""Section 4: the body of POST /sc/ki, field by field."""

import pytest

KE = "https://w3id.org/knowledge-engine/"
INFORM = {"requiredPurposes": [KE + "InformPurpose"], "satisfiedPurposes": [KE + "InformPurpose"]}

PATTERN_FIELDS = {"Ask": ["graphPattern"], "Answer": ["graphPattern"],
                  "Post": ["argumentGraphPattern", "resultGraphPattern"],
                  "React": ["argumentGraphPattern", "resultGraphPattern"]}
KINDS = sorted(PATTERN_FIELDS)


def body_of(world, kind, **fields):
    patterns = {field: world.pattern("?a p ?b") for field in PATTERN_FIELDS[kind][:1]}
    return {"knowledgeInteractionType": kind + "KnowledgeInteraction"} | patterns | fields


def register(world, body):
    return world.rest.post("/sc/ki", kb=world.kb().id, json=body)


@pytest.mark.parametrize("kind", KINDS)
def test_4_each_type(world, kind):
    knowledge_base = world.kb()
    world.rest.post("/sc/ki", kb=knowledge_base.id, json=body_of(world, kind)).expect(200)
    entry, = world.rest.get("/sc/ki", kb=knowledge_base.id).json()
    assert entry["knowledgeInteractionType"] == kind + "KnowledgeInteraction"


@pytest.mark.parametrize("type_", [None, "", "Ask", "askKnowledgeInteraction", "TellKnowledgeInteraction", 5])
def test_4_unknown_type_is_400(world, type_):
    register(world, body_of(world, "Ask", knowledgeInteractionType=type_)).expect_error(400)


def test_4_missing_type_is_400(world):
    register(world, {"graphPattern": world.pattern("?a p ?b")}).expect_error(400)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("how", ["missing", "null"])
def test_4_required_pattern(world, kind, how):
    field = PATTERN_FIELDS[kind][0]
    body = body_of(world, kind, **{field: None})
    if how == "missing":
        del body[field]
    assert field in register(world, body).expect_error(400).message


@pytest.mark.parametrize("kind", ["Post", "React"])
def test_4_a_result_pattern_alone_is_400(world, kind):
    """REF: accepted, after which nobody can read that knowledge base's description."""
    register(world, {"knowledgeInteractionType": kind + "KnowledgeInteraction",
                     "resultGraphPattern": world.pattern("?a p ?b")}).expect_error(400)


@pytest.mark.parametrize("kind, field", [(kind, field) for kind in KINDS for field in PATTERN_FIELDS[kind]])
@pytest.mark.parametrize("pattern", ["", "?a p", "?a x:p ?b ."])
def test_4_unreadable_pattern_is_400(world, kind, field, pattern):
    message = register(world, body_of(world, kind, **{field: pattern})).expect_error(400).message
    assert field in message


OPTIONAL = ["knowledgeInteractionName", "prefixes", "communicativeAct", "knowledgeGapsEnabled", "includeMetaKIs",
            "knowledgeInteractionId", "reasonerEnabled", "reasonerLevel", "syncedKnowledgeInteraction", "nonsense"]


@pytest.mark.parametrize("field", OPTIONAL)
@pytest.mark.parametrize("kind", KINDS)
def test_4_null_for_an_optional_field_is_its_absence(world, kind, field):
    register(world, body_of(world, kind, **{field: None})).expect(200)


@pytest.mark.parametrize("kind", ["Post", "React"])
def test_4_null_for_the_result_pattern_is_its_absence(world, kind):
    knowledge_base = world.kb()
    world.rest.post("/sc/ki", kb=knowledge_base.id, json=body_of(world, kind, resultGraphPattern=None)).expect(200)
    assert "resultGraphPattern" not in world.rest.get("/sc/ki", kb=knowledge_base.id).json()[0]


@pytest.mark.parametrize("fields", [
    {"knowledgeInteractionId": "https://x.example/own"}, {"reasonerEnabled": True}, {"reasonerLevel": 9},
    {"syncedKnowledgeInteraction": {"a": 1}}, {"nonsense": []}], ids=str)
def test_4_anything_else_is_ignored(world, fields):
    knowledge_base = world.kb()
    ki = world.rest.post("/sc/ki", kb=knowledge_base.id, json=body_of(world, "Ask", **fields)).expect(200).json()
    assert ki["knowledgeInteractionId"].startswith(knowledge_base.id + "/interaction/")


@pytest.mark.parametrize("name", ["a", "A-9", "readings-of-today", "-", "0"])
def test_4_good_names(world, name):
    register(world, body_of(world, "Ask", knowledgeInteractionName=name)).expect(200)


@pytest.mark.parametrize("name", ["a b", "a_b", "a/b", "a.b", "ü", "a\n", "a#", " a"])
def test_4_bad_names_are_400(world, name):
    register(world, body_of(world, "Ask", knowledgeInteractionName=name)).expect_error(400)


GOOD_ACTS = [
    INFORM,
    {"requiredPurposes": [KE + "ActuationPurpose"], "satisfiedPurposes": [KE + "InformPurpose", KE + "Purpose"]},
    {"requiredPurposes": ["https://unknown.example/P"], "satisfiedPurposes": ["urn:foo:bar"]},
]


@pytest.mark.parametrize("act", GOOD_ACTS, ids=["default", "several", "unknown but well-formed"])
def test_4_good_communicative_acts(world, act):
    register(world, body_of(world, "Ask", communicativeAct=act)).expect(200)


BAD_ACTS = [
    ("empty object", {}),
    ("required missing", {"satisfiedPurposes": [KE + "InformPurpose"]}),
    ("satisfied missing", {"requiredPurposes": [KE + "InformPurpose"]}),
    ("required empty", INFORM | {"requiredPurposes": []}),
    ("satisfied empty", INFORM | {"satisfiedPurposes": []}),
    ("required null", INFORM | {"requiredPurposes": None}),
    ("satisfied null", INFORM | {"satisfiedPurposes": None}),
    ("purpose null", INFORM | {"requiredPurposes": [None]}),
    ("purpose that is no IRI", INFORM | {"requiredPurposes": ["no iri"]}),
    ("purpose that is relative", INFORM | {"satisfiedPurposes": ["InformPurpose"]}),
    ("purpose in brackets", INFORM | {"satisfiedPurposes": [f"<{KE}InformPurpose>"]}),
    ("text for a list", INFORM | {"satisfiedPurposes": KE + "InformPurpose"}),
    ("array for the act", []),
]


@pytest.mark.parametrize("act", [case[1] for case in BAD_ACTS], ids=[case[0] for case in BAD_ACTS])
@pytest.mark.parametrize("kind", ["Ask", "React"])
def test_4_bad_communicative_acts_are_400(world, kind, act):
    register(world, body_of(world, kind, communicativeAct=act)).expect_error(400)


@pytest.mark.parametrize("prefix", ["e", "saref4ener", "e-1", "ü"])
def test_4_good_prefix_names(world, prefix):
    body = body_of(world, "Ask", prefixes={prefix: world.namespace}, graphPattern=f"?a {prefix}:p ?b")
    register(world, body).expect(200)


@pytest.mark.parametrize("prefix", ["1", "x y", "ex:", "-a"])
def test_4_bad_prefix_names_are_400(world, prefix):
    """REF: 500, or the knowledge base is poisoned."""
    register(world, body_of(world, "Ask", prefixes={prefix: "https://x.example/"})).expect_error(400)


@pytest.mark.parametrize("prefixes", [[], "e", {"e": None}, {"e": []}, {"e": {}}], ids=str)
def test_4_bad_prefixes_are_400(world, prefixes):
    register(world, body_of(world, "Ask", prefixes=prefixes)).expect_error(400)


@pytest.mark.parametrize("field", ["knowledgeGapsEnabled", "includeMetaKIs"])
@pytest.mark.parametrize("value", ["perhaps", [], {}], ids=str)
def test_4_bad_flags_are_400(world, field, value):
    register(world, body_of(world, "Ask", **{field: value})).expect_error(400)


def test_4_variables_of_argument_and_result_with_one_name_are_one_variable(world):
    poster, post = world.poster("?a p ?b", "?a q ?c")
    reactor = world.reactor("?x p ?y", "?x q ?z", lambda rows: [{"x": world.iri("stranger"), "z": rows[0]["y"]}])
    result = poster.post(post, world.rows("a=s b=o"))
    assert result["resultBindingSet"] == [] and reactor.first_reply().status == 200
    assert result["exchangeInfo"][0]["status"] == "FAILED"
