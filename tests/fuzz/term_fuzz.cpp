/// Terms as bindings carry them, one on each line of the input: what is read is written and read back the same, and
/// equality, order and hash agree with one another.

#include <string_view>
#include <vector>

#include "knowledge-engine/rdf/dictionary.h"
#include "knowledge-engine/rdf/term_text.h"
#include "knowledge-engine/rdf/value.h"
#include "tests/fuzz/require.h"

namespace {

using namespace gridlore;
using fuzz::require;

void check_text(const rdf::Term& term) {
    for (const std::string& written : {rdf::to_text(term), rdf::to_short_text(term)}) {
        require(rdf::is_valid_utf8(written));
        const auto again = rdf::parse_term(written);
        require(again && *again == term);
    }
}

void check_value(const rdf::Term& term) {
    if (const auto canonical = rdf::canonical_value(term)) {
        require(!rdf::canonical_value(*canonical));
        const auto order = rdf::compare_values(term, *canonical);
        require(!order || *order == 0);
        check_text(*canonical);
    }
}

void check_pair(rdf::Dictionary& dictionary, const rdf::Term& a, const rdf::Term& b) {
    const rdf::TermId id_a = dictionary.intern(a);
    const rdf::TermId id_b = dictionary.intern(b);
    require(dictionary.term(id_a) == a && dictionary.term(id_b) == b);
    require((id_a == id_b) == (a == b));
    const bool same_value = rdf::canonical_value(a).value_or(a) == rdf::canonical_value(b).value_or(b);
    require(dictionary.same_value(id_a, id_b) == same_value);

    const auto order = rdf::compare_values(a, b);
    const auto reverse = rdf::compare_values(b, a);
    require(order.has_value() == reverse.has_value());
    require(!order || *order == (0 <=> *reverse));
    require(!same_value || !order || *order == 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view text = fuzz::text_of(data, size);
    rdf::Dictionary dictionary;
    std::vector<rdf::Term> terms;
    while (!text.empty() && terms.size() < 8) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(line.size() == text.size() ? line.size() : line.size() + 1);
        auto term = rdf::parse_term(line);
        if (!term) {
            fuzz::require_refusal(term.error());
            require(term.error().position.has_value());
            continue;
        }
        check_text(*term);
        check_value(*term);
        terms.push_back(*std::move(term));
    }
    for (const rdf::Term& a : terms) {
        for (const rdf::Term& b : terms) {
            check_pair(dictionary, a, b);
        }
    }
    return 0;
}
