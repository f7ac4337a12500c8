#include "adapter/service/secrets.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "knowledge-engine/base/text_file.h"
#include "knowledge-engine/rdf/ascii.h"

namespace gridlore::service {
namespace {

std::string variable_of(const std::string& name) {
    std::string variable = "GRIDLORE_SECRET_";
    for (const char c : name) {
        variable += c == '-' ? '_' : rdf::to_ascii_upper(c);
    }
    return variable;
}

/// A secret travels in a header's line.
bool can_be_sent(const std::string& secret) {
    return !secret.empty() && std::ranges::all_of(secret, [](char c) { return c > ' ' && c < '\x7F'; });
}

Result<std::string> checked(std::string secret, const std::string& place) {
    while (secret.ends_with('\n') || secret.ends_with('\r')) {
        secret.pop_back();
    }
    if (!can_be_sent(secret)) {
        return invalid_input("The secret in " + place + " is empty or has characters that no header has.");
    }
    return secret;
}

}  // namespace

Secrets secrets_of(std::string folder, Environment environment) {
    return [folder = std::move(folder),
            environment = std::move(environment)](const std::string& name) -> Result<std::string> {
        const std::filesystem::path file = std::filesystem::path(folder) / name;
        if (!folder.empty() && std::filesystem::exists(file)) {
            auto text = read_text_file(file);
            return text ? checked(std::move(*text), file.string()) : std::move(text).error();
        }
        const std::string variable = variable_of(name);
        if (auto value = environment(variable)) {
            return checked(std::move(*value), variable);
        }
        return not_found("There is no secret '" + name + "': set " + variable + ", or put it into a file of that name" +
                         (folder.empty() ? " in the folder that `secrets` names." : " in " + folder + "."));
    };
}

}  // namespace gridlore::service
