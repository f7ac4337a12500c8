#include "knowledge-engine/query/expression/expression_context.h"

#include <array>
#include <chrono>
#include <cstdio>

#include "knowledge-engine/rdf/namespaces.h"

namespace gridlore::query {
namespace {

rdf::Term current_time() {
    const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    const auto day = std::chrono::floor<std::chrono::days>(now);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(now - day);
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
    return rdf::Term::literal(text.data(), std::string(rdf::xsd_date_time));
}

}  // namespace

ExpressionContext::ExpressionContext(QueryTerms& terms) : terms_(terms), now_(terms.intern(current_time())) {}

void ExpressionContext::next_solution() {
    if (!labels_.empty()) {
        labels_.clear();
    }
}

rdf::TermId ExpressionContext::labelled_blank_node(const std::string& label) {
    rdf::TermId& node = labels_[label];
    if (!node.is_bound()) {
        node = terms_.fresh_blank_node();
    }
    return node;
}

std::mt19937_64& ExpressionContext::random() {
    if (!random_) {
        std::random_device source;
        std::seed_seq seed{source(), source(), source(), source()};
        random_.emplace(seed);
    }
    return *random_;
}

}  // namespace gridlore::query
