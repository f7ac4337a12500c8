/// What `--help` says beside the options themselves.
#pragma once

#include <string_view>

namespace gridlore::program {

inline constexpr std::string_view about_text =
    "Gridlore: knowledge exchange for the electricity grid. A server that knowledge bases register with,\n"
    "and a terminal client for it.";

inline constexpr std::string_view main_footer = R"(
Exit codes:
  0  done
  1  nothing found: no bindings (ask), no rows (query), nobody who took it (post), no knowledge bases (interactions)
  2  wrong usage: the command line, the configuration, a graph pattern, a query
  3  the server cannot be reached
  4  the server refused the request
  5  the server cannot serve, for example because the address is in use
  6  a file or the store cannot be read or written, or a limit was reached

Examples:
  gridlore serve
  gridlore interactions
  gridlore ask '?meter a saref:Meter' --explain
  gridlore import grid/*.xml
  gridlore query 'SELECT * { ?load a cim:ConformLoad }'
)";

inline constexpr std::string_view mapping_footer = R"(
A mapping document pairs a graph pattern with a JSON shape; docs/mapping-documents.md is its reference. RML (.ttl) and
YARRRML (YAML with 'mappings') lift JSON, CSV and XML: 'check' and 'lift' take them as well.

Examples:
  gridlore mapping new --from example.json > my-service.yaml
  gridlore mapping check my-service.yaml --ontology ontology/gridlore.ttl
  gridlore mapping lift mappings/flexibility/offers.yaml offer.json
  gridlore mapping explain mappings/flexibility/offers.yaml offer.json --triple '_ saref:hasValue _'
  gridlore mapping explain mappings/flexibility/offers.yaml offer.json --member /0/Offer
  gridlore mapping lift readings.rml.ttl
  gridlore mapping lower mappings/flexibility/offers.yaml offer.ttl
  gridlore mapping coverage mappings/*/*.yaml
)";

inline constexpr std::string_view serve_footer = R"(
Flags win over the environment, the environment over the file, the file over the default (in parentheses).
SIGTERM or Ctrl-C stops it gracefully, a second Ctrl-C at once.

Examples:
  gridlore serve
  gridlore serve --listen 0.0.0.0:8280 --domain-knowledge ontology/*.ttl --log-format json
  GRIDLORE_KB_WAIT=30 gridlore serve --config /etc/gridlore.yaml
)";

inline constexpr std::string_view config_footer = R"(
Exits with 2, and says why, if 'gridlore serve' with the same flags would not start.

Examples:
  gridlore config
  gridlore config --config /etc/gridlore.yaml --json
)";

inline constexpr std::string_view ask_footer = R"(
Known prefixes: cim foaf gridlore ke om owl rdf rdfs s4ener s4grid saref skos time vcard xsd.
Terms: <iri>, prefix:name, 5, true, 2026-03-04T09:15:00Z, '"text"', '"text"@en', '"21.5"^^xsd:double'.

Examples:
  gridlore ask '?m a saref:Meter'
  gridlore ask '?room ex:temperature ?t' --prefix ex=https://home.example/ --bind 'room=ex:kitchen' --explain
  gridlore ask '?o saref:hasTimestamp ?t' --range t=2026-03-04..2026-03-05 --json
  gridlore ask '?kb a ke:KnowledgeBase . ?kb ke:hasName ?name' --meta
)";

inline constexpr std::string_view post_footer = R"(
Known prefixes and terms: as for 'gridlore ask'. Every variable of the argument pattern needs a value.

Examples:
  gridlore post '?room ex:setpoint ?t' --prefix ex=https://home.example/ --bind room=ex:kitchen --bind t=21.5
  gridlore post '?c ex:command ?d' --prefix ex=https://home.example/ --result '?c ex:state ?s' --rows commands.json
)";

inline constexpr std::string_view interactions_footer = R"(
Examples:
  gridlore interactions
  gridlore interactions --kb https://dso.example/kb/meters --json
)";

inline constexpr std::string_view import_footer = R"(
Syntaxes by extension: .ttl .trig .nt .nq .rdf .xml .owl, and each of them as .gz or within a .zip.
Each file is stored whole or, if something is wrong with it, not at all; the others are imported all the same, and the
exit code is 6.
Models of CIM are read as models: terms of all versions in the namespace of CIM100, rdf:ID and #_id as urn:uuid:, so
that the files of one model join, literals typed as the profiles say, the convention of units recorded. --plain: not.
With --mapping, files are what a document lifts. Of a mapping document each is a payload, and stored whole or not at all;
of RML and YARRRML all are read together, files, NAME=FILE and folders, and stored as one change.

Examples:
  gridlore import grid/*.xml
  gridlore import model.zip --graph urn:example:model --units v-w
  gridlore import --mapping readings.yarrrml.yml readings.csv meters.csv
  curl -s https://example.org/data.ttl | gridlore import - --syntax turtle --base https://example.org/
)";

inline constexpr std::string_view export_footer = R"(
Examples:
  gridlore export all.nq.gz
  gridlore export --graph default --syntax turtle
)";

inline constexpr std::string_view query_footer = R"(
Formats: table (for people), json, xml, csv, tsv; of a graph turtle, ntriples, rdfxml. Known prefixes: as for 'gridlore ask'.

Examples:
  gridlore query 'SELECT ?load ?p { ?load a cim:ConformLoad ; cim:EnergyConsumer.p ?p FILTER(?p > 2000) }'
  gridlore query --file consumers.rq --format csv
  gridlore query 'ASK { ?m a cim:Meter }' --server http://127.0.0.1:8280
)";

inline constexpr std::string_view update_footer = R"(
All operations are one change: if one fails, none was made.

Examples:
  gridlore update 'INSERT DATA { <urn:x:a> rdfs:label "A" }'
  gridlore update --file changes.ru
)";

inline constexpr std::string_view backup_footer = R"(
The copy is a store itself. A running server makes it, too, while others read and write, on its own machine: in the
folder that its setting 'backups' names, so FOLDER is only a name then.

Examples:
  gridlore backup /backup/graph-2026-03-04
  gridlore backup 2026-03-04 --server http://127.0.0.1:8280
)";

inline constexpr std::string_view check_footer = R"(
Compares the store's indices, its dictionary and its counts with each other; exits with 6 if something is wrong.
A running server does it while others read and write.

Examples:
  gridlore check --store /var/lib/gridlore
  gridlore check --server http://127.0.0.1:8280
)";

}  // namespace gridlore::program
