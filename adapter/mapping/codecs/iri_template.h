/// IRIs made of other values so that these can be read back: `urn:gridlore:reading:{user}:{time}`
/// (docs/mapping-documents.md, "Terms").
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge-engine/base/result.h"

namespace gridlore::mapping {

/// Immutable; safe from any thread.
class IriTemplate {
  public:
    /// InvalidInput: a brace without its other, no absolute IRI, two names with nothing between them or with something
    /// that a percent-encoded value could have, a character that no IRI has.
    static Result<IriTemplate> parse(std::string_view text);

    /// In their order; the own value is the empty name. A name may come twice.
    const std::vector<std::string>& names() const { return names_; }
    const std::string& text() const { return text_; }

    /// Values in the order of `names`, percent-encoded.
    void write(std::span<const std::string_view> values, std::string& out) const;
    /// The same of values that are percent-encoded already.
    void write_encoded(std::span<const std::string_view> values, std::string& out) const;
    /// The values, decoded, or nothing if `iri` is no such one: what would be written of them is `iri` again.
    bool read(std::string_view iri, std::vector<std::string>& values) const;
    /// The same of a template with one name: a view of `room`. Precondition: it has one.
    std::optional<std::string_view> read_only_value(std::string_view iri, std::string& room) const;

  private:
    IriTemplate() = default;
    /// Takes the value of that name, and what stands behind it, off the front.
    bool take_value(std::string_view& rest, std::size_t name, std::string& value) const;

    std::string text_;
    std::vector<std::string> names_;
    std::vector<std::string> between_;  ///< one more than names
};

/// All but letters, digits, `-`, `.`, `_` and `~` as `%` and two capital hexadecimal digits (RFC 3986, 2.3).
void append_percent_encoded(std::string_view value, std::string& out);

}  // namespace gridlore::mapping
