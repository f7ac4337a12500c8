#include "adapter/service/row_terms.h"

#include <algorithm>
#include <utility>

#include "knowledge-engine/rdf/inline_term.h"

namespace gridlore::service {

using mapping::Origin;
using mapping::Variable;

RowTerms::RowTerms(const mapping::Document& document) : document_(document), cells_(document.variables.size()) {
    for (std::size_t i = 0; i < document.variables.size(); ++i) {
        const Variable& variable = document.variables[i];
        if (variable.origin != Origin::Template && !variable.read_back_from) {
            continue;
        }
        makeable_.push_back(i);
        for (const std::size_t part : variable.parts_of_iri) {
            cells_[part].dependents.push_back(i);
        }
        if (variable.read_back_from) {
            cells_[*variable.read_back_from].dependents.push_back(i);
        }
    }
}

/// Without its term, and whatever was made of that.
RowTerms::Cell& RowTerms::begin_setting(std::size_t variable) {
    Cell& cell = cells_[variable];
    if (cell.is_known && !cell.is_made) {
        invalidate(variable);
        return cell;
    }
    forget(variable);
    cell.is_known = true;
    cell.is_made = false;
    has_changed_ = true;
    return cell;
}

/// It has another term, and so has what is made of it; what is read back from it may have none, or one after all.
void RowTerms::invalidate(std::size_t variable) {
    Cell& cell = cells_[variable];
    cell.held = {};
    cell.is_encoded = false;
    cell.is_written = false;
    for (const std::size_t dependent : cell.dependents) {
        const bool is_template = document_.variables[dependent].origin == Origin::Template;
        has_changed_ = has_changed_ || (!is_template && !cells_[dependent].is_known);
        if (cells_[dependent].is_made) {
            is_template ? invalidate(dependent) : forget(dependent);
        }
    }
}

void RowTerms::set(std::size_t variable, const rdf::TermView& term) {
    Cell& cell = begin_setting(variable);
    cell.term.kind = term.kind;
    cell.term.text = term.text;
    cell.term.datatype = term.datatype;
    cell.term.language = term.language;
    cell.is_written = true;
}

void RowTerms::set(std::size_t variable, rdf::TermId id) {
    begin_setting(variable).held.id = id;
}

void RowTerms::forget(std::size_t variable) {
    Cell& cell = cells_[variable];
    if (!cell.is_known) {
        return;
    }
    has_changed_ = true;
    cell.is_known = false;
    cell.is_encoded = false;
    cell.is_written = false;
    cell.held = {};
    for (const std::size_t made : cell.dependents) {
        if (cells_[made].is_made) {
            forget(made);
        }
    }
}

bool RowTerms::complete() {
    const bool has_changed = std::exchange(has_changed_, false);
    for (bool has_grown = has_changed; has_grown;) {
        has_grown = false;
        for (const std::size_t variable : makeable_) {
            Cell& cell = cells_[variable];
            if (!cell.is_known) {
                const bool is_template = document_.variables[variable].origin == Origin::Template;
                cell.is_known = is_template ? can_make(variable) : read_back(variable);
                cell.is_made = cell.is_known;
                cell.is_written = cell.is_known && !is_template;
                has_grown = has_grown || cell.is_known;
            }
        }
    }
    return has_changed;
}

const rdf::Term* RowTerms::find(std::size_t variable) {
    Cell& cell = cells_[variable];
    if (!cell.is_known) {
        return nullptr;
    }
    if (!cell.is_written) {
        if (cell.is_made) {
            make(variable);
        } else {
            cell.term = rdf::inline_term(cell.held.id);
        }
        cell.is_written = true;
    }
    return &cell.term;
}

bool RowTerms::can_make(std::size_t variable) const {
    return std::ranges::all_of(document_.variables[variable].parts_of_iri,
                               [this](std::size_t part) { return cells_[part].is_known; });
}

/// Precondition: all that it is made of is known.
void RowTerms::make(std::size_t number) {
    const Variable& variable = document_.variables[number];
    for (const std::size_t part : variable.parts_of_iri) {
        (void)find(part);  // before the others' values are gathered: it may be made of others itself
    }
    values_.clear();
    for (const std::size_t part : variable.parts_of_iri) {
        values_.push_back(encoded(part));
    }
    rdf::Term& term = cells_[number].term;
    term.kind = rdf::TermKind::Iri;
    term.text.clear();
    variable.iri->write_encoded(values_, term.text);
}

/// False: there is nothing to read it back from, or something else stands there.
bool RowTerms::read_back(std::size_t number) {
    const Variable& variable = document_.variables[number];
    const rdf::Term* const whole = find(*variable.read_back_from);
    const Variable& from = document_.variables[*variable.read_back_from];
    const auto place = std::ranges::find(from.parts_of_iri, number);
    std::vector<std::string> values;
    if (whole == nullptr || !from.iri || place == from.parts_of_iri.end() || !variable.codec ||
        !from.iri->read(whole->text, values)) {
        return false;
    }
    const std::string& text = values[static_cast<std::size_t>(place - from.parts_of_iri.begin())];
    const auto value = variable.codec->from_local_text(text, room_);
    if (value) {
        cells_[number].term = owned(*value);
    }
    return value.has_value();
}

/// Precondition: the term is there.
std::string_view RowTerms::encoded(std::size_t variable) {
    Cell& cell = cells_[variable];
    if (!cell.is_encoded) {
        cell.encoded.clear();
        mapping::append_percent_encoded(mapping::local_text(document_.variables[variable], view_of(cell.term), room_),
                                        cell.encoded);
        cell.is_encoded = true;
    }
    return cell.encoded;
}

void complete(const mapping::Document& document, Terms& terms) {
    RowTerms row(document);
    for (const auto& [variable, term] : terms) {
        row.set(variable, view_of(term));
    }
    row.complete();
    for (std::size_t variable = 0; variable < document.variables.size(); ++variable) {
        if (const rdf::Term* const term = row.find(variable)) {
            terms.try_emplace(variable, *term);
        }
    }
}

}  // namespace gridlore::service
