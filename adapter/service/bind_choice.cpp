#include "adapter/service/bind_choice.h"

#include <algorithm>
#include <set>

namespace gridlore::service {
namespace {

/// The constant that `serve` demands of the parameter of that name and place. Null: it demands none.
const Parameter* constant_of(const Serve& serve, const Parameter& like) {
    const auto found = std::ranges::find_if(serve.parameters, [&](const Parameter& parameter) {
        return parameter.constant && parameter.is_required && parameter.place == like.place &&
               parameter.name == like.name;
    });
    return found == serve.parameters.end() ? nullptr : &*found;
}

/// `'User' or 'Anonymized'`
std::string list_of(const std::vector<const Parameter*>& parameters) {
    std::string text;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        text += i == 0 ? "" : i + 1 == parameters.size() ? " or " : ", ";
        text += "'" + *parameters[i]->constant + "'";
    }
    return text;
}

}  // namespace

std::vector<const Parameter*> telling_parameters(std::span<const Serve* const> serves) {
    for (const Parameter& like : serves.front()->parameters) {
        std::vector<const Parameter*> found;
        std::set<std::string> constants;
        for (const Serve* const serve : serves) {
            const Parameter* const parameter = constant_of(*serve, like);
            if (parameter != nullptr && constants.insert(*parameter->constant).second) {
                found.push_back(parameter);
            }
        }
        if (found.size() == serves.size()) {
            return found;
        }
    }
    return {};
}

std::variant<std::size_t, Refusal> chosen(std::span<const Serve* const> serves, const std::vector<Written>& written) {
    if (serves.size() == 1) {
        return std::size_t{0};
    }
    const std::vector<const Parameter*> parameters = telling_parameters(serves);
    const std::string& name = parameters.front()->name;
    const Written* other = nullptr;
    for (std::size_t number = 0; number < parameters.size(); ++number) {
        const auto found =
            std::ranges::find_if(written, [&](const Written& one) { return is_of(*parameters[number], one); });
        if (found == written.end()) {
            continue;
        }
        if (found->value.text == *parameters[number]->constant) {
            return number;
        }
        other = &*found;
    }
    const std::string must = "Parameter '" + name + "': It must be " + list_of(parameters);
    return other == nullptr
               ? Refusal{400, must + "; the request does not have it.", name, {}}
               : Refusal{400, must + "; found " + describe(other->value.view()) + ".", name, other->pointer};
}

}  // namespace gridlore::service
