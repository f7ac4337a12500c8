#include "adapter/mapping/lower/row_cells.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "knowledge-engine/rdf/inline_term.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/term_text.h"
#include "knowledge-engine/rdf/value.h"

namespace gridlore::mapping {
namespace {

bool is_within(std::string_view text, const std::string& room) {
    constexpr std::less<> before;
    return !before(text.data(), room.data()) && before(text.data(), room.data() + room.size());
}

Error about(const Variable& variable, const std::string& message) {
    return invalid_input("?" + variable.name + ": " + message);
}

/// The text is mostly at the same place where it is the same.
bool is_same(const rdf::TermView& a, const rdf::TermView& b) {
    const auto is_there = [](std::string_view x, std::string_view y) {
        return x.data() == y.data() && x.size() == y.size();
    };
    return a.kind == b.kind && (is_there(a.text, b.text) || a.text == b.text) &&
           (is_there(a.datatype, b.datatype) || a.datatype == b.datatype) && a.language == b.language;
}

std::string place_of(const Part& part, std::size_t row) {
    return (part.name.empty() ? "" : "part " + part.name + ", ") + "row " + std::to_string(row + 1) + ": ";
}

bool is_constant(const rdf::TermView& term, const rdf::Term& constant) {
    return term == view_of(constant) || rdf::compare_values(owned(term), constant) == std::strong_ordering::equal;
}

}  // namespace

void RowCells::set_keys(std::size_t slot, const std::vector<std::uint64_t>& keys) {
    for (std::size_t row = 0; row < size_; ++row) {
        cells_[row * width_ + slot].key = keys[row];
    }
}

std::vector<std::uint64_t> RowCells::keys(std::size_t slot) const {
    std::vector<std::uint64_t> keys;
    keys.reserve(size_);
    for (std::size_t row = 0; row < size_; ++row) {
        keys.push_back(cell(row, slot).key);
    }
    return keys;
}

/// Values that are the same as in the row before, as most are, are not made again.
class RowReader {
  public:
    RowReader(const Document& document, const Part& part, const PartPlan& plan, const std::vector<bool>& is_wanted,
              SharedTerms& shared)
        : document_(document),
          part_(part),
          plan_(plan),
          shared_(shared),
          iris_(plan.readings.size()),
          values_(plan.slots.size()),
          cells_(plan.slots.size()) {
        for (std::size_t slot = 0; slot < is_wanted.size(); ++slot) {
            if (is_wanted[slot]) {
                wanted_.push_back(slot);
            }
        }
    }

    /// Adds a row to `cells`, all of it or nothing.
    Result<void> read(const Rows::Row& row, RowCells& cells) {
        Result<void> fine = check_constants(row);
        for (std::size_t number = 0; fine && number < iris_.size(); ++number) {
            fine = read_iri(number, row);
        }
        for (auto slot = wanted_.begin(); fine && slot != wanted_.end(); ++slot) {
            if (!has_same(*slot, row)) {
                fine = read_slot(*slot, row);
            }
        }
        if (fine) {
            add_to(cells);
        }
        return fine;
    }

    RowCells room_for(std::size_t rows) const {
        RowCells cells;
        cells.width_ = values_.size();
        cells.cells_.reserve(rows * cells.width_);
        cells.ranges_.resize(cells.width_);
        return cells;
    }

  private:
    /// An IRI that is read back, with the values in it.
    struct Iri {
        std::string_view text;
        std::vector<std::string> values;
        bool is_read = false;
    };
    /// What a slot had in the last row.
    struct Value {
        rdf::TermView term;  ///< not where the id is inline
        rdf::TermId id;      ///< unbound: not of a table
        const rdf::Dictionary* terms = nullptr;
        std::string_view local;  ///< of one that is read back
        bool is_read = false;
    };

    void add_to(RowCells& cells) {
        for (std::size_t slot = 0; cells.size_ == 0 && slot < cells_.size(); ++slot) {
            cells.ranges_[slot].first = cells_[slot].key;
        }
        for (const std::size_t slot : changed_) {
            cells.ranges_[slot].differing |= cells_[slot].key ^ cells.ranges_[slot].first;
        }
        changed_.clear();
        cells.cells_.insert(cells.cells_.end(), cells_.begin(), cells_.end());
        ++cells.size_;
    }

    /// Valid until it is called again.
    rdf::TermView term_at(std::size_t column, const Rows::Row& row) { return row.term(column, text_); }

    Result<void> check_constants(const Rows::Row& row) {
        for (const std::size_t column : plan_.constants) {
            const Variable& variable = document_.variables[part_.variables[column]];
            const rdf::TermView term = term_at(column, row);
            if (variable.constant && !is_constant(term, *variable.constant)) {
                return about(variable, "it must be " + rdf::to_short_text(*variable.constant) + ", and is " +
                                           rdf::to_short_text(owned(term)));
            }
        }
        return {};
    }

    Result<void> read_iri(std::size_t number, const Rows::Row& row) {
        const Reading& reading = plan_.readings[number];
        const Variable& variable = document_.variables[reading.variable];
        const auto column = reading.source.column;
        const std::string_view text =
            column ? term_at(*column, row).text : iris_[reading.source.reading].values[reading.source.name];
        Iri& iri = iris_[number];
        if (iri.is_read && iri.text == text) {
            return check_parts(variable, iri, row);
        }
        iri.is_read = false;
        if ((column && term_at(*column, row).kind != rdf::TermKind::Iri) || !variable.iri->read(text, iri.values)) {
            return about(variable,
                         (column ? rdf::to_short_text(owned(term_at(*column, row))) : "<" + std::string(text) + ">") +
                             " is no IRI of the form " + variable.iri->text() +
                             ", from which other values are read back");
        }
        iri.text = column ? text : kept(text);
        iri.is_read = true;
        return check_parts(variable, iri, row);
    }

