#include "adapter/sql/aggregate.h"

#include <algorithm>
#include <optional>
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

/// What an interval has had so far: at least one value.
struct Sum {
    Interval interval;
    Value first;  ///< as it came
    std::uint64_t count = 1;
    std::optional<Decimal> decimal;  ///< of more than one
};

/// Rows that differ only in time and value.
struct Series {
    std::vector<Value> row;  ///< its first one
    Combination combination = Combination::Sum;
    std::vector<Sum> sums;
    /// Where a sum is, by the beginning of its interval. Empty as long as they come in the order of time.
    std::unordered_map<std::int64_t, std::size_t> places;
};

std::int64_t key_of(const Interval& interval) {
    return interval.from.time_since_epoch().count();
}

/// Null: the interval has none.
Sum* find_sum(Series& series, const Interval& interval) {
    if (series.sums.empty() || (series.places.empty() && series.sums.back().interval.from < interval.from)) {
        return nullptr;
    }
    if (series.sums.back().interval.from == interval.from) {
        return &series.sums.back();
    }
    if (series.places.empty()) {
        for (std::size_t place = 0; place < series.sums.size(); ++place) {
            series.places.emplace(key_of(series.sums[place].interval), place);
        }
    }
    const auto found = series.places.find(key_of(interval));
    return found == series.places.end() ? nullptr : &series.sums[found->second];
}

void add_sum(Series& series, Sum sum) {
    if (!series.places.empty()) {
        series.places.emplace(key_of(sum.interval), series.sums.size());
    }
    series.sums.push_back(std::move(sum));
}

/// Whether reading it as a number cannot fail.
bool is_number(Kind kind) {
    return kind == Kind::Integer || kind == Kind::Decimal;
}

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
        for (Series* const series : in_order_) {
            if (!series->places.empty()) {
                std::ranges::sort(series->sums, {}, [](const Sum& sum) { return sum.interval.from; });
            }
            begin_series(*series);
            for (const Sum& sum : series->sums) {
                if (auto given = give(*series, sum); !given) {
                    return given;
                }
            }
        }
        return sink_.end();
    }

  private:
    static Result<sys_seconds> time_of(const Cell& cell) {
        if (cell.time) {
            return *cell.time;
        }
        std::string room;
        const Cell utc = cell.kind == Kind::Text ? utc_cell(cell.text, room) : cell;
        const auto time = utc.kind == Kind::Time ? whole_second_before(utc.text) : std::nullopt;
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
        // Mostly a reading is of the interval of the one before it, or of a new one behind.
        if (time < interval_.from || time >= interval_.until) {
            interval_ = calendar_.interval_at(time, aggregation_.granularity, period_);
        }
        Sum* const sum = find_sum(series, interval_);
        if (sum == nullptr && is_number(value.kind)) {
            add_sum(series, {interval_, kept(value), 1, std::nullopt});
            return {};
        }
        const auto decimal = Decimal::read(value.text);
        if (!decimal) {
            return decimal.error();
        }
        if (sum == nullptr) {
            add_sum(series, {interval_, kept(value), 1, std::nullopt});
            return {};
        }
        return combine(*sum, *decimal);
    }

    static Result<void> combine(Sum& sum, const Decimal& further) {
        if (!sum.decimal) {
            auto first = Decimal::read(sum.first.text);
            if (!first) {
                return std::move(first).error();
            }
            sum.decimal = std::move(*first);
        }
        *sum.decimal += further;
        ++sum.count;
        return {};
    }

    /// What its rows have in common.
    void begin_series(const Series& series) {
        cells_.clear();
        for (const Value& cell : series.row) {
            cells_.push_back({cell.kind, cell.text});
        }
    }

    Result<void> give(const Series& series, const Sum& sum) {
        write_utc(sum.interval.from, time_text_);
        std::string value;
        std::string count;
        std::string expected;
        cells_.resize(series.row.size());
        cells_[time_] = {Kind::Time, time_text_, sum.interval.from};
        cells_[value_] = combined(series, sum, value);
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

    static Cell combined(const Series& series, const Sum& sum, std::string& room) {
        if (!sum.decimal) {
            return {sum.first.kind, sum.first.text};
        }
        const bool adds_up = series.combination == Combination::Sum;
        room = (adds_up ? *sum.decimal : sum.decimal->divided_by(sum.count, further_digits)).text();
        return {Kind::Decimal, room};
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
    std::vector<Series*> in_order_;
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
