/// What the commands of a terminal are told. Value types, as the command line has them.
#pragma once

#include <chrono>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "adapter/main/terminal/table.h"

namespace gridlore::terminal {

struct Connection {
    std::string server = "http://127.0.0.1:8280/rest";  ///< base of the REST API
    unsigned timeout_seconds = 120;                     ///< for one call; an exchange takes as long as its slowest
    bool json = false;                                  ///< one JSON document on standard output, nothing else
};

/// What an ask and a post have in common.
struct ExchangeOptions {
    Connection connection;
    std::vector<std::string> prefixes;    ///< `name=iri`, beside the well-known ones
    std::vector<std::string> bindings;    ///< `variable=term`
    std::vector<std::string> recipients;  ///< ids of knowledge bases; empty: everybody
    std::optional<unsigned> level;        ///< of the reasoner; else the server's default
    bool explain = false;
    bool include_meta = false;
};

struct AskOptions {
    ExchangeOptions exchange;
    std::string pattern;
    std::vector<std::string> ranges;  ///< `variable=FROM..UNTIL`, either may be missing
    bool knowledge_gaps = false;
};

struct PostOptions {
    ExchangeOptions exchange;
    std::string argument_pattern;
    std::optional<std::string> result_pattern;
    std::optional<std::string> rows_file;  ///< a JSON binding set; `-` is standard input
};

struct InteractionsOptions {
    Connection connection;
    std::vector<std::string> prefixes;
    std::optional<std::string> knowledge_base;
};

/// Where a command writes.
struct Streams {
    std::ostream& out;
    std::ostream& error;
    Style style;
};

}  // namespace gridlore::terminal
