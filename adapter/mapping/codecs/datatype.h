/// What is known of the lexical forms of a datatype (XML Schema 1.1 Part 2). Private to this folder. Immutable; safe
/// from any thread.
#pragma once

#include <string>
#include <string_view>

#include "adapter/mapping/json/json_scalar.h"

namespace gridlore::mapping {

/// Of `Other` ones nothing is known.
enum class Space { Decimal, Integer, Floating, Boolean, String, DateTime, Date, Other };

class Datatype {
  public:
    explicit Datatype(std::string iri);

    const std::string& iri() const { return iri_; }
    Space space() const { return space_; }
    bool is_of_numbers() const;
    /// Of a datatype with the same values, as far as they are compared as one: decimals and integers.
    bool shares_values_with(std::string_view datatype) const;
    /// Whether a JSON value of that kind may mean one.
    bool may_be_json(JsonKind kind) const;
    /// As it is said without more.
    JsonKind usual_json() const;

    bool has(std::string_view lexical) const;
    /// Why it has it not, and what does: the end of a sentence, or empty.
    std::string why_not(std::string_view lexical) const;

  private:
    bool is_in_range(std::string_view whole_number) const;
    bool is_instant(std::string_view lexical) const;

    std::string iri_;
    Space space_;
};

}  // namespace gridlore::mapping
