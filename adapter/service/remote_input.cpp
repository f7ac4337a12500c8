#include "adapter/service/remote_input.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "adapter/mapping/codecs/iri_template.h"
#include "adapter/service/path_template.h"
#include "adapter/service/row_keys.h"
#include "adapter/service/row_terms.h"
#include "adapter/service/url_text.h"

namespace gridlore::service {
namespace {

/// Writes the address that one row is asked at. Confined to one thread.
class AddressWriter {
  public:
    AddressWriter(const Called& called, const exchange::Call& call, const Terms& terms)
        : document_(called.document()),
          call_(std::get<Call>(called.bind().with)),
          ranges_(call.ranges),
          terms_(terms) {}

    Result<RemoteInput> write() {
        RemoteInput input;
        std::vector<std::string> values;
        std::string query;
        for (const Parameter& parameter : call_.parameters) {
            auto text = text_of(parameter);
            if (!text) {
                return std::move(text).error();
            }
            if (!*text) {
                if (parameter.place == Parameter::Place::Path) {
                    return invalid_input("it cannot be asked without ?" + document_.variables[parameter.variable].name);
                }
                continue;
            }
            add(parameter, std::move(**text), values, query, input.headers);
        }
        input.is_of_one_thing = !values.empty();
        input.target = write_path(call_.path, values) + query;
        return input;
    }

  private:
    static void add(const Parameter& parameter, std::string text, std::vector<std::string>& values, std::string& query,
                    http::Headers& headers) {
        switch (parameter.place) {
            case Parameter::Place::Path:
                values.push_back(std::move(text));
                break;
            case Parameter::Place::Query:
                query += query.empty() ? '?' : '&';
                mapping::append_percent_encoded(parameter.name, query);
                query += '=';
                mapping::append_percent_encoded(text, query);
                break;
            case Parameter::Place::Header:
                headers.emplace_back(parameter.name, std::move(text));
                break;
        }
    }

    /// Nothing: it is not known.
    Result<std::optional<std::string>> text_of(const Parameter& parameter) const {
        if (parameter.constant) {
            return std::optional(*parameter.constant);
        }
        const mapping::Variable& variable = document_.variables[parameter.variable];
        const rdf::Term* const term = term_for(parameter, variable);
        if (term == nullptr) {
            return std::optional<std::string>();
        }
        auto text = parameter_text(variable, *term);
        if (!text) {
            return invalid_input("?" + variable.name + ": " + text.error().message);
        }
        const auto is_control = [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7F'; };
        if (parameter.place == Parameter::Place::Header && std::ranges::any_of(*text, is_control)) {
            return invalid_input("?" + variable.name + " has a control character, which no header may have");
        }
        if (parameter.place == Parameter::Place::Path && is_dots(*text)) {
            return invalid_input("?" + variable.name + " is '" + *text + "', which in a path means another one");
        }
        return std::optional(std::move(*text));
    }

    const rdf::Term* term_for(const Parameter& parameter, const mapping::Variable& variable) const {
        if (parameter.bound == Bound::Value) {
            const auto known = terms_.find(parameter.variable);
            return known == terms_.end() ? nullptr : &known->second;
        }
        const auto range = ranges_.find(variable.name);
        if (range == ranges_.end()) {
            return nullptr;
        }
        const auto& bound = parameter.bound == Bound::From ? range->second.from : range->second.until;
        return bound ? &*bound : nullptr;
    }

    const mapping::Document& document_;
    const Call& call_;
    const pattern::Ranges& ranges_;
    const Terms& terms_;
};

/// The same for rows that one request can be made for.
std::string key_of(const mapping::Document& document, const RemoteInput& input, const Terms& terms) {
    std::string key = input.target + '\n';
    for (const auto& [name, value] : input.headers) {
        key += name + ':' + value + '\n';
    }
    for (const auto& [variable, term] : terms) {
        if (document.variables[variable].origin == mapping::Origin::Given) {
            key += std::to_string(variable) + ' ';
            append_key(term, key);
        }
    }
    return key;
}

/// Whether the service may know of what it is asked for: not of a term that has no JSON value in the document.
bool may_be_known(const Called& called, const Terms& terms) {
    const mapping::Document& document = called.document();
    return std::ranges::all_of(called.bind().needs, [&](std::size_t needed) {
        const auto term = terms.find(needed);
        const mapping::Variable& variable = document.variables[needed];
        return term == terms.end() || !variable.codec || parameter_text(variable, term->second);
    });
}

}  // namespace

Result<std::vector<RemoteInput>> remote_inputs(const Called& called, const exchange::Call& call) {
    std::vector<RemoteInput> inputs;
    std::map<std::string, std::size_t> by_key;
    for (const pattern::TermRow& row : call.bindings) {
        Terms terms = terms_of(called.document(), row);
        complete(called.document(), terms);
        if (!may_be_known(called, terms)) {
            continue;
        }
        auto input = AddressWriter(called, call, terms).write();
        if (!input) {
            return std::move(input).error();
        }
        const auto [place, is_new] = by_key.emplace(key_of(called.document(), *input, terms), inputs.size());
        if (is_new) {
            input->given = terms;
            inputs.push_back(std::move(*input));
        }
        inputs[place->second].rows.push_back(std::move(terms));
    }
    return inputs;
}

}  // namespace gridlore::service
