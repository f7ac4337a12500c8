#include "adapter/service/bind_reader.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <iomanip>
#include <sstream>
#include <utility>

#include "adapter/service/bind_check.h"
#include "adapter/service/member_reader.h"
#include "adapter/service/path_template.h"
#include "adapter/service/unknown_name.h"
#include "knowledge-engine/rdf/ascii.h"

namespace gridlore::service {
namespace {

constexpr std::array<std::string_view, 4> methods = {"GET", "POST", "PUT", "DELETE"};
constexpr std::array<std::pair<std::string_view, Way>, 4> ways = {
    {{"ask", Way::Ask}, {"answer", Way::Answer}, {"post", Way::Post}, {"react", Way::React}}};

/// Midnight of a day, in seconds since 1970.
std::optional<std::time_t> seconds_of_day(const std::string& text) {
    std::tm day{};
    std::istringstream stream(text);
    stream >> std::get_time(&day, "%Y-%m-%d");
    const std::chrono::year_month_day date{std::chrono::year(day.tm_year + 1900),
                                           std::chrono::month(static_cast<unsigned>(day.tm_mon + 1)),
                                           std::chrono::day(static_cast<unsigned>(day.tm_mday))};
    if (!stream || stream.peek() != std::istringstream::traits_type::eof() || !date.ok()) {
        return std::nullopt;
    }
    return std::chrono::system_clock::to_time_t(std::chrono::sys_days(date));
}

std::string http_date(std::time_t seconds) {
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    std::array<char, 40> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &utc)};
}

/// One entry of the section.
class BindReader {
  public:
    BindReader(const mapping::Document& document, Problems& problems) : document_(document), problems_(problems) {}

    std::optional<Bind> read(const mapping::YamlNode& node) {
        const std::size_t before = problems_.size();
        Bind bind;
        bind.position = node.position;
        MemberReader reader(node, "A binding", problems_);
        const mapping::YamlNode* const serve = reader.node("serve");
        const mapping::YamlNode* const call = reader.node("call");
        read_way(reader, bind, node.position);
        bind.name = reader.text("name").value_or("");
        read_needs(reader, bind);
        if (node.is_map() && (serve == nullptr) == (call == nullptr)) {
            reader.problem(node.position, "A binding has either `serve` or `call`.");
        } else if (serve != nullptr) {
            bind.with = read_serve(*serve);
            bind.knowledge_base = knowledge_base_of_served(document_.id);
        } else if (call != nullptr) {
            read_any_call(*call, bind);
        }
        reader.finish();
        if (problems_.size() != before) {
            return std::nullopt;
        }
        check_bind(document_, bind, problems_);
        return problems_.size() == before ? std::optional(std::move(bind)) : std::nullopt;
    }

  private:
    void problem(TextPosition position, std::string message, std::string variable = {}) {
        problems_.push_back({position, std::move(variable), std::move(message)});
    }

    void read_way(MemberReader& reader, Bind& bind, TextPosition position) {
        const auto text = reader.text("as");
        const auto way = std::ranges::find(ways, text.value_or(""), &std::pair<std::string_view, Way>::first);
        if (way == ways.end()) {
            reader.problem(position,
                           "A binding says `as: ask`, `as: post` (serve), `as: answer` or `as: react` (call)" +
                               (text ? "; found '" + *text + "'." : std::string(".")));
            return;
        }
        bind.way = way->second;
    }

    void read_needs(MemberReader& reader, Bind& bind) {
        for (const mapping::YamlText& name : reader.texts("needs")) {
            if (const auto variable = variable_of(name)) {
                bind.needs.push_back(*variable);
            }
        }
    }

    std::optional<std::size_t> variable_of(const mapping::YamlText& text) {
        if (!text.text.starts_with('?')) {
            problem(text.position, "A variable is written with a question mark before it, as ?" + text.text + ".");
            return std::nullopt;
        }
        const std::string name = text.text.substr(1);
        const auto variable = document_.find(name);
        if (!variable) {
            problem(text.position, "The document has no such variable" + did_you_mean(name, variable_names(document_)),
                    name);
        }
        return variable;
    }

    struct Address {
        std::string method;
        PathTemplate path;
    };

