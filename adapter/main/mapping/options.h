/// What `gridlore mapping` is told. Value types, as the command line has them.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace gridlore::mapping_commands {

struct CheckOptions {
    std::vector<std::string> files;
    std::vector<std::string> ontologies;  ///< files of RDF; none: terms are not looked up
};

/// A document and what it reads.
struct PayloadOptions {
    std::string document;
    /// One file, or `-` for standard input, as if none were named. Of RML: its sources, see `lift_sources`.
    std::vector<std::string> payloads;
    std::vector<std::string> given;  ///< `variable=value`, as JSON has the value
    bool tolerant = false;
};

struct LiftOptions {
    PayloadOptions payload;
    std::optional<std::string> format;  ///< a syntax of RDF, or `bindings`; absent: Turtle, of RML N-Quads
    std::string base;                   ///< of RML: stands before IRIs that are not absolute
};

struct LowerOptions {
    std::string document;
    std::string data = "-";             ///< a file; `-`: standard input
    std::optional<std::string> syntax;  ///< of RDF, or `bindings`; absent: as the extension says
};

struct ExplainOptions {
    PayloadOptions payload;
    std::vector<std::string> triples;  ///< patterns of one triple each; with `members` none: all
    std::vector<std::string> members;  ///< JSON pointers
    bool json = false;
};

struct NewOptions {
    std::string from;  ///< a file with a payload; `-`: standard input
    std::string id = "my-service.my-payload";
};

struct CoverageOptions {
    std::vector<std::string> files;
    std::vector<std::string> ontologies;
    bool json = false;
};

}  // namespace gridlore::mapping_commands
