/// Exact sums and averages of numbers of any length.
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "knowledge-engine/base/result.h"

namespace gridlore::sql {

/// A whole number of tenths, hundredths and so on. A value type.
class Decimal {
  public:
    /// `890`, `-0.50`, `1.5e-07`. InvalidInput: it is no number, or has more than 1000 digits, or an exponent beyond
    /// 1000.
    static Result<Decimal> read(std::string_view text);

    /// The sum has as many digits behind the point as the longer of both.
    Decimal& operator+=(const Decimal& other);
    /// At most `further` more digits behind the point than this has; beyond them rounded half to even. No zeros at the
    /// end that this has not. Precondition: `count` is not 0.
    Decimal divided_by(std::uint64_t count, unsigned further) const;

    std::string text() const;

  private:
    using Integer = boost::multiprecision::cpp_int;
    Integer units_;
    unsigned scale_ = 0;  ///< digits behind the point
};

}  // namespace gridlore::sql
