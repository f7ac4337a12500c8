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

/// A document and a payload.
struct PayloadOptions {
    std::string document;
    std::string payload = "-";       ///< a file; `-`: standard input
    std::vector<std::string> given;  ///< `variable=value`, as JSON has the value
    bool tolerant = false;
};

struct LiftOptions {
    PayloadOptions payload;
    std::optional<std::string> format;  ///< a syntax of RDF, or `bindings`; absent: Turtle
};

struct LowerOptions {
    std::string document;
    std::string data = "-";             ///< a file; `-`: standard input
    std::optional<std::string> syntax;  ///< of RDF, or `bindings`; absent: as the extension says
};

struct ExplainOptions {
    PayloadOptions payload;
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
