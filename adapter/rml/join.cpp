#include "adapter/rml/join.h"

#include <algorithm>
#include <utility>

#include "adapter/rml/first_error.h"

namespace gridlore::rml {
namespace {

/// All combinations of the values of each condition, each value behind its length.
Result<std::vector<std::string>> keys_of(const std::vector<CompiledExpression>& expressions, Records& records,
                                         std::size_t record) {
    std::vector<std::string> keys{""};
    for (const CompiledExpression& expression : expressions) {
        const auto values = expression.values(records, record, CompiledExpression::Encoding::None);
        if (!values) {
            return values.error();
        }
        if (values->size() * keys.size() > value_limit) {
            return Error{ErrorKind::LimitExceeded,
                         "the join conditions compare more values of one record than the "
                         "limit of " +
                             std::to_string(value_limit)};
        }
        std::vector<std::string> next;
        for (const std::string& key : keys) {
            for (const Value& value : *values) {
                next.push_back(key + std::to_string(value.text.size()) + ":" + value.text);
            }
        }
        keys = std::move(next);
    }
    return keys;
}

}  // namespace

Result<Join> Join::make(const ReferencingObjectMap& reference, const TermMap& parent_subject, Records& records,
                        Records& parent_records) {
    Join made(reference.parent, parent_records);
    auto subject = CompiledTermMap::make(parent_subject, parent_records);
    if (!subject) {
        return std::move(subject).error();
    }
    made.parent_subject_ = *std::move(subject);
    std::vector<CompiledExpression> parent_keys;
    for (const JoinCondition& condition : reference.conditions) {
        auto child = CompiledExpression::make(condition.child, records);
        auto parent = CompiledExpression::make(condition.parent, parent_records);
        if (const Error* const error = first_error(child, parent)) {
            return *error;
        }
        made.child_keys_.push_back(*std::move(child));
        parent_keys.push_back(*std::move(parent));
    }
    if (auto indexed = made.index(parent_keys); !indexed) {
        return std::move(indexed).error();
    }
    return made;
}

Result<void> Join::index(const std::vector<CompiledExpression>& keys) {
    for (std::size_t record = 0; !keys.empty() && record < parent_records_->size(); ++record) {
        auto values = keys_of(keys, *parent_records_, record);
        if (!values) {
            return std::move(values).error();
        }
        for (std::string& value : *values) {
            index_.emplace(std::move(value), record);
        }
    }
    return {};
}

Result<std::vector<std::size_t>> Join::matching(Records& records, std::size_t record) const {
    if (child_keys_.empty()) {
        return std::vector<std::size_t>{record};
    }
    const auto keys = keys_of(child_keys_, records, record);
    if (!keys) {
        return keys.error();
    }
    std::vector<std::size_t> matched;
    for (const std::string& key : *keys) {
        const auto [first, last] = index_.equal_range(key);
        for (auto at = first; at != last; ++at) {
            matched.push_back(at->second);
        }
    }
    std::sort(matched.begin(), matched.end());
    matched.erase(std::unique(matched.begin(), matched.end()), matched.end());
    return matched;
}

}  // namespace gridlore::rml
