/// Where the values of a payload stand, told while it is lifted: for explanations.
#pragma once

#include <cstddef>
#include <string>

#include "adapter/mapping/json/json_scalar.h"
#include "adapter/mapping/shape.h"

namespace gridlore::mapping {

/// Told before the rows that have the values. Pointers are JSON pointers (RFC 6901). What is said of a place that comes
/// before values it needs is said when these are there. Confined.
class LiftTrace {
  public:
    LiftTrace() = default;
    LiftTrace(const LiftTrace&) = delete;
    LiftTrace& operator=(const LiftTrace&) = delete;
    virtual ~LiftTrace() = default;

    /// A variable's value, or the piece of a string that is one. `is_again`: another place of a value that is known.
    virtual void read(std::size_t variable, const std::string& pointer, const JsonScalar& value, bool is_again) = 0;
    /// An element of the level's list begins; of columns it is the object that has them.
    virtual void begin_element(std::size_t level, const std::string& pointer) = 0;
    /// What is there, but in no variable: a constant or what is ignored. Null: its object ignores what it does not
    /// name.
    virtual void pass_over(const std::string& pointer, const Shape* shape) = 0;
    /// A null that says that its member is missing; `shape` is what it would have.
    virtual void pass_null(const std::string& pointer, const Shape& shape) = 0;
};

}  // namespace gridlore::mapping
