/// What the commands on a store are told. Value types, as the command line has them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapter/main/configuration/sources.h"

namespace gridlore::commands {

/// Which store: the one that configuration names, as for `gridlore serve`, or that of a running server.
struct StoreOptions {
    configuration::CommandLineSettings settings;  ///< `--config` and `--store`
    std::optional<std::string> server;            ///< base address; what the server offers below it is ours to know
    unsigned timeout_seconds = 3600;              ///< for a query, or one call of a server
};

struct ImportOptions {
    StoreOptions store;
    std::vector<std::string> files;
    std::optional<std::string> graph;   ///< IRI; absent: the default graph, and the graphs that files name
    std::string base;                   ///< empty: each file's own IRI
    std::optional<std::string> syntax;  ///< a name of `rdf_formats`
    std::optional<std::string> units;   ///< a name, or an IRI, of a unit convention
    bool plain = false;
    std::optional<std::string> mapping;  ///< a document that lifts `files`: see `mapping_commands::LoadedDocument`
    std::vector<std::string> given;      ///< `variable=value`, of a mapping document
};

struct ExportOptions {
    StoreOptions store;
    std::optional<std::string> file;    ///< absent or `-`: standard output
    std::optional<std::string> graph;   ///< IRI, or `default`; absent: all
    std::optional<std::string> syntax;  ///< absent: by the file's extension, else N-Quads
};

struct QueryOptions {
    StoreOptions store;
    std::string text;
    std::optional<std::string> file;  ///< instead of `text`; `-`: standard input
    std::vector<std::string> prefixes;
    std::optional<std::string> format;  ///< absent: a table, or Turtle
    bool explain = false;
};

struct UpdateOptions {
    StoreOptions store;
    std::string text;
    std::optional<std::string> file;
    std::vector<std::string> prefixes;
};

struct BackupOptions {
    StoreOptions store;
    std::string target;
};

struct CheckOptions {
    StoreOptions store;
};

}  // namespace gridlore::commands
