#include "adapter/service/bind_reader.h"

#include <algorithm>
#include <array>
#include <utility>

#include "adapter/service/address_reader.h"
#include "adapter/service/bind_check.h"
#include "adapter/service/call_reader.h"
#include "adapter/service/member_reader.h"
#include "adapter/service/serve_reader.h"
#include "knowledge-engine/rdf/ascii.h"

namespace gridlore::service {
namespace {

constexpr std::array<std::pair<std::string_view, Way>, 4> ways = {
    {{"ask", Way::Ask}, {"answer", Way::Answer}, {"post", Way::Post}, {"react", Way::React}}};

/// One entry of the section.
class BindReader {
  public:
    BindReader(const mapping::Document& document, Problems& problems)
        : document_(document), problems_(problems), address_reader_(document, problems) {}

    std::optional<Bind> read(const mapping::YamlNode& node) {
        const std::size_t before = problems_.size();
        Bind bind;
        bind.position = node.position;
        MemberReader reader(node, "A binding", problems_);
        const mapping::YamlNode* const serve = reader.node("serve");
        const mapping::YamlNode* const call = reader.node("call");
        read_way(reader, bind);
        bind.name = reader.text("name").value_or("");
        read_needs(reader, bind);
        if (node.is_map() && (serve == nullptr) == (call == nullptr)) {
            reader.problem(node.position, "A binding has either `serve` or `call`.");
        } else if (serve != nullptr) {
            bind.with = read_serve(*serve, address_reader_);
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
    static void read_way(MemberReader& reader, Bind& bind) {
        const auto text = reader.text("as");
        const auto way = std::ranges::find(ways, text.value_or(""), &std::pair<std::string_view, Way>::first);
        if (way == ways.end()) {
            reader.problem(bind.position,
                           "A binding says `as: ask`, `as: post` (serve), `as: answer` or `as: react` (call)" +
                               (text ? "; found '" + *text + "'." : std::string(".")));
            return;
        }
        bind.way = way->second;
    }

    void read_needs(MemberReader& reader, Bind& bind) {
        for (const mapping::YamlText& name : reader.texts("needs")) {
            if (const auto variable = address_reader_.variable_of(name)) {
                bind.needs.push_back(*variable);
            }
        }
    }

    void read_any_call(const mapping::YamlNode& node, Bind& bind) {
        if (node.find("sql") != nullptr || node.find("source") != nullptr) {
            bind.with = read_sql_call(node, address_reader_);
        } else {
            bind.with = read_call(node, address_reader_);
        }
        bind.knowledge_base = knowledge_base_of_service(service_of(bind));
    }

    const mapping::Document& document_;
    Problems& problems_;
    AddressReader address_reader_;
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
        read.authorities = std::move(own.authorities);
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
