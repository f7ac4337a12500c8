/// What can be configured of the SPARQL protocols. Value types.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "adapter/http/growing_response.h"
#include "adapter/http/http.h"
#include "knowledge-engine/query/evaluation/engine.h"
#include "knowledge-engine/rdf/syntax.h"

namespace gridlore::sparql {

/// What a query or update may fetch from elsewhere. Off by default.
struct RemoteSettings {
    /// IRIs that begin so may be fetched: `http://…`, for LOAD also `file:///…`. Empty: none.
    std::vector<std::string> allowed = {};
    std::chrono::seconds time = std::chrono::seconds(30);  ///< for one response, in all
    std::uint64_t bytes = std::uint64_t{64} << 20;         ///< of all that one query or update fetches
    unsigned fetches = 100;                                ///< of one query or update
};

struct Settings {
    query::Limits query = {};                            ///< of each query; `timeout=` may ask for less time
    query::Limits update = {};                           ///< of the patterns of each update
    std::size_t query_bytes = std::size_t{1} << 20;      ///< of a query's text; beyond: 413
    std::size_t update_bytes = std::size_t{64} << 20;    ///< of an update's text; beyond: 413
    std::uint64_t graph_bytes = std::uint64_t{8} << 30;  ///< of a document that is put or posted, decoded; beyond: 413
    std::size_t bytes_in_memory = std::size_t{1} << 20;  ///< documents beyond this wait in a file, and are loaded alone
    std::string backup_folder = {};                      ///< made if it is not there; empty: there are no backups
    unsigned workers = 8;                                ///< threads of the executor
    /// Of a query that gets the last free one of these: small queries go on while others explode.
    std::chrono::nanoseconds busy_time = std::chrono::seconds(2);
    /// A query that took no longer, and gave little, is answered where its request arrives when it comes again, without
    /// a thread of the executor; 0: never.
    std::chrono::nanoseconds quick_time = std::chrono::microseconds(500);
    unsigned loads = 1;                              ///< of those at once; beyond: 503
    std::size_t cached_queries = 1000;               ///< parsed ones that are kept
    http::GrowingResponse::Settings responses = {};  ///< how much of a result waits for its client, and where
    RemoteSettings service = {};                     ///< SERVICE
    RemoteSettings load = {};                        ///< LOAD
    rdf::PrefixMap prefixes = {                      ///< that graphs are written with
        {"rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
        {"rdfs", "http://www.w3.org/2000/01/rdf-schema#"},
        {"owl", "http://www.w3.org/2002/07/owl#"},
        {"xsd", "http://www.w3.org/2001/XMLSchema#"}};
};

/// For `http::ServerSettings::large_bodies`: the paths whose requests have limits of their own.
std::vector<http::LargeBodies> large_bodies(const Settings& settings);

/// For `http::ServerSettings::other_refusals`: the paths whose errors are `application/problem+json`.
std::vector<http::OtherRefusals> refusals();

}  // namespace gridlore::sparql
