/// Everything about one running server that an operator may want different: each component's own settings, and what
/// concerns the program as a whole. A value type; the defaults are those of the components.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "adapter/graph/settings.h"
#include "adapter/http/server.h"
#include "adapter/main/logging/log.h"
#include "adapter/rest-api/rest_api.h"
#include "adapter/sparql/settings.h"
#include "knowledge-engine/exchange/exchange.h"

namespace gridlore::configuration {

/// The words that `backups` may be beside a folder.
inline constexpr std::string_view backups_beside = "beside";
inline constexpr std::string_view no_backups = "none";
/// The word that `secrets` may be instead of a folder.
inline constexpr std::string_view no_secrets = "none";

struct Configuration {
    http::ServerSettings server;
    rest_api::Settings rest_api;
    exchange::Settings exchange;
    graph::StoreSettings store;
    graph::Settings graph;
    sparql::Settings sparql;                            ///< all but its folder of backups
    std::string backups = std::string(backups_beside);  ///< a folder, or one of the words above
    logging::Settings log;
    std::vector<std::string> domain_knowledge;                ///< files that every new knowledge base starts with
    std::vector<std::string> mappings;                        ///< folders of mapping documents
    std::string secrets = std::string(no_secrets);            ///< a folder, or the word above
    std::uint64_t payload_limit = std::uint64_t{256} << 20;   ///< bytes that are sent to what mappings serve
    unsigned workers = 2;                                     ///< threads for large work, beside those of the network
    std::size_t work_limit = 1'000;                           ///< pieces of large work that wait
    std::uint64_t temporary_files = std::uint64_t{32} << 30;  ///< bytes that wait in files, all together
    Duration stop_bound = std::chrono::seconds(10);  ///< for exchanges under way when the server is asked to stop

    /// Where backups go; empty: nowhere.
    std::string backup_folder() const;
};

}  // namespace gridlore::configuration
