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
  1  nothing found: no bindings (ask), nobody who took it (post), no knowledge bases (interactions)
  2  wrong usage: the command line, the configuration, a graph pattern
  3  the server cannot be reached
  4  the server refused the request
  5  the server cannot serve, for example because the address is in use

Examples:
  gridlore serve
  gridlore interactions
  gridlore ask '?meter a saref:Meter' --explain
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

}  // namespace gridlore::program
