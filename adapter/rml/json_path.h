/// JSONPath by RFC 9535: `$.students[*]`, `$..['Country Code']`, `$[?@.power > 3 && !@.isOff]`.
///
/// All of it but function extensions (`length()`, `match()` and so on), which are refused by name. Beyond it `$.[*]` is
/// read as `$[*]`, for mappings are often written so.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "adapter/rml/json_value.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::rml {

struct JsonPathQuery;

/// Immutable; safe from any thread.
class JsonPath {
  public:
    /// InvalidInput says at which character; LimitExceeded: filters nested in each other too deep.
    static Result<JsonPath> parse(std::string_view text);

    static constexpr std::size_t step_limit = 20'000'000;

    /// The nodes, in the order of RFC 9535 (those of an object by name); they live as long as `root`.
    /// LimitExceeded: more than `limit` nodes were looked at.
    Result<std::vector<const JsonValue*>> select(const JsonValue& root, std::size_t limit = step_limit) const;

  private:
    explicit JsonPath(std::shared_ptr<const JsonPathQuery> query) : query_(std::move(query)) {}
    std::shared_ptr<const JsonPathQuery> query_;
};

}  // namespace gridlore::rml
