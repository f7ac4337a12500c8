#include "adapter/main/configuration/setting.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>

#include "adapter/main/configuration/graph_setting.h"

namespace gridlore::configuration {
namespace {

using namespace std::chrono_literals;

template <typename T>
struct Limits {
    T least;
    T most;
};

using Counts = Limits<std::uint64_t>;
using Durations = Limits<Duration>;
using Sizes = Limits<std::uint64_t>;

constexpr Durations up_to_a_day = {0s, 24h};
constexpr Durations at_least_a_millisecond = {1ms, 24h};
constexpr Durations whole_seconds = {1s, 24h};

Error out_of_range(const Value& value, const Value& least, const Value& most) {
    return invalid_input(to_string(value) + " is out of range: expected " + to_string(least) + " to " +
                         to_string(most));
}

/// A whole number; `field` gives the place of it in a configuration, of any unsigned type.
template <typename Field>
Setting count(std::string_view name, Field field, Counts limits, std::string_view help) {
    auto get = [field](const Configuration& c) { return Value(std::uint64_t{field(c)}); };
    auto set = [field, limits](Configuration& c, const Value& value) -> Result<void> {
        const auto number = std::get<std::uint64_t>(value);
        if (number < limits.least || number > limits.most) {
            return out_of_range(value, Value(limits.least), Value(limits.most));
        }
        field(c) = static_cast<std::remove_reference_t<decltype(field(c))>>(number);
        return {};
    };
    return {name, help, "NUMBER", get, set};
}

template <typename Field>
Setting size(std::string_view name, Field field, Sizes limits, std::string_view help) {
    auto get = [field](const Configuration& c) { return Value(Bytes{field(c)}); };
    auto set = [field, limits](Configuration& c, const Value& value) -> Result<void> {
        const auto bytes = std::get<Bytes>(value).count;
        if (bytes < limits.least || bytes > limits.most) {
            return out_of_range(value, Value(Bytes{limits.least}), Value(Bytes{limits.most}));
        }
        field(c) = bytes;
        return {};
    };
    return {name, help, std::string(placeholder(Bytes{})), get, set};
}

/// `field` may be of any precision; a value that it cannot hold is refused.
template <typename Field>
Setting duration(std::string_view name, Field field, Durations limits, std::string_view help) {
    auto get = [field](const Configuration& c) { return Value(Duration(field(c))); };
    auto set = [field, limits](Configuration& c, const Value& value) -> Result<void> {
        using Precision = std::remove_cvref_t<decltype(field(c))>;
        const auto wanted = std::get<Duration>(value);
        if (wanted < limits.least || wanted > limits.most) {
            return out_of_range(value, Value(limits.least), Value(limits.most));
        }
        const auto held = std::chrono::duration_cast<Precision>(wanted);
        if (held != wanted) {
            return invalid_input(to_string(value) + " is too fine: expected a multiple of " +
                                 to_string(Value(Duration(Precision(1)))));
        }
        field(c) = held;
        return {};
    };
    return {name, help, std::string(placeholder(Duration{})), get, set};
}

template <typename Field>
Setting flag(std::string_view name, Field field, std::string_view help) {
    auto get = [field](const Configuration& c) { return Value(field(c)); };
    auto set = [field](Configuration& c, const Value& value) -> Result<void> {
        field(c) = std::get<bool>(value);
        return {};
    };
    return {name, help, std::string(placeholder(false)), get, set};
}

/// One of an enumeration's values, which count from 0 in the order of `words`.
template <std::size_t N, typename Field>
Setting choice(std::string_view name, Field field, std::array<std::string_view, N> words, std::string_view help) {
    std::string values;
    for (const std::string_view word : words) {
        values += (values.empty() ? "" : "|") + std::string(word);
    }
    auto get = [field, words](const Configuration& c) {
        return Value(std::string(words[static_cast<std::size_t>(field(c))]));
    };
    auto set = [field, words, values](Configuration& c, const Value& value) -> Result<void> {
        const auto& text = std::get<std::string>(value);
        const auto it = std::find(words.begin(), words.end(), text);
        if (it == words.end()) {
            return invalid_input("'" + text + "' is none of " + values);
        }
        field(c) = static_cast<std::remove_reference_t<decltype(field(c))>>(it - words.begin());
        return {};
    };
    return {name, help, values, get, set};
}

Value get_listen(const Configuration& c) {
    return listen_text(c.server.host, c.server.port);
}

/// The address that `text` names, without the brackets of IPv6; nothing if it is none.
std::optional<std::string> parse_host(std::string_view text) {
    const bool is_bracketed = text.starts_with('[') && text.ends_with(']');
    const std::string host(is_bracketed ? text.substr(1, text.size() - 2) : text);
    std::array<unsigned char, sizeof(in6_addr)> ignored{};
    const bool is_address = inet_pton(is_bracketed ? AF_INET6 : AF_INET, host.c_str(), ignored.data()) == 1;
    return is_address || host == "localhost" ? std::optional(host) : std::nullopt;
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(port) : std::nullopt;
}

Result<void> set_listen(Configuration& c, const Value& value) {
    const std::string_view text = std::get<std::string>(value);
    const auto colon = text.rfind(':');
    const bool has_port = colon != std::string_view::npos;
    const auto host = has_port ? parse_host(text.substr(0, colon)) : std::nullopt;
    const auto port = has_port ? parse_port(text.substr(colon + 1)) : std::nullopt;
    if (!host || !port) {
        return invalid_input("'" + std::string(text) +
                             "' is no address and port, such as 127.0.0.1:8280, 0.0.0.0:80 or [::1]:8280");
    }
    c.server.host = *host;
    c.server.port = *port;
    return {};
}

Setting listen() {
    return {"listen", "Address and port to serve on; port 0 is any free one, which is printed.", "HOST:PORT",
            get_listen, set_listen};
}

Setting domain_knowledge() {
    auto get = [](const Configuration& c) { return Value(Files(c.domain_knowledge)); };
    auto set = [](Configuration& c, const Value& value) -> Result<void> {
        c.domain_knowledge = std::get<Files>(value);
        return {};
    };
    return {
        "domain-knowledge",
        "Rules (.rules) and facts (Turtle, TriG, N-Triples, N-Quads, RDF/XML) that every knowledge base starts with.",
        std::string(placeholder(Files{})),
        get,
        set,
        "KE_DOMAIN_KNOWLEDGE_PATH"};
}

Setting mappings() {
    auto get = [](const Configuration& c) { return Value(Files(c.mappings)); };
    auto set = [](Configuration& c, const Value& value) -> Result<void> {
        c.mappings = std::get<Files>(value);
        return {};
    };
    return {"mappings", "Folders of mapping documents, with the services that they call in services.yaml.", "FOLDER",
            get, set};
}

Setting secrets() {
    auto get = [](const Configuration& c) { return Value(c.secrets); };
    auto set = [](Configuration& c, const Value& value) -> Result<void> {
        const auto& folder = std::get<std::string>(value);
        if (folder.empty()) {
            return invalid_input("expected a folder or `none`");
        }
        c.secrets = folder;
        return {};
    };
    return {
        "secrets",
        "Folder with a file for each secret that services.yaml names; a secret without a file there is the variable "
        "GRIDLORE_SECRET_<NAME>.",
        "FOLDER|none", get, set};
}

Setting also(Setting setting, std::string_view reference_environment) {
    setting.reference_environment = reference_environment;
    return setting;
}

constexpr Counts any_count = {1, std::numeric_limits<std::uint32_t>::max()};
constexpr Sizes any_size = {1024, std::uint64_t{1} << 40};
constexpr Sizes up_to_a_mebibyte = {1024, std::uint64_t{1} << 20};

std::vector<Setting> make_settings() {
    return {
        listen(),
        store_setting(),
        backups_setting(),
        domain_knowledge(),
        mappings(),
        secrets(),
        choice(
            "log-level", [](auto& c) -> auto& { return c.log.level; },
            std::to_array<std::string_view>({"debug", "info", "warning", "error", "off"}),
            "The least that is logged; each request is one line at info."),
        choice(
            "log-format", [](auto& c) -> auto& { return c.log.format; },
            std::to_array<std::string_view>({"text", "json"}), "How a line of the log is written."),
        duration(
            "stop-bound", [](auto& c) -> auto& { return c.stop_bound; }, up_to_a_day,
            "How long exchanges under way may go on when the server is asked to stop."),

        also(count(
                 "reasoner-level", [](auto& c) -> auto& { return c.rest_api.reasoner_level; }, {1, 5},
                 "Level of a knowledge base that asks for none, 1 to 5."),
             "KE_REASONER_LEVEL"),
        also(duration(
                 "kb-wait", [](auto& c) -> auto& { return c.exchange.wait_for_knowledge_base; }, up_to_a_day,
                 "How long an exchange waits for one knowledge base; 0 is for ever."),
             "KE_KB_WAIT_TIMEOUT"),
        duration(
            "subscriber-wait", [](auto& c) -> auto& { return c.exchange.wait_for_subscriber; }, up_to_a_day,
            "How long one who reacts to meta-knowledge may take to answer a piece of news; 0 is for ever."),
        also(flag(
                 "validate-answers", [](auto& c) -> auto& { return c.exchange.validate_answers; },
                 "Whether an answer that does not extend what was asked is refused as a whole."),
             "SC_VALIDATE_OUTGOING_BINDINGS_WRT_INCOMING_BINDINGS"),
        duration(
            "long-poll", [](auto& c) -> auto& { return c.rest_api.long_poll; }, at_least_a_millisecond,
            "How long a poll waits for work before it is answered with 202; clients give up after 30 to 35 s."),
        duration(
            "lease-check", [](auto& c) -> auto& { return c.exchange.lease_check; }, at_least_a_millisecond,
            "How often expired leases are looked for."),

        count(
            "queue-limit", [](auto& c) -> auto& { return c.rest_api.queue_limit; }, any_count,
            "Work that waits for one knowledge base to poll; more is refused, and the asker is told."),
        count(
            "unanswered-limit", [](auto& c) -> auto& { return c.rest_api.unanswered_limit; }, any_count,
            "Work that one knowledge base has fetched and not answered; more is refused, and the asker is told."),
        count(
            "exchanges", [](auto& c) -> auto& { return c.exchange.exchanges_under_way; }, any_count,
            "Asks and posts under way at once; more are refused."),
        count(
            "rows", [](auto& c) -> auto& { return c.exchange.rows_per_exchange; }, any_count,
            "Bindings of all answers in one exchange; an answer beyond it fails, and so does an ask that joins to "
            "more."),
        count(
            "knowledge-bases", [](auto& c) -> auto& { return c.exchange.knowledge_bases; }, any_count,
            "Knowledge bases registered at once."),
        count(
            "interactions", [](auto& c) -> auto& { return c.exchange.interactions; }, any_count,
            "Knowledge interactions registered at once."),
        count(
            "rules", [](auto& c) -> auto& { return c.exchange.rules; }, any_count,
            "Rules and facts that one knowledge base may load."),
        count(
            "explanation-entries", [](auto& c) -> auto& { return c.exchange.explanation_entries; }, {0, any_count.most},
            "Interactions that an explanation lists beyond those that were asked."),

        ask_graphs_setting(),
        duration(
            "ask-time", [](auto& c) -> auto& { return c.graph.time; }, at_least_a_millisecond,
            "How long the graph may take for one ask or post on the exchange; beyond it the others' answers do without "
            "it, and the asker is told."),
        post_graph_setting(),
        post_predicates_setting(),
        count(
            "graph-workers", [](auto& c) -> auto& { return c.graph.workers; }, {1, 1024},
            "Threads on which the graph answers asks."),
        duration(
            "snapshot-age", [](auto& c) -> auto& { return c.store.snapshot_age; }, whole_seconds,
            "How long a reader may keep one state of the store, which cannot reuse its room meanwhile; then its query "
            "ends."),

        duration(
            "query-time", [](auto& c) -> auto& { return c.sparql.query.time; }, at_least_a_millisecond,
            "How long a SPARQL query may take; it may ask for less by `timeout=`."),
        size(
            "query-memory", [](auto& c) -> auto& { return c.sparql.query.memory; }, any_size,
            "Memory that the joins, groups and sorting of one query may take."),
        count(
            "query-rows", [](auto& c) -> auto& { return c.sparql.query.rows; },
            {1, std::numeric_limits<std::uint64_t>::max()}, "Rows of one query's result."),
        size(
            "query-limit", [](auto& c) -> auto& { return c.sparql.query_bytes; }, any_size,
            "Size of a query's text; beyond it: 413."),
        size(
            "update-limit", [](auto& c) -> auto& { return c.sparql.update_bytes; }, any_size,
            "Size of an update's text; beyond it: 413."),
        size(
            "graph-limit", [](auto& c) -> auto& { return c.sparql.graph_bytes; }, any_size,
            "Size of a document that is put or posted as a graph, unpacked; beyond it: 413."),
        size(
            "payload-limit", [](auto& c) -> auto& { return c.payload_limit; }, any_size,
            "Size of what is sent to a path that a mapping serves; beyond it: 413."),
        size(
            "temporary-files", [](auto& c) -> auto& { return c.temporary_files; }, any_size,
            "Size of all temporary files together: large bodies, and results that wait for slow clients; beyond it: "
            "503, or the result is cut."),
        count(
            "loads", [](auto& c) -> auto& { return c.sparql.loads; }, {1, 64},
            "Large documents that are put or posted at once; beyond it: 503."),
        service_allow_setting(),
        load_allow_setting(),
        count(
            "query-workers", [](auto& c) -> auto& { return c.sparql.workers; }, {1, 1024},
            "Threads for queries, updates and documents of graphs."),
        duration(
            "busy-query-time", [](auto& c) -> auto& { return c.sparql.busy_time; }, at_least_a_millisecond,
            "How long a query may take that gets the last free one of `query-workers`: small ones go on while others "
            "take long."),

        size(
            "header-limit", [](auto& c) -> auto& { return c.server.header_limit; }, up_to_a_mebibyte,
            "Size of a request's header; beyond it: 431."),
        size(
            "body-limit", [](auto& c) -> auto& { return c.server.body_limit; }, any_size,
            "Size of a request's body; beyond it: 413."),
        count(
            "connections", [](auto& c) -> auto& { return c.server.connections; }, any_count,
            "Connections open at once; beyond it: 503."),
        duration(
            "idle-timeout", [](auto& c) -> auto& { return c.server.idle_timeout; }, whole_seconds,
            "How long a connection may rest between two requests."),
        duration(
            "read-timeout", [](auto& c) -> auto& { return c.server.read_timeout; }, whole_seconds,
            "How long a request's header may take, and how long none of its body may arrive."),
        duration(
            "write-timeout", [](auto& c) -> auto& { return c.server.write_timeout; }, whole_seconds,
            "How long a client may take nothing of its response."),
        count(
            "threads", [](auto& c) -> auto& { return c.server.threads; }, {0, 1024},
            "Network threads; 0 is one for each core."),
        count(
            "json-depth", [](auto& c) -> auto& { return c.rest_api.json_depth; }, {4, 1000},
            "Arrays and objects within one another in a request's body; beyond it: 400."),
        size(
            "inline-bytes", [](auto& c) -> auto& { return c.rest_api.inline_bytes; }, any_size,
            "A larger body is read by a worker, so that it holds up nobody else."),
        count(
            "inline-rows", [](auto& c) -> auto& { return c.rest_api.inline_rows; }, {0, any_count.most},
            "A result of more bindings is written by a worker."),
        count(
            "workers", [](auto& c) -> auto& { return c.workers; }, {1, 1024},
            "Threads for large bodies and results, beside those of the network."),
        count(
            "work-limit", [](auto& c) -> auto& { return c.work_limit; }, any_count,
            "Large bodies and results that wait for a worker; beyond it a body is refused, and a result is "
            "written by the thread that has it."),
    };
}

}  // namespace

std::span<const Setting> settings() {
    static const std::vector<Setting> table = make_settings();
    return table;
}

const Setting* find_setting(std::string_view name) {
    const auto table = settings();
    const auto it = std::find_if(table.begin(), table.end(), [&](const Setting& s) { return s.name == name; });
    return it == table.end() ? nullptr : &*it;
}

std::string flag_of(const Setting& setting) {
    return "--" + std::string(setting.name);
}

std::string environment_variable_of(const Setting& setting) {
    std::string name = "GRIDLORE_";
    for (const char c : setting.name) {
        name += c == '-' ? '_' : static_cast<char>(c - 'a' + 'A');
    }
    return name;
}

std::string default_of(const Setting& setting) {
    return to_string(setting.get(Configuration{}));
}

bool takes_files(const Setting& setting) {
    return std::holds_alternative<Files>(setting.get(Configuration{}));
}

std::string listen_text(const std::string& host, std::uint16_t port) {
    const bool is_ipv6 = host.find(':') != std::string::npos;
    return (is_ipv6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

Result<void> assign(const Setting& setting, const std::vector<std::string>& texts, Configuration& configuration) {
    return parse_value(texts, setting.get(configuration)).and_then([&](const Value& value) {
        return setting.set(configuration, value);
    });
}

}  // namespace gridlore::configuration