    Address read_address(MemberReader& reader, TextPosition position) {
        Address address;
        for (const std::string_view method : methods) {
            const mapping::YamlNode* const node = reader.node(method);
            if (node == nullptr) {
                continue;
            }
            if (!address.method.empty()) {
                problem(node->position, "One binding has one method; write another binding for the other.");
            }
            address.method = method;
            address.path = read_path(node->is_text() ? node->value.text : "", node->position);
        }
        if (address.method.empty()) {
            problem(position, "Here stands what is called, as `GET: /path`; of GET, POST, PUT, DELETE.");
        }
        return address;
    }

    PathTemplate read_path(std::string_view text, TextPosition position) {
        auto path = parse_path(text, document_);
        if (!path) {
            problem(position, path.error().message);
            return {};
        }
        return std::move(*path);
    }

    static std::vector<Parameter> path_parameters(const PathTemplate& path, const mapping::Document& document) {
        std::vector<Parameter> parameters;
        for (const std::size_t variable : path.variables) {
            Parameter parameter;
            parameter.place = Parameter::Place::Path;
            parameter.name = document.variables[variable].name;
            parameter.variable = variable;
            parameters.push_back(std::move(parameter));
        }
        return parameters;
    }

    void read_parameters(MemberReader& reader, std::string_view member, Parameter::Place place,
                         std::vector<Parameter>& parameters) {
        const mapping::YamlNode* const node = reader.node(member);
        if (node == nullptr) {
            return;
        }
        if (!node->is_map()) {
            problem(node->position, "`" + std::string(member) + "` has parameters by name, as in `{ ID: ?user }`.");
        }
        for (const mapping::YamlNode& child : node->children) {
            Parameter parameter;
            parameter.place = place;
            parameter.name = child.key.text;
            read_parameter(child, parameter);
            parameters.push_back(std::move(parameter));
        }
    }

    void read_parameter(const mapping::YamlNode& node, Parameter& parameter) {
        if (node.is_text()) {
            read_meaning(node.value, parameter, Bound::Value);
            return;
        }
        MemberReader reader(node, "A parameter", problems_);
        constexpr std::array<std::pair<std::string_view, Bound>, 4> meanings = {
            {{"is", Bound::Value}, {"from", Bound::From}, {"until", Bound::Until}, {"authorizes", Bound::Authorizes}}};
        unsigned found = 0;
        for (const auto& [name, bound] : meanings) {
            const mapping::YamlNode* const meaning = reader.node(name);
            if (meaning != nullptr && meaning->is_text()) {
                read_meaning(meaning->value, parameter, bound);
                ++found;
            }
        }
        parameter.is_required = !reader.boolean("optional").value_or(false);
        for (const mapping::YamlText& other : reader.texts("also")) {
            parameter.also.push_back(other.text);
        }
        if (node.is_map() && found != 1) {
            problem(node.position,
                    "A parameter is one of `?x`, `{ is: ?x }`, `{ from: ?x }`, `{ until: ?x }`, `{ authorizes: ?x }` "
                    "and a constant.");
        }
        reader.finish();
    }

    void read_meaning(const mapping::YamlText& text, Parameter& parameter, Bound bound) {
        parameter.bound = bound;
        if (bound == Bound::Value && !(text.is_plain && text.text.starts_with('?'))) {
            parameter.constant = text.text;
        } else if (const auto variable = variable_of(text)) {
            parameter.variable = *variable;
        }
    }

    Serve read_serve(const mapping::YamlNode& node) {
        Serve serve;
        MemberReader reader(node, "`serve`", problems_);
        Address address = read_address(reader, node.position);
        serve.method = std::move(address.method);
        serve.path = std::move(address.path);
        serve.parameters = path_parameters(serve.path, document_);
        read_parameters(reader, "query", Parameter::Place::Query, serve.parameters);
        read_parameters(reader, "headers", Parameter::Place::Header, serve.parameters);
        for (const mapping::YamlText& other : reader.texts("also")) {
            serve.also.push_back(read_path(other.text, other.position));
        }
        read_answers(reader, serve, node.position);
        serve.deprecated = read_day(reader, "deprecated", node.position, [](std::time_t seconds) {
            return "@" + std::to_string(seconds);  // RFC 9745, 2: a date as RFC 9651 has it
        });
        serve.sunset = read_day(reader, "sunset", node.position, http_date);
        reader.finish();
        return serve;
    }

