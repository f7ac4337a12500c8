#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "knowledge-engine/query/results/result_documents.h"
#include "knowledge-engine/rdf/tokens.h"

namespace gridlore::query {
namespace {

using nlohmann::json;

/// How deep a document may nest; results need five.
constexpr std::size_t depth_limit = 100;

/// Where in a document the reader is: in the object or list that has this part.
enum class Place : std::uint8_t { Outside, Document, Head, Variables, Results, Bindings, Row, Cell, Other };

struct Member {
    Place in;
    std::string_view key;  ///< empty: an element of a list, or any key
    bool is_list;
    Place leads_to;
};
constexpr std::array<Member, 7> members = {{
    {Place::Outside, "", false, Place::Document},
    {Place::Document, "head", false, Place::Head},
    {Place::Document, "results", false, Place::Results},
    {Place::Head, "vars", true, Place::Variables},
    {Place::Results, "bindings", true, Place::Bindings},
    {Place::Bindings, "", false, Place::Row},
    {Place::Row, "", false, Place::Cell},
}};

std::string printable(std::string_view key) {
    return "'" + std::string(key.substr(0, 100)) + "'";
}

/// Called by nlohmann's reader, which keeps its own stack in the heap. Members that are not of the format are skipped,
/// as it allows for extensions.
class JsonResults final : public nlohmann::json_sax<json> {
  public:
    JsonResults(std::string_view document, ResultSink& sink) : document_(document), sink_(sink) {}

    bool null() override { return value_of_other_type("null"); }
    bool boolean(bool value) override {
        if (place() == Place::Document && key_ == "boolean") {
            return once(has_boolean_, "boolean") && pass(sink_.boolean(value));
        }
        return value_of_other_type("a truth value");
    }
    bool number_integer(number_integer_t) override { return value_of_other_type("a number"); }
    bool number_unsigned(number_unsigned_t) override { return value_of_other_type("a number"); }
    bool number_float(number_float_t, const string_t&) override { return value_of_other_type("a number"); }
    bool binary(binary_t&) override { return value_of_other_type("bytes"); }

    bool string(string_t& value) override {
        if (place() == Place::Variables) {
            return add_variable(value);
        }
        if (place() != Place::Cell) {
            return value_of_other_type("a string");
        }
        if (key_ == "type") {
            cell_.kind = value;
        } else if (key_ == "value") {
            cell_.value = value;
        } else if (key_ == "datatype") {
            cell_.datatype = value;
        } else if (key_ == "xml:lang") {
            cell_.language = value;
        }
        return true;
    }

    bool key(string_t& name) override {
        if (place() == Place::Row) {
            column_ = column_of(name);
        }
        key_ = name;
        return true;
    }

    bool start_object(std::size_t) override { return enter(false); }
    bool start_array(std::size_t) override { return enter(true); }

    bool end_object() override {
        const Place left = leave();
        if (left == Place::Cell) {
            return add_cell();
        }
        return left != Place::Row || end_row();
    }
    bool end_array() override { return leave() != Place::Variables || announce(); }

    bool parse_error(std::size_t offset, const std::string&, const json::exception&) override {
        const std::size_t at = std::min(offset == 0 ? 0 : offset - 1, document_.size());
        error_ = Error{ErrorKind::InvalidInput, "the document is no valid JSON", rdf::position_in(document_, at)};
        return false;
    }

    Result<void> finish() {
        if (error_) {
            return *std::move(error_);
        }
        if (!has_boolean_ && !(has_variables_ && has_rows_)) {
            return invalid_input("The JSON has neither `boolean` nor `head.vars` with `results.bindings`.");
        }
        if (has_boolean_ && has_rows_) {
            return invalid_input("The JSON has both `boolean` and `results.bindings`.");
        }
        return {};
    }

  private:
    using SparseRow = std::vector<std::pair<std::size_t, rdf::Term>>;

    Place place() const { return places_.empty() ? Place::Outside : places_.back(); }

    bool fail(Error error) {
        error_ = std::move(error);
        return false;
    }
    bool pass(Result<void> done) { return done ? true : fail(std::move(done).error()); }
    bool once(bool& seen, std::string_view what) {
        return !std::exchange(seen, true) || fail(invalid_input("The JSON has `" + std::string(what) + "` twice."));
    }