    /// What the IRI was made of has columns of its own, too.
    Result<void> check_parts(const Variable& variable, const Iri& iri, const Rows::Row& row) {
        for (std::size_t name = 0; name < variable.parts_of_iri.size(); ++name) {
            const std::size_t number = variable.parts_of_iri[name];
            const Variable& made_of = document_.variables[number];
            const auto column = std::ranges::find(part_.variables, number);
            const std::optional<rdf::TermView> term =
                column != part_.variables.end()
                    ? std::optional(term_at(static_cast<std::size_t>(column - part_.variables.begin()), row))
                : made_of.constant ? std::optional(view_of(*made_of.constant))
                                   : std::nullopt;
            if (term && local_text(made_of, *term, room_) != iri.values[name]) {
                return about(variable, "<" + std::string(iri.text) + "> has " + iri.values[name] + " where ?" +
                                           made_of.name + " is " + rdf::to_short_text(owned(*term)));
            }
        }
        return {};
    }

    /// Whether the slot's value was read of a row with the same.
    bool has_same(std::size_t number, const Rows::Row& row) {
        const Source& source = plan_.slots[number].source;
        const Value& value = values_[number];
        if (!value.is_read || !source.column) {
            return value.is_read && value.local == iris_[source.reading].values[source.name];
        }
        const rdf::TermId id = row.id(*source.column);
        return value.id == id && value.terms == row.terms() &&
               (id.is_bound() || is_same(value.term, row.term(*source.column, text_)));
    }

    Result<void> read_slot(std::size_t number, const Rows::Row& row) {
        const Source& source = plan_.slots[number].source;
        Value& value = values_[number];
        value.is_read = false;
        if (source.column) {
            value.id = row.id(*source.column);
            value.terms = row.terms();
            if (!value.id.is_inline()) {
                value.term = row.term(*source.column, text_);
            }
        } else {
            value.local = kept(iris_[source.reading].values[source.name]);
            if (Result<void> made = make_term(number, value); !made) {
                return made;
            }
        }
        changed_.push_back(number);
        Result<void> taken = take(number, value);
        value.is_read = taken.has_value();
        return taken;
    }

    /// The term of which an IRI has the local text.
    Result<void> make_term(std::size_t number, Value& value) {
        const Variable& variable = document_.variables[plan_.slots[number].variable];
        if (variable.origin == Origin::Position) {
            value.term = {rdf::TermKind::Literal, value.local, rdf::xsd_integer, {}};
        } else if (!variable.codec) {
            value.term = {rdf::TermKind::Iri, value.local, {}, {}};
        } else {
            const auto term = variable.codec->from_local_text(value.local, room_);
            if (!term) {
                return about(variable, term.error().message);
            }
            value.term = *term;
            value.term.text = is_within(term->text, room_) ? kept(term->text) : term->text;
        }
        return {};
    }

    Result<void> take(std::size_t number, Value& value) {
        const Slot& slot = plan_.slots[number];
        const Variable& variable = document_.variables[slot.variable];
        Cell& cell = cells_[number];
        cell.key = shared_.keys[slot.variable].key(value.term, value.id.is_inline() ? value.id : rdf::TermId());
        if (variable.origin == Origin::Position) {
            const rdf::TermId id(cell.key);
            if (!id.is_inline() || rdf::inline_space(id) != rdf::InlineSpace::Integer) {
                return about(variable, shown(value) + " is no place in a list, an xsd:integer");
            }
        }
        if (!slot.is_written || !variable.codec) {
            return {};
        }
        const auto json = value.id.is_inline() ? variable.codec->lower_inline(value.id, room_)
                                               : variable.codec->lower(value.term, room_);
        if (!json) {
            return about(variable, shown(value) + ": " + json.error().message);
        }
        cell.json.kind = json->kind;
        cell.json.text = is_within(json->text, room_) ? kept(json->text) : json->text;
        return {};
    }

    static std::string shown(const Value& value) {
        return rdf::to_short_text(value.id.is_inline() ? rdf::inline_term(value.id) : owned(value.term));
    }

    std::string_view kept(std::string_view text) {
        if (text.empty()) {
            return {};
        }
        auto* const place = static_cast<char*>(shared_.texts.allocate(text.size(), 1));
        std::ranges::copy(text, place);
        return {place, text.size()};
    }

    const Document& document_;
    const Part& part_;
    const PartPlan& plan_;
    SharedTerms& shared_;
    std::vector<Iri> iris_;
    std::vector<Value> values_;
    std::vector<Cell> cells_;           ///< by slot: of the values
    std::vector<std::size_t> wanted_;   ///< the slots that are read
    std::vector<std::size_t> changed_;  ///< of them those that the last row in the cells may have had otherwise
    std::string room_;
    std::string text_;  ///< of a term at which somebody looks
};

Result<RowCells> read_rows(const Document& document, std::size_t part, const PartPlan& plan,
                           const std::vector<bool>& is_wanted, const Rows& rows, const LowerOptions& options,
                           SharedTerms& shared) {
    RowReader reader(document, document.parts[part], plan, is_wanted, shared);
    RowCells cells = reader.room_for(rows.size());
    for (std::size_t row = 0; row < rows.size(); ++row) {
        Result<void> read = reader.read(rows.at(row), cells);
        if (read) {
            continue;
        }
        if (!options.left_out) {
            return invalid_input(place_of(document.parts[part], row) + read.error().message);
        }
        options.left_out(part, row, read.error().message);
    }
    return cells;
}

}  // namespace gridlore::mapping
