/// Words for names that do not exist. Pure functions; safe from any thread. Private to this folder.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapter/mapping/document.h"

namespace gridlore::service {

/// The end of a sentence: `: did you mean 'x'?` if one of `candidates` is near, otherwise `otherwise`.
std::string did_you_mean(std::string_view name, std::span<const std::string> candidates,
                         const std::string& otherwise = ".");

std::vector<std::string> variable_names(const mapping::Document& document);

}  // namespace gridlore::service
