/// Where mapping documents meet the world: what their `bind` sections and the services' file say
/// (docs/mapping-documents.md, "Bindings to the world"). Value types.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "adapter/mapping/document.h"
#include "adapter/mapping/problem.h"
#include "adapter/sql/question.h"
#include "knowledge-engine/base/clock.h"

namespace gridlore::service {

/// What of a variable a parameter gives.
enum class Bound {
    Value,
    From,
    Until,
    Authorizes,  ///< the parameter is the token that allows to see the variable's data
    Nothing,     ///< it may be there, and says nothing
};

/// In a path, a query or headers. Its text is a JSON string for the variable's codec.
struct Parameter {
    enum class Place { Path, Query, Header } place = Place::Query;
    std::string name;               ///< as it is written; of a header without regard to case
    std::vector<std::string> also;  ///< further names that are read
    std::size_t variable = 0;       ///< of the document; see `has_variable`
    Bound bound = Bound::Value;
    bool is_required = true;
    /// Instead of a variable: what it must be, and is written as.
    std::optional<std::string> constant;

    bool has_variable() const { return !constant && bound != Bound::Nothing; }
    /// Whether its value is the variable's.
    bool is_value() const { return !constant && bound == Bound::Value; }
};

/// A path with variables in it: `/GridObservability/HEMS/{hems}/Voltage`.
struct PathTemplate {
    std::string text;
    std::vector<std::string> between;    ///< one more than `variables`; begins with `/`
    std::vector<std::size_t> variables;  ///< of the document; a value is one segment, or a piece of one
};

/// What is requested, with what.
struct Address {
    std::string method;  ///< GET, POST, PUT, DELETE
    PathTemplate path;
    std::vector<Parameter> parameters;  ///< of the path first
};

/// The outside calls us.
struct Serve : Address {
    std::vector<PathTemplate> also;                    ///< other spellings
    std::string partner;                               ///< who sends it: an entry of the services' file; or empty
    bool answers_at_once = false;                      ///< of a post: 202 with a place to look
    bool has_parts_apart = false;                      ///< of a post: parts are not multiplied with each other
    std::string removes;                               ///< of a post: the document whose posts it takes back; or empty
    std::shared_ptr<const mapping::Document> removed;  ///< that one, once all documents have been read
    std::optional<std::string> deprecated;             ///< HTTP date for `Deprecation` (RFC 9745)
    std::optional<std::string> sunset;                 ///< and for `Sunset` (RFC 8594)
};

/// We call a remote REST service.
struct Call : Address {
    std::string service;  ///< of the services' file
};

/// We ask a database.
struct SqlCall {
    std::string source;  ///< of the services' file
    sql::Question question;
    std::optional<std::size_t> granularity;  ///< the variable that says into what quarter hours are made
};

enum class Way { Ask, Answer, Post, React };

struct Bind {
    Way way = Way::Ask;
    std::variant<Serve, Call, SqlCall> with;
    std::vector<std::size_t> needs;  ///< of an answer: variables that it must be given
    std::string name;                ///< of the interaction; unique in the document; letters, digits and `-`
    std::string knowledge_base;      ///< its id: of the service that is called, or of what the document serves
    TextPosition position;
};

/// The service or database that it calls; empty: it serves.
std::string service_of(const Bind& bind);

/// A remote service or a database, by the name that documents use.
struct ServiceSettings {
    std::string name;
    bool is_off = false;  ///< not called here: what documents have for it is left out; it may call us
    std::string title;
    std::string address;                     ///< `https://host:port/path`, `http://…`, or a SOCI connection string
    std::string certificate_authorities;     ///< PEM; trusted instead of the system's, which an empty one leaves
    std::optional<std::string> credentials;  ///< a reference: which of the configured secrets
    Duration timeout = std::chrono::seconds(10);
    unsigned attempts = 2;                               ///< of what may be repeated (GET)
    Duration back_off = std::chrono::milliseconds(200);  ///< before the second; doubles each time
    std::size_t at_once = 8;
    unsigned failures_to_open = 5;  ///< in a row; then the circuit is open
    Duration open_for = std::chrono::seconds(30);
    std::uint64_t response_limit = std::uint64_t{100} << 20;  ///< bytes
    bool is_tolerant = false;                                 ///< with what is no JSON but for its commas
    friend bool operator==(const ServiceSettings&, const ServiceSettings&) = default;
};

/// A document with its bindings.
struct BoundDocument {
    std::shared_ptr<const mapping::Document> document;
    std::vector<Bind> binds;
    std::string text;  ///< as it was read: the same text is the same document
};

}  // namespace gridlore::service
