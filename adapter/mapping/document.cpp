#include "adapter/mapping/document.h"

#include <algorithm>
#include <utility>

namespace gridlore::mapping {
namespace {

bool has_own_value_alone(const IriTemplate& iri) {
    return iri.names().size() == 1 && iri.names().front().empty();
}

}  // namespace

std::optional<std::size_t> Document::find(std::string_view name) const {
    const auto found =
        std::ranges::find(variables, name, [](const Variable& one) -> std::string_view { return one.name; });
    return found == variables.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - variables.begin()));
}

std::shared_ptr<const Document> written_in_iso(const Document& document) {
    std::shared_ptr<Document> other;
    for (std::size_t i = 0; i < document.variables.size(); ++i) {
        const auto& codec = document.variables[i].codec;
        if (auto iso = codec ? codec->written_as_iso() : nullptr) {
            other = other ? other : std::make_shared<Document>(document);
            other->variables[i].codec = std::move(iso);
        }
    }
    return other;
}

std::string_view local_text(const Variable& variable, const rdf::TermView& term, std::string& room) {
    if (variable.iri && term.kind == rdf::TermKind::Iri && has_own_value_alone(*variable.iri)) {
        return variable.iri->read_only_value(term.text, room).value_or(term.text);
    }
    return variable.codec ? variable.codec->local_text(term) : term.text;
}

}  // namespace gridlore::mapping
