#include "adapter/mapping/value_sources.h"

#include <algorithm>

namespace gridlore::mapping {

ValueSources::ValueSources(const Document& document, const Part& part, PartPlan& plan)
    : document_(&document), part_(&part), plan_(&plan), origins_(document.variables.size()) {
    std::vector<std::size_t> found;
    for (std::size_t column = 0; column < part.variables.size(); ++column) {
        origins_[part.variables[column]] = Origin{column};
        found.push_back(part.variables[column]);
    }
    for (std::size_t next = 0; next < found.size(); ++next) {
        add_names_of(found[next], found);
    }
    for (std::size_t variable = 0; variable < origins_.size(); ++variable) {
        prefer_declared(variable);
    }
}

void ValueSources::add_names_of(std::size_t variable, std::vector<std::size_t>& found) {
    const Variable& read = document_->variables[variable];
    if (read.origin != mapping::Origin::Template) {
        return;
    }
    for (std::size_t name = 0; name < read.parts_of_iri.size(); ++name) {
        if (const std::size_t made_of = read.parts_of_iri[name]; !origins_[made_of]) {
            origins_[made_of] = Origin{std::nullopt, variable, name};
            found.push_back(made_of);
        }
    }
}

void ValueSources::prefer_declared(std::size_t variable) {
    const auto from = document_->variables[variable].read_back_from;
    if (!from || !origins_[variable] || origins_[variable]->column || !origins_[*from] || !origins_[*from]->column) {
        return;
    }
    const std::vector<std::size_t>& names = document_->variables[*from].parts_of_iri;
    const auto name = std::ranges::find(names, variable);
    if (name != names.end()) {
        origins_[variable] = Origin{std::nullopt, *from, static_cast<std::size_t>(name - names.begin())};
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
    const Origin origin = *origins_[variable];
    return origin.column ? Source{origin.column} : Source{std::nullopt, reading(origin.read_from), origin.name};
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
    while (!origins_[root]->column) {
        root = origins_[root]->read_from;
    }
    return root != variable && base.origins_[root] && base.origins_[root]->column;
}

std::vector<std::size_t> ValueSources::join_variables(const ValueSources& base) const {
    std::vector<std::size_t> joined;
    for (std::size_t variable = 0; variable < origins_.size(); ++variable) {
        const bool is_constant = document_->variables[variable].origin == mapping::Origin::Constant;
        if (has(variable) && base.has(variable) && !is_constant && !is_implied(variable, base)) {
            joined.push_back(variable);
        }
    }
    return joined;
}

}  // namespace gridlore::mapping
