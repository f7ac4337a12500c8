#include "adapter/sql/aggregate.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>
#include <vector>

#include "adapter/sql/decimal.h"
#include "adapter/sql/time_text.h"

namespace gridlore::sql {
namespace {

using std::chrono::sys_seconds;

constexpr std::chrono::minutes quarter_hour(15);
constexpr unsigned further_digits = 3;

/// A cell that is kept.
Value kept(const Cell& cell) {
    return {cell.kind, std::string(cell.text)};
}

/// What an interval has had so far.
struct Sum {
    Interval interval;
    Decimal decimal;
    Value first;  ///< as it came
    std::uint64_t count = 0;
};

/// Rows that differ only in time and value.
struct Series {
    std::vector<Value> row;  ///< its first one
    Combination combination = Combination::Sum;
    std::map<sys_seconds, Sum> sums;
};

class Aggregator final : public RowSink {
  public:
    Aggregator(Aggregation aggregation, Calendar calendar, RowSink& sink)
        : aggregation_(std::move(aggregation)), calendar_(calendar), sink_(sink) {}

    Result<void> begin(std::span<const std::string> columns) override {
        columns_.assign(columns.begin(), columns.end());
        for (const auto& [name, place] :
             {std::pair(&aggregation_.value, &value_), std::pair(&aggregation_.time, &time_),
              std::pair(&aggregation_.unit, &unit_)}) {
            const auto found = std::find(columns_.begin(), columns_.end(), *name);
            const bool is_needed = place != &unit_ || !aggregation_.combination;
            if (found == columns_.end() && is_needed) {
                return invalid_input("the SQL gives no column '" + *name + "', which is to be aggregated.");
            }
            *place = static_cast<std::size_t>(found - columns_.begin());
        }
        for (const std::string& further : {aggregation_.count, aggregation_.expected}) {
            if (!further.empty()) {
                columns_.push_back(further);
            }
        }
        return sink_.begin(columns_);
    }

    Result<void> row(std::span<const Cell> cells) override {
        if (cells[value_].kind == Kind::Null) {
            return {};
        }
        const auto time = time_of(cells[time_]);
        if (!time) {
            return time.error();
        }
        auto series = series_of(cells);
        if (!series) {
            return std::move(series).error();
        }
        return add(**series, *time, cells[value_]);
    }

    Result<void> end() override {
        for (const Series* series : in_order_) {
            for (const auto& [from, sum] : series->sums) {
                if (auto given = give(*series, sum); !given) {
                    return given;
                }
            }
        }
        return sink_.end();
    }

  private:
    static Result<sys_seconds> time_of(const Cell& cell) {
        std::string room;
        const bool is_text = cell.kind == Kind::Text && utc_time(cell.text, room);
        const auto time = cell.kind == Kind::Time ? whole_second_before(cell.text)
                          : is_text               ? whole_second_before(room)
                                                  : std::nullopt;
        if (!time) {
            return invalid_input("'" + std::string(cell.text) +
                                 "' is no time that can be aggregated; the SQL gives it " +
                                 "as a timestamp, or as text in UTC: 2021-09-27T10:00:00Z.");
        }
        return *time;
    }

    /// Mostly that of the row before.
    Result<Series*> series_of(std::span<const Cell> cells) {
        if (last_ != nullptr && is_of(*last_, cells)) {
            return last_;
        }
        auto series = find_series(cells);
        last_ = series ? *series : nullptr;
        return series;
    }

    bool is_of(const Series& series, std::span<const Cell> cells) const {
        for (std::size_t column = 0; column < cells.size(); ++column) {
            const Value& value = series.row[column];
            if (column != value_ && column != time_ &&
                (cells[column].kind != value.kind || cells[column].text != value.text)) {
                return false;
            }
        }
        return true;
    }

