"""Section 13: the pattern in which knowledge bases describe themselves, and the rows that it must have."""

from harness.world import KE, RDF, typed

TRIPLES = [line.strip() for line in """
?kb rdf:type ke:KnowledgeBase
?kb ke:hasName ?name
?kb ke:hasDescription ?description
?kb ke:hasKnowledgeInteraction ?ki
?ki rdf:type ?kiType
?ki ke:isMeta ?isMeta
?ki ke:hasCommunicativeAct ?act
?act rdf:type ke:CommunicativeAct
?act ke:hasRequirement ?req
?act ke:hasSatisfaction ?sat
?req rdf:type ?reqType
?sat rdf:type ?satType
?ki ke:hasGraphPattern ?gp
?gp rdf:type ?patternType
?gp ke:hasPattern ?pattern
""".strip().splitlines()]
PREFIXES = {"rdf": RDF, "ke": KE}
PATTERN = " . ".join(TRIPLES)
VARIABLES = ["kb", "name", "description", "ki", "kiType", "isMeta", "act", "req", "sat", "reqType", "satType", "gp",
             "patternType", "pattern"]

INFORM, NEW, CHANGED, REMOVED = (f"{KE}{word}Purpose" for word in
                                 ("Inform", "NewKnowledge", "ChangedKnowledge", "RemovedKnowledge"))
META_INTERACTIONS = {  # suffix -> type, required and satisfied purpose
    "ask": ("Ask", INFORM, INFORM), "answer": ("Answer", INFORM, INFORM),
    "post/new": ("Post", INFORM, NEW), "post/changed": ("Post", INFORM, CHANGED),
    "post/removed": ("Post", INFORM, REMOVED), "react/new": ("React", NEW, INFORM),
    "react/changed": ("React", CHANGED, INFORM), "react/removed": ("React", REMOVED, INFORM),
}
META_PATTERN = "<the meta pattern>"  # stands for any order of its triples in the rows below


def expanded(triple):
    words = [f"<{PREFIXES[word.split(':')[0]]}{word.split(':')[1]}>" if ":" in word else word
             for word in triple.split()]
    return " ".join(words)


CANONICAL_TRIPLES = {expanded(triple) for triple in TRIPLES}


def rows_of(description, interactions):
    """The rows of one knowledge base, from its entries in GET /sc and GET /sc/ki."""
    kb_id = description["knowledgeBaseId"]
    common = {"kb": f"<{kb_id}>", "name": f'"{description["knowledgeBaseName"]}"',
              "description": f'"{description["knowledgeBaseDescription"]}"'}
    rows = []

    def add(ki, kind, is_meta, required, satisfied, part, pattern_type, pattern):
        rows.extend(common | {
            "ki": f"<{ki}>", "kiType": f"<{KE}{kind}KnowledgeInteraction>", "isMeta": typed(is_meta, "boolean"),
            "act": f"<{ki}/act>", "req": f"<{ki}/act/req>", "sat": f"<{ki}/act/sat>",
            "reqType": f"<{one}>", "satType": f"<{other}>", "gp": f"<{ki}/{part}>",
            "patternType": f"<{KE}{pattern_type}>", "pattern": pattern} for one in required for other in satisfied)

    for suffix, (kind, required, satisfied) in META_INTERACTIONS.items():
        whole = kind in ("Ask", "Answer")
        add(f"{kb_id}/meta/knowledgeinteractions/{suffix}", kind, "true", [required], [satisfied],
            "gp" if whole else "argumentgp", "GraphPattern" if whole else "ArgumentGraphPattern", META_PATTERN)
    parts = [("graphPattern", "gp", "GraphPattern"), ("argumentGraphPattern", "argumentgp", "ArgumentGraphPattern"),
             ("resultGraphPattern", "resultgp", "ResultGraphPattern")]
    for entry in interactions:
        act = entry["communicativeAct"]
        for field, part, pattern_type in parts:
            if field in entry:
                add(entry["knowledgeInteractionId"], entry["knowledgeInteractionType"].removesuffix(
                    "KnowledgeInteraction"), "false", act["requiredPurposes"], act["satisfiedPurposes"], part,
                    pattern_type, f'"{entry[field]}"')
    return rows


def with_meta_pattern(rows, **names):
    """Rows with `META_PATTERN` for each text of exactly the 15 triples; `names` are the variables' own names."""
    variable, is_meta = names.get("pattern", "pattern"), names.get("isMeta", "isMeta")
    result = []
    for row in rows:
        if row[is_meta] == typed("true", "boolean"):
            text = row[variable]
            assert text.startswith('"') and text.endswith(' . "'), text
            triples = text[1:-1].removesuffix(" . ").split(" . ")
            assert len(triples) == 15 and set(triples) == CANONICAL_TRIPLES, text
            row = row | {variable: META_PATTERN}
        result.append(row)
    return result


def described_rows(knowledge_base):
    """What the meta interactions must say of a knowledge base that is registered now."""
    description, = knowledge_base.rest.get("/sc", kb=knowledge_base.id).expect(200).json()
    return rows_of(description, knowledge_base.rest.get("/sc/ki", kb=knowledge_base.id).expect(200).json())
