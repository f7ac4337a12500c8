/// The W3C's test manifests: what tests a folder has, and what each of them needs. Value types.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/rdf/syntax.h"

namespace gridlore::w3c {

/// The triples of a document, to be asked for objects.
class Description {
  public:
    explicit Description(const std::vector<rdf::Quad>& quads);

    std::vector<rdf::Term> objects(const rdf::Term& subject, std::string_view predicate) const;
    /// The first object, if there is one.
    std::optional<rdf::Term> object(const rdf::Term& subject, std::string_view predicate) const;
    std::vector<rdf::Term> subjects(std::string_view predicate, const rdf::Term& object) const;
    /// The elements of a collection.
    std::vector<rdf::Term> list(rdf::Term head) const;

  private:
    std::map<rdf::Term, std::multimap<std::string, rdf::Term>> objects_;
};

inline constexpr std::string_view mf_ns = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#";
inline constexpr std::string_view qt_ns = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#";
inline constexpr std::string_view ut_ns = "http://www.w3.org/2009/sparql/tests/test-update#";

inline std::string mf(std::string_view local) {
    return std::string(mf_ns) + std::string(local);
}
inline std::string qt(std::string_view local) {
    return std::string(qt_ns) + std::string(local);
}
inline std::string ut(std::string_view local) {
    return std::string(ut_ns) + std::string(local);
}

struct Case {
    rdf::Term test;
    std::string type;  ///< the local name of its class, such as `TestTurtleEval`
    rdf::Term action;
    std::optional<rdf::Term> result;
};

/// A folder of tests whose files have the address `base` and their name.
struct Manifest {
    std::filesystem::path folder;
    std::string base;
    Description description;
    std::vector<Case> cases;  ///< in the order of the entries
};

/// Reads `manifest.ttl`; `base` is replaced by what the manifest itself states. Errors: those of reading a file;
/// InvalidInput for a test without class or action.
Result<Manifest> read_manifest(const std::filesystem::path& folder, std::string base);

/// The file that has the address `iri`.
std::filesystem::path file_of(const Manifest& manifest, const rdf::Term& iri);

/// NotFound if it cannot be read.
Result<std::string> read_text(const std::filesystem::path& file);

/// The quads of a file, whose address is its base.
Result<std::vector<rdf::Quad>> read_quads(const Manifest& manifest, const rdf::Term& iri);

}  // namespace gridlore::w3c