    void read_answers(MemberReader& reader, Serve& serve, TextPosition position) {
        const auto answers = reader.text("answers");
        serve.answers_at_once = answers == "at-once";
        if (answers && !serve.answers_at_once && answers != "after") {
            problem(position, "`answers` is `after` (the exchange) or `at-once`; found '" + *answers + "'.");
        }
    }

    template <typename Write>
    std::optional<std::string> read_day(MemberReader& reader, std::string_view name, TextPosition position,
                                        Write write) {
        const auto text = reader.text(name);
        const auto seconds = text ? seconds_of_day(*text) : std::nullopt;
        if (text && !seconds) {
            problem(position, "`" + std::string(name) + "` is a day, as 2027-12-31; found '" + *text + "'.");
        }
        return seconds ? std::optional<std::string>(write(*seconds)) : std::nullopt;
    }

    void read_any_call(const mapping::YamlNode& node, Bind& bind) {
        if (node.find("sql") != nullptr || node.find("source") != nullptr) {
            const SqlCall sql = read_sql_call(node);
            bind.knowledge_base = knowledge_base_of_service(sql.source);
            bind.with = sql;
        } else {
            const Call call = read_call(node);
            bind.knowledge_base = knowledge_base_of_service(call.service);
            bind.with = call;
        }
    }

    Call read_call(const mapping::YamlNode& node) {
        Call call;
        MemberReader reader(node, "`call`", problems_);
        Address address = read_address(reader, node.position);
        call.method = std::move(address.method);
        call.path = std::move(address.path);
        call.parameters = path_parameters(call.path, document_);
        read_parameters(reader, "query", Parameter::Place::Query, call.parameters);
        read_parameters(reader, "headers", Parameter::Place::Header, call.parameters);
        call.service = required_text(reader, "service", node.position,
                                     "A call names its `service`, which is an entry of services.yaml.");
        reader.finish();
        return call;
    }

    SqlCall read_sql_call(const mapping::YamlNode& node) {
        SqlCall call;
        MemberReader reader(node, "`call`", problems_);
        call.source = required_text(reader, "source", node.position,
                                    "A call with `sql` names its `source`, which is an entry of services.yaml.");
        const std::string text =
            required_text(reader, "sql", node.position, "A call of a source has its statement under `sql`.");
        call.question.place = document_.id + ", line " + std::to_string(node.position.line);
        read_statement(text, node.find("sql"), call);
        if (const mapping::YamlNode* const aggregate = reader.node("aggregate")) {
            read_aggregate(*aggregate, call);
        }
        reader.finish();
        return call;
    }

    void read_statement(const std::string& text, const mapping::YamlNode* node, SqlCall& call) {
        if (text.empty()) {
            return;
        }
        auto statement = sql::Statement::read(text);
        if (statement) {
            call.question.statement = std::move(*statement);
        } else {
            problem(node->position, placed_message(statement.error()));
        }
    }

    void read_aggregate(const mapping::YamlNode& node, SqlCall& call) {
        sql::Aggregation aggregation;
        MemberReader reader(node, "`aggregate`", problems_);
        aggregation.value = column_of(reader.node("value"));
        aggregation.time = column_of(reader.node("time"));
        aggregation.unit = column_of(reader.node("unit"));
        aggregation.count = column_of(reader.node("count"));
        aggregation.expected = column_of(reader.node("expected"));
        aggregation.zone = reader.text("zone").value_or("UTC");
        if (const auto zone = sql::Calendar::of(aggregation.zone); !zone) {
            problem(node.position, zone.error().message);
        }
        read_combination(reader, node.position, aggregation);
        read_granularity(reader.node("granularity"), node.position, aggregation, call);
        if (aggregation.value.empty() || aggregation.time.empty()) {
            problem(node.position,
                    "`aggregate` says which columns have the `value` and the `time`, as `value: ?value`.");
        }
        reader.finish();
        call.question.aggregation = std::move(aggregation);
    }

    /// A column has its variable's name.
    std::string column_of(const mapping::YamlNode* node) {
        const auto variable = node != nullptr ? variable_of(node->value) : std::nullopt;
        return variable ? document_.variables[*variable].name : std::string();
    }