    /// A value that the format does not have at this place: a fault if it has another one there.
    bool value_of_other_type(std::string_view found) {
        const Place here = place();
        const bool is_member = here == Place::Variables || here == Place::Bindings || here == Place::Row ||
                               here == Place::Outside || (here == Place::Document && is_member_of_document()) ||
                               (here == Place::Cell && (key_ == "value" || key_ == "type"));
        return !is_member ||
               fail(invalid_input("Found " + std::string(found) + " where the results format has another value."));
    }
    bool is_member_of_document() const { return key_ == "head" || key_ == "results" || key_ == "boolean"; }

    bool enter(bool is_list) {
        if (places_.size() >= depth_limit) {
            return fail({ErrorKind::LimitExceeded,
                         "The JSON nests deeper than " + std::to_string(depth_limit) + " levels, which is the limit."});
        }
        const Place next = next_place(is_list);
        if (next == Place::Other && !value_of_other_type(is_list ? "a list" : "an object")) {
            return false;
        }
        places_.push_back(next);
        switch (next) {
            case Place::Variables:
                return once(has_variables_, "vars");
            case Place::Bindings:
                return once(has_rows_, "bindings");
            case Place::Cell:
                cell_ = {};
                return true;
            default:
                return true;
        }
    }

    Place next_place(bool is_list) const {
        const Place here = place();
        for (const Member& member : members) {
            if (member.in == here && member.is_list == is_list && (member.key.empty() || member.key == key_)) {
                return member.leads_to;
            }
        }
        return Place::Other;
    }

    Place leave() {
        const Place left = place();
        places_.pop_back();
        return left;
    }

    /// Of a variable that may be declared only later.
    std::size_t column_of(const std::string& name) { return columns_.try_emplace(name, columns_.size()).first->second; }

    bool add_variable(const std::string& name) {
        const std::size_t column = column_of(name);
        if (column < position_of_.size() && position_of_[column] != nowhere) {
            return fail(invalid_input("The variable " + printable(name) + " is declared twice."));
        }
        position_of_.resize(std::max(position_of_.size(), column + 1), nowhere);
        position_of_[column] = names_.size();
        names_.push_back(name);
        return true;
    }

    bool add_cell() {
        auto term = term_of(std::move(cell_));
        if (!term) {
            return fail(std::move(term).error());
        }
        row_.emplace_back(column_, *std::move(term));
        return true;
    }

    /// The variables are known: those rows that came before them follow.
    bool announce() {
        is_announced_ = true;
        cells_.resize(names_.size());
        if (!pass(sink_.variables(names_))) {
            return false;
        }
        for (SparseRow& row : early_rows_) {
            if (!pass_row(row)) {
                return false;
            }
        }
        early_rows_ = {};
        return true;
    }

    bool end_row() {
        SparseRow row = std::exchange(row_, {});
        if (is_announced_) {
            return pass_row(row);
        }
        early_rows_.push_back(std::move(row));
        return true;
    }

    bool pass_row(SparseRow& row) {
        for (auto& [column, term] : row) {
            if (column >= position_of_.size() || position_of_[column] == nowhere) {
                return fail(invalid_input("A row binds a variable that `head.vars` does not declare."));
            }
            auto& cell = cells_[position_of_[column]];
            if (cell) {
                return fail(invalid_input("A row binds " + printable(names_[position_of_[column]]) + " twice."));
            }
            cell = std::move(term);
        }
        const bool passed = pass(sink_.row(cells_));
        for (const auto& bound : row) {
            cells_[position_of_[bound.first]].reset();
        }
        return passed;
    }

    static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

    const std::string_view document_;
    ResultSink& sink_;
    std::vector<Place> places_;
    std::string key_;
    std::optional<Error> error_;
    bool has_boolean_ = false;
    bool has_variables_ = false;
    bool has_rows_ = false;
    bool is_announced_ = false;

    std::map<std::string, std::size_t, std::less<>> columns_;  ///< in the order in which they turned up
    std::vector<std::size_t> position_of_;                     ///< of a column among `names_`
    std::vector<std::string> names_;
    TermParts cell_;
    std::size_t column_ = 0;
    SparseRow row_;
    std::vector<SparseRow> early_rows_;
    std::vector<std::optional<rdf::Term>> cells_;  ///< all unbound between rows
};

}  // namespace

Result<void> read_json_results(std::string_view document, ResultSink& sink) {
    JsonResults results(document, sink);
    json::sax_parse(document.begin(), document.end(), &results);
    return results.finish();
}

}  // namespace gridlore::query
