/// How a JSON value and an RDF term turn into each other (docs/mapping-documents.md, "Terms").
///
/// Codecs are immutable and safe from any thread. Errors are InvalidInput: a sentence that says what was found, what
/// was expected and how to mend it, without the place, which the caller knows.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapter/mapping/json/json_scalar.h"
#include "knowledge-engine/base/result.h"
#include "knowledge-engine/rdf/quad_view.h"
#include "knowledge-engine/rdf/term_id.h"

namespace gridlore::mapping {

/// What a codec remembers of the values before it in the same list: for hours that come twice.
struct CodecMemory {
    std::optional<std::int64_t> milliseconds;  ///< of the last time, since 1970 in UTC
    bool is_iso = true;                        ///< whether that was in ISO 8601
};

/// A codec of one variable's JSON value.
class Codec {
  public:
    virtual ~Codec() = default;

    /// The term that `value` means. Its text may be in `value`, in `room`, whose contents are the codec's, or in the
    /// codec; its datatype and language are in the codec or last for ever.
    virtual Result<rdf::TermView> lift(const JsonScalar& value, CodecMemory& memory, std::string& room) const = 0;
    /// What is odd about a value that `lift` takes, as a sentence for people. Nothing of almost all.
    virtual std::optional<std::string> oddity(const JsonScalar&) const { return std::nullopt; }
    /// The JSON value that means `term`. Its text may be in `room`, in the codec or in `term`.
    virtual Result<JsonScalar> lower(const rdf::TermView& term, std::string& room) const = 0;
    /// The same of the term that an inline id is (rdf/inline_term.h): without its text, where the codec can do so.
    virtual Result<JsonScalar> lower_inline(rdf::TermId id, std::string& room) const;
    /// The term whose local text in templates (`local_text` in document.h) is `text`: what is read back from an IRI
    /// that was made of it. Its text may be in `text`, in `room` or in the codec. Whether `lower` takes it is not
    /// checked.
    virtual Result<rdf::TermView> from_local_text(std::string_view text, std::string& room) const = 0;
    /// The local text in templates of a term that `lift` gave; else its text. In the codec or in `term`.
    virtual std::string_view local_text(const rdf::TermView& term) const { return term.text; }
    /// The same codec, but that it writes times and days in ISO 8601. Null: it has none, does not read that form, or
    /// writes it anyway.
    virtual std::shared_ptr<const Codec> written_as_iso() const { return nullptr; }
    /// One word and its parameters, for explanations: `dateTime "%Y/%m/%d %H:%M" in Europe/Lisbon`.
    virtual std::string describe() const = 0;

    /// For JSON Schema: the type's name in it (`string`, `number`, `integer`, `boolean`), the `format` or `pattern`
    /// that says more, and all values if they can be listed.
    struct Schema {
        std::vector<std::string> types;
        std::string format;
        std::string pattern;
        std::vector<JsonConstant> values;
        std::string example;  ///< a value's JSON, if one is plain
    };
    virtual Schema schema() const = 0;
};

}  // namespace gridlore::mapping