    Result<Series*> find_series(std::span<const Cell> cells) {
        key_.clear();
        for (std::size_t column = 0; column < cells.size(); ++column) {
            if (column != value_ && column != time_) {
                key_ += static_cast<char>(cells[column].kind);
                key_ += std::to_string(cells[column].text.size()) + ":";
                key_ += cells[column].text;
            }
        }
        if (const auto found = series_.find(key_); found != series_.end()) {
            return &found->second;
        }
        const auto combination = combination_in(cells);
        if (!combination) {
            return combination.error();
        }
        Series& series = series_[key_];
        series.combination = *combination;
        std::transform(cells.begin(), cells.end(), std::back_inserter(series.row), kept);
        in_order_.push_back(&series);
        return &series;
    }

    Result<Combination> combination_in(std::span<const Cell> cells) const {
        if (aggregation_.combination) {
            return *aggregation_.combination;
        }
        const std::string unit(cells[unit_].text);
        if (const auto known = combination_of(unit)) {
            return *known;
        }
        return invalid_input("whether values in '" + unit + "' add up or are averaged is not known; say it with " +
                             "`combine: sum` or `combine: average`.");
    }

    Result<void> add(Series& series, sys_seconds time, const Cell& value) {
        auto decimal = Decimal::read(value.text);
        if (!decimal) {
            return std::move(decimal).error();
        }
        // Mostly a reading is of the interval of the one before it, or of a new one behind.
        if (time < interval_.from || time >= interval_.until) {
            interval_ = calendar_.interval_at(time, aggregation_.granularity, period_);
        }
        Sum& sum = series.sums.try_emplace(series.sums.end(), interval_.from)->second;
        if (sum.count == 0) {
            sum = {interval_, std::move(*decimal), kept(value), 1};
        } else {
            sum.decimal += *decimal;
            ++sum.count;
        }
        return {};
    }

    Result<void> give(const Series& series, const Sum& sum) {
        write_utc(sum.interval.from, time_text_);
        const Value value = combined(series, sum);
        std::string count;
        std::string expected;
        cells_.clear();
        for (const Value& cell : series.row) {
            cells_.push_back({cell.kind, cell.text});
        }
        cells_[time_] = {Kind::Time, time_text_};
        cells_[value_] = {value.kind, value.text};
        if (!aggregation_.count.empty()) {
            count = std::to_string(sum.count);
            cells_.push_back({Kind::Integer, count});
        }
        if (!aggregation_.expected.empty()) {
            expected = std::to_string((sum.interval.until - sum.interval.from) / quarter_hour);
            cells_.push_back({Kind::Integer, expected});
        }
        return sink_.row(cells_);
    }

    static Value combined(const Series& series, const Sum& sum) {
        if (sum.count == 1) {
            return sum.first;
        }
        const bool adds_up = series.combination == Combination::Sum;
        return {Kind::Decimal, adds_up ? sum.decimal.text() : sum.decimal.divided_by(sum.count, further_digits).text()};
    }

    Aggregation aggregation_;
    Calendar calendar_;
    RowSink& sink_;
    std::vector<std::string> columns_;
    std::size_t value_ = 0;
    std::size_t time_ = 0;
    std::size_t unit_ = 0;
    std::string key_;
    Series* last_ = nullptr;
    Interval interval_;
    ClockPeriod period_;
    std::string time_text_;
    std::vector<Cell> cells_;
    std::unordered_map<std::string, Series> series_;
    std::vector<const Series*> in_order_;
};

}  // namespace

Result<Value> whole_interval_bound(const Value& bound, const Calendar& calendar, Granularity granularity) {
    if (is_before_all(bound) || is_behind_all(bound)) {
        return bound;
    }
    auto whole = whole_second_at_or_after(bound.text);
    if (!whole) {
        return std::move(whole).error();
    }
    return Value{Kind::Time, utc_text(calendar.first_begin(*whole_second_before(*whole), granularity))};
}

Result<std::unique_ptr<RowSink>> aggregate(Aggregation aggregation, RowSink& sink) {
    auto calendar = Calendar::of(aggregation.zone);
    if (!calendar) {
        return std::move(calendar).error();
    }
    return std::unique_ptr<RowSink>(std::make_unique<Aggregator>(std::move(aggregation), *calendar, sink));
}

}  // namespace gridlore::sql
