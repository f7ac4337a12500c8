/// How much may be done for one plan. What is asked and answered is what clients choose; so searches that draw on the
/// same work end, whatever the patterns and however many they are. Confined to one plan.
#pragma once

#include <algorithm>
#include <cstddef>

namespace gridlore::exchange {

class Work {
  public:
    explicit Work(std::size_t comparisons = 10'000'000) : left_(comparisons) {}

    void charge(std::size_t comparisons = 1) { left_ -= std::min(left_, comparisons); }
    bool is_spent() const { return left_ == 0; }

  private:
    std::size_t left_;
};

}  // namespace gridlore::exchange
