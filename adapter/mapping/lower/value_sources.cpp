#include "adapter/mapping/lower/value_sources.h"

#include <algorithm>

namespace gridlore::mapping {

ValueSources::ValueSources(const Document& document, const Part& part, PartPlan& plan)
    : document_(&document), plan_(&plan), found_(document.variables.size()) {
    std::vector<std::size_t> all;
    for (std::size_t column = 0; column < part.variables.size(); ++column) {
        found_[part.variables[column]] = Found{column};
        all.push_back(part.variables[column]);
    }
    for (std::size_t next = 0; next < all.size(); ++next) {
        add_names_of(all[next], all);
    }
    for (std::size_t variable = 0; variable < found_.size(); ++variable) {
        prefer_declared(variable);
    }
}

void ValueSources::add_names_of(std::size_t variable, std::vector<std::size_t>& all) {
    const Variable& read = document_->variables[variable];
    if (read.origin != Origin::Template) {
        return;
    }
    for (std::size_t name = 0; name < read.parts_of_iri.size(); ++name) {
        if (const std::size_t made_of = read.parts_of_iri[name]; !found_[made_of]) {
            found_[made_of] = Found{std::nullopt, variable, name};
            all.push_back(made_of);
        }
    }
}

void ValueSources::prefer_declared(std::size_t variable) {
    const auto from = document_->variables[variable].read_back_from;
    if (!from || !found_[variable] || found_[variable]->column || !found_[*from] || !found_[*from]->column) {
        return;
    }
    const std::vector<std::size_t>& names = document_->variables[*from].parts_of_iri;
    const auto name = std::ranges::find(names, variable);
    if (name != names.end()) {
        found_[variable] = Found{std::nullopt, *from, static_cast<std::size_t>(name - names.begin())};
    }
}

std::size_t ValueSources::slot(std::size_t variable) {
    std::vector<Slot>& slots = plan_->slots;
    const auto known = std::ranges::find(slots, variable, &Slot::variable);
    if (known != slots.end()) {
        return static_cast<std::size_t>(known - slots.begin());
    }
    slots.push_back({variable, source(variable)});
    return slots.size() - 1;
}

Source ValueSources::source(std::size_t variable) {
    const Found found = *found_[variable];
    return found.column ? Source{found.column} : Source{std::nullopt, reading(found.read_from), found.name};
}

std::size_t ValueSources::reading(std::size_t variable) {
    std::vector<Reading>& readings = plan_->readings;
    const auto known = std::ranges::find(readings, variable, &Reading::variable);
    if (known != readings.end()) {
        return static_cast<std::size_t>(known - readings.begin());
    }
    const Source from = source(variable);  // its own reading comes before it
    readings.push_back({variable, from});
    return readings.size() - 1;
}

bool ValueSources::is_implied(std::size_t variable, const ValueSources& base) const {
    std::size_t root = variable;
    while (!found_[root]->column) {
        root = found_[root]->read_from;
    }
    return root != variable && base.found_[root] && base.found_[root]->column;
}

std::vector<std::size_t> ValueSources::join_variables(const ValueSources& base) const {
    std::vector<std::size_t> joined;
    for (std::size_t variable = 0; variable < found_.size(); ++variable) {
        const bool is_constant = document_->variables[variable].origin == Origin::Constant;
        if (has(variable) && base.has(variable) && !is_constant && !is_implied(variable, base)) {
            joined.push_back(variable);
        }
    }
    return joined;
}

}  // namespace gridlore::mapping
