/// Measurements of SAREF in the shape that the store holds (vocabulary.md, section 5), as N-Triples: the same for the
/// same seed. Ten triples a reading, of a few thousand meters that are read one after the other every quarter of an
/// hour.
#pragma once

#include <cstdint>
#include <filesystem>
#include <random>
#include <string>

namespace gridlore::bench {

inline constexpr std::uint64_t triples_per_reading = 10;
inline constexpr std::uint64_t meters = 2000;

std::string meter_iri(std::uint64_t meter);
/// Of the quarter of an hour with that number, as it is written in a literal.
std::string quarter_hour(std::uint64_t number);

class Measurements {
  public:
    explicit Measurements(std::uint64_t seed) : random_(seed) {}

    /// Appends the triples of the next reading.
    void append_reading(std::string& triples);

  private:
    std::mt19937_64 random_;
    std::uint64_t number_ = 0;
};

/// Writes that many triples, rounded up to whole readings, to a new file.
void write_measurements(const std::filesystem::path& file, std::uint64_t triples, std::uint64_t seed);

}  // namespace gridlore::bench
