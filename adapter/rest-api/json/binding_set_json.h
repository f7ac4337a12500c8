/// Binding sets and terms in JSON (ke-rest-contract, section 6). Pure functions; safe from any thread.
#pragma once

#include <string>
#include <string_view>

#include "adapter/rest-api/json/value.h"
#include "knowledge-engine/base/result.h"
#include "knowledge-engine/pattern/range.h"
#include "knowledge-engine/pattern/term_rows.h"
#include "knowledge-engine/pattern/term_table.h"

namespace gridlore::rest_api {

/// Whether `value` has the form of a binding set: an array of objects of texts, no key with a `?`. `place` is where it
/// stands in the body (`/bindingSet`); errors name the place of the fault, `/bindingSet/3/temp`.
Result<void> check_binding_set(const JsonValue& value, std::string_view place);

/// The rows, each term read. Precondition: `check_binding_set` succeeded. Errors: InvalidInput with the place and the
/// term parser's message.
Result<pattern::TermRows> read_binding_set(const JsonValue& value, std::string_view place);

/// `{"t":{"from":"…","until":"…"}}`, each with at least one bound, the bounds literals that can be compared.
Result<pattern::Ranges> read_ranges(const JsonValue& value, std::string_view place);

void append_binding_set(std::string& out, const pattern::TermRows& rows);
void append_binding_set(std::string& out, const pattern::TermTable& rows);
void append_ranges(std::string& out, const pattern::Ranges& ranges);

}  // namespace gridlore::rest_api
