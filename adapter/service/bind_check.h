/// Whether a binding fits its document. Pure functions; safe from any thread. Private to this folder.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <vector>

#include "adapter/mapping/document.h"
#include "adapter/mapping/problem.h"
#include "adapter/service/bind.h"

namespace gridlore::service {

/// Adds what is wrong, with how to mend it, to `problems`.
void check_bind(const mapping::Document& document, const Bind& bind, std::vector<mapping::Problem>& problems);

/// The parameters of a call or of what is served; none of a database.
const std::vector<Parameter>& parameters_of(const Bind& bind);

/// The variables whose terms are known where those in `known` are: these, and of templates those that are made of
/// known ones alone.
std::set<std::size_t> known_with(const mapping::Document& document, std::set<std::size_t> known);

/// Of a database: the variables of its parameters that are values, and the one of the granularity. Unknown ones are
/// left out.
std::set<std::size_t> asked_by(const mapping::Document& document, const SqlCall& call);

/// By the same names; those that the other document does not have are left out.
std::set<std::size_t> variables_in(const mapping::Document& document, const mapping::Document& other);

}  // namespace gridlore::service
