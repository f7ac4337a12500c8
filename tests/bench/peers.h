/// What the store is measured against: Serd, which only parses, and Sord, which keeps quads in memory.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "knowledge-engine/rdf/document_reader.h"

namespace gridlore::bench {

/// Bytes of a file, for a reader.
rdf::ByteSource file_source(const std::filesystem::path& file);

struct Parsed {
    std::uint64_t quads = 0;
    double seconds = 0;
};
/// Serd alone on N-Triples: what is found is counted and dropped.
Parsed parse_with_serd(const std::filesystem::path& file);

/// The same file in Sord, in the order subject, predicate, object.
class SordPeer {
  public:
    explicit SordPeer(const std::filesystem::path& file);
    ~SordPeer();
    SordPeer(const SordPeer&) = delete;
    SordPeer& operator=(const SordPeer&) = delete;

    /// The rows of `<subject> <first> ?a . ?a <second> ?b`.
    std::uint64_t join(const std::string& subject, const std::string& first, const std::string& second) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace gridlore::bench
