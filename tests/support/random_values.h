/// Values that the variables of a mapping document take, drawn at random. Confined.
#pragma once

#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "adapter/mapping/codecs/codec.h"
#include "adapter/mapping/json/json_scalar.h"

namespace gridlore::test {

/// Any of `choices`. Precondition: there is one.
template <typename Choices>
const auto& any_of(const Choices& choices, std::mt19937_64& random) {
    return choices[random() % std::size(choices)];
}

struct RandomValue {
    mapping::JsonConstant json;
    mapping::JsonConstant canonical;  ///< as the codec writes what it reads of `json`
};

/// A value that the codec takes and `is_fine`, of which it reads the same term when it has written it, and whatever
/// came before it in its list. Among times those at which clocks change are frequent; texts have quotes, backslashes
/// and characters of several bytes. Throws std::runtime_error if none is found.
RandomValue random_value(const mapping::Codec& codec, std::mt19937_64& random,
                         const std::function<bool(const std::string& text)>& is_fine);

}  // namespace gridlore::test
