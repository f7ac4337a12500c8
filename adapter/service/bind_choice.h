/// Which of several bindings a request is for that serve one path by one method: a constant tells them apart
/// (docs/mapping-documents.md, "Bindings to the world"). Pure functions; safe from any thread. Private to this folder.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "adapter/service/bind.h"
#include "adapter/service/problem.h"
#include "adapter/service/written_parameters.h"

namespace gridlore::service {

/// The parameters that tell `serves` apart, in their order: called the same, required, and each another constant.
/// Empty: there are none.
std::vector<const Parameter*> telling_parameters(std::span<const Serve* const> serves);

/// The number of the one that a question is for. Precondition: it is one, or something tells them apart.
std::variant<std::size_t, Refusal> chosen(std::span<const Serve* const> serves, const std::vector<Written>& written);

}  // namespace gridlore::service
