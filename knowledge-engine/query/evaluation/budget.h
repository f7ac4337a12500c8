/// What one query may still take: time and memory. Confined to the thread that runs the query.
#pragma once

#include <cstddef>
#include <optional>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/query/evaluation/deadline.h"
#include "knowledge-engine/query/evaluation/limits.h"
#include "knowledge-engine/query/expression/query_terms.h"

namespace gridlore::query {

class Budget {
  public:
    /// `limits` and `terms` must outlive this.
    Budget(const Limits& limits, const Deadline& deadline, const QueryTerms& terms)
        : limits_(limits), deadline_(deadline), terms_(terms) {}

    /// Whether the query may go on; `error` tells why not. Cheap: looks at the clock now and then only, so it is asked
    /// in every loop over data.
    bool goes_on() { return ++asked_ % asks_for_a_look != 0 ? !over_ : look(); }
    /// The same, and looks at the clock each time.
    bool look();
    /// Precondition: one of these has said no.
    const Error& error() const { return *over_; }

    /// Counts memory that an operator holds from now on; the next `goes_on` tells of too much.
    void take(std::size_t bytes);
    void give_back(std::size_t bytes) { held_ -= bytes; }
    const Limits& limits() const { return limits_; }

  private:
    static constexpr unsigned asks_for_a_look = 64;

    const Limits& limits_;
    Deadline deadline_;
    const QueryTerms& terms_;
    std::size_t held_ = 0;
    unsigned asked_ = 0;
    std::optional<Error> over_;
};

/// What one operator holds, told to the budget as it grows; given back at its end.
class HeldMemory {
  public:
    explicit HeldMemory(Budget& budget) : budget_(budget) {}
    HeldMemory(const HeldMemory&) = delete;
    HeldMemory& operator=(const HeldMemory&) = delete;
    ~HeldMemory() { budget_.give_back(bytes_); }

    /// It holds `bytes` now.
    void set(std::size_t bytes) {
        if (bytes > bytes_) {
            budget_.take(bytes - bytes_);
        } else {
            budget_.give_back(bytes_ - bytes);
        }
        bytes_ = bytes;
    }
    void add(std::size_t bytes) { set(bytes_ + bytes); }

  private:
    Budget& budget_;
    std::size_t bytes_ = 0;
};

}  // namespace gridlore::query
