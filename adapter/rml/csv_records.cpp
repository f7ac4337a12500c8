#include <csv.h>

#include <algorithm>
#include <map>
#include <optional>

#include "adapter/rml/records.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/utf8.h"

namespace gridlore::rml {
namespace {

int is_never_space(unsigned char) {
    return 0;  // RFC 4180, 2.4: spaces are part of a field
}

/// RFC 4180 with a header line, through libcsv. Lines that are empty are none.
class Table {
  public:
    explicit Table(char delimiter) {
        csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI);
        csv_set_delim(&parser_, static_cast<unsigned char>(delimiter));
        csv_set_space_func(&parser_, is_never_space);
        csv_set_blk_size(&parser_, std::size_t{1} << 16);
    }
    ~Table() { csv_free(&parser_); }
    Table(const Table&) = delete;
    Table& operator=(const Table&) = delete;

    Result<void> read(std::string_view content) {
        constexpr std::size_t piece_limit = std::size_t{1} << 16;
        while (!content.empty() && !error_) {
            const std::string_view piece = content.substr(0, piece_limit);
            const std::size_t taken = csv_parse(&parser_, piece.data(), piece.size(), take_field, take_record, this);
            if (taken != piece.size()) {
                return refused();
            }
            if (parser_.entry_pos > csv_field_limit) {
                return too_long();
            }
            content.remove_prefix(taken);
        }
        if (!error_ && csv_fini(&parser_, take_field, take_record, this) != 0) {
            return refused();
        }
        if (error_) {
            return *error_;
        }
        return columns_.empty() ? Result<void>(invalid_input("the CSV has no header line")) : Result<void>();
    }

    const std::map<std::string, std::size_t, std::less<>>& columns() const { return columns_; }
    std::size_t records() const { return cells_.size() / std::max<std::size_t>(columns_.size(), 1); }
    const std::string& cell(std::size_t record, std::size_t column) const {
        return cells_[record * columns_.size() + column];
    }

  private:
    static void take_field(void* data, std::size_t size, void* self) {
        auto& table = *static_cast<Table*>(self);
        const std::string_view field(static_cast<const char*>(data), data == nullptr ? 0 : size);
        if (!table.error_) {
            table.row_.emplace_back(field);
        }
    }
    static void take_record(int, void* self) { static_cast<Table*>(self)->end_record(); }

    void end_record() {
        if (error_) {
            return;
        }
        for (const std::string& field : row_) {
            if (field.size() > csv_field_limit) {
                error_ = too_long();
            } else if (rdf::first_invalid_utf8(field) != field.size()) {
                error_ = invalid_input(place() + " has a field that is not valid UTF-8");
            }
        }
        if (!error_) {
            columns_.empty() ? add_header() : add_record();
        }
        row_.clear();
    }

    void add_header() {
        for (const std::string& name : row_) {
            if (!columns_.emplace(name, columns_.size()).second) {
                error_ = invalid_input("the header of the CSV has the column \"" + name.substr(0, 100) + "\" twice");
                return;
            }
        }
    }

    void add_record() {
        if (row_.size() != columns_.size()) {
            error_ = invalid_input(place() + " has " + std::to_string(row_.size()) + " fields, the header " +
                                   std::to_string(columns_.size()) +
                                   ": is the delimiter another, or a field not in quotes that has it?");
            return;
        }
        std::move(row_.begin(), row_.end(), std::back_inserter(cells_));
    }

    std::string place() const {
        return columns_.empty() ? std::string("the header of the CSV")
                                : "record " + std::to_string(records() + 1) + " of the CSV";
    }
    Error refused() {
        return csv_error(&parser_) == CSV_EPARSE
                   ? invalid_input(place() + " has a quote that does not pair: within quotes write it twice")
                   : Error{ErrorKind::LimitExceeded, place() + " does not fit into memory"};
    }
    Error too_long() const {
        return {ErrorKind::LimitExceeded, place() + " has a field longer than the limit of " +
                                              std::to_string(csv_field_limit) + " bytes: is a closing quote missing?"};
    }

    csv_parser parser_{};
    std::map<std::string, std::size_t, std::less<>> columns_;
    std::vector<std::string> row_;
    std::vector<std::string> cells_;
    std::optional<Error> error_;
};

class CsvRecords final : public Records {
  public:
    explicit CsvRecords(const LogicalSource& source) : nulls_(source.nulls), table_(source.delimiter) {}

    Result<void> read(std::string_view content) { return table_.read(content); }

    std::size_t size() const override { return table_.records(); }

    Result<std::size_t> compile(std::string_view reference) override {
        const auto found = table_.columns().find(reference);
        if (found != table_.columns().end()) {
            return found->second;
        }
        std::string names;
        for (const auto& [name, column] : table_.columns()) {
            names += (names.empty() ? "" : ", ") + name.substr(0, 100);
        }
        return invalid_input("the CSV has no column \"" + std::string(reference) + "\"; it has " +
                             names.substr(0, 1000));
    }

    Result<void> append_values(std::size_t record, std::size_t reference, std::vector<Value>& values) override {
        const std::string& cell = table_.cell(record, reference);
        if (std::find(nulls_.begin(), nulls_.end(), cell) == nulls_.end()) {
            values.push_back({cell, rdf::xsd_string});
        }
        return {};
    }

  private:
    std::vector<std::string> nulls_;
    Table table_;
};

}  // namespace

Result<std::unique_ptr<Records>> open_csv(const LogicalSource& source, std::string_view content) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    content.remove_prefix(content.starts_with(byte_order_mark) ? byte_order_mark.size() : 0);
    auto records = std::make_unique<CsvRecords>(source);
    if (auto read = records->read(content); !read) {
        return std::move(read).error();
    }
    return std::unique_ptr<Records>(std::move(records));
}

}  // namespace gridlore::rml