    void read_combination(MemberReader& reader, TextPosition position, sql::Aggregation& aggregation) {
        const auto combine = reader.text("combine");
        if (combine == "sum" || combine == "average") {
            aggregation.combination = combine == "sum" ? sql::Combination::Sum : sql::Combination::Average;
        } else if (combine) {
            problem(position, "`combine` is `sum` or `average`; found '" + *combine + "'.");
        } else if (aggregation.unit.empty()) {
            problem(position, "`aggregate` has a column with the `unit`, or says how values `combine`.");
        }
    }

    void read_granularity(const mapping::YamlNode* node, TextPosition position, sql::Aggregation& aggregation,
                          SqlCall& call) {
        if (node == nullptr) {
            problem(position, "`aggregate` has a `granularity`: a variable, or 15min, hour or day.");
        } else if (node->value.text.starts_with('?')) {
            call.granularity = variable_of(node->value);
        } else if (const auto granularity = sql::granularity_of(node->value.text)) {
            aggregation.granularity = *granularity;
        } else {
            problem(node->position,
                    "`granularity` is a variable, or 15min, hour or day; found " + describe(*node) + ".");
        }
    }

    std::string required_text(MemberReader& reader, std::string_view name, TextPosition position,
                              std::string_view message) {
        const std::size_t before = problems_.size();
        auto text = reader.text(name);
        if (!text && problems_.size() == before) {
            problem(position, std::string(message));
        }
        return text.value_or("");
    }

    const mapping::Document& document_;
    Problems& problems_;
};

std::string_view word_of(Way way) {
    return std::ranges::find(ways, way, &std::pair<std::string_view, Way>::second)->first;
}

bool is_interaction_name(std::string_view name) {
    return std::ranges::all_of(name,
                               [](char c) { return rdf::is_ascii_letter(c) || rdf::is_ascii_digit(c) || c == '-'; });
}

/// Those without a name are called by their way, numbered where there are several.
void give_names(std::vector<Bind>& binds, Problems& problems) {
    std::vector<std::string> names;
    for (const Bind& bind : binds) {
        if (!is_interaction_name(bind.name)) {
            problems.push_back({bind.position, "", "A name has letters, digits and `-`; found '" + bind.name + "'."});
        }
        if (!bind.name.empty() && std::ranges::find(names, bind.name) != names.end()) {
            problems.push_back({bind.position, "", "The name '" + bind.name + "' stands here a second time."});
        }
        names.push_back(bind.name);
    }
    for (Bind& bind : binds) {
        std::string name(word_of(bind.way));
        for (unsigned number = 2; bind.name.empty(); ++number) {
            if (std::ranges::find(names, name) == names.end()) {
                bind.name = name;
                names.push_back(name);
            }
            name = std::string(word_of(bind.way)) + "-" + std::to_string(number);
        }
    }
}

}  // namespace

std::string knowledge_base_of_service(std::string_view service) {
    return "urn:gridlore:service:" + std::string(service);
}

std::string knowledge_base_of_served(std::string_view document) {
    return "urn:gridlore:served:" + std::string(document);
}

ReadBinds read_binds(std::string_view text, const mapping::Document& document) {
    ReadBinds read;
    const auto tree = mapping::read_yaml(text);
    if (!tree) {
        read.problems.push_back({tree.error().position.value_or(TextPosition{1, 1}), "", tree.error().message});
        return read;
    }
    if (const mapping::YamlNode* const services = tree->root.find("services")) {
        ReadServices own = read_services(*services);
        read.services = std::move(own.services);
        read.problems = std::move(own.problems);
    }
    const mapping::YamlNode* const section = tree->root.find("bind");
    if (section == nullptr || section->is_null()) {
        return read;
    }
    if (!section->is_list()) {
        read.problems.push_back({section->position, "", "`bind` is a list of bindings; found " + describe(*section)});
        return read;
    }
    BindReader reader(document, read.problems);
    for (const mapping::YamlNode& node : section->children) {
        if (auto bind = reader.read(node)) {
            read.binds.push_back(std::move(*bind));
        }
    }
    give_names(read.binds, read.problems);
    return read;
}

std::string service_of(const Bind& bind) {
    const auto* const call = std::get_if<Call>(&bind.with);
    const auto* const sql = std::get_if<SqlCall>(&bind.with);
    return call != nullptr ? call->service : sql != nullptr ? sql->source : "";
}

}  // namespace gridlore::service
