/// Terms of term maps, record by record. Private to this folder.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "adapter/rml/records.h"
#include "adapter/rml/rml_document.h"
#include "knowledge-engine/base/result.h"
#include "knowledge-engine/rdf/term.h"

namespace gridlore::rml {

/// An expression whose references the records of its source know.
class CompiledExpression {
  public:
    static Result<CompiledExpression> make(const Expression& expression, Records& records);

    /// How a template writes the values of its references.
    enum class Encoding : std::uint8_t { None, Iri, Uri };

    /// Each combination of what the references find. Of a constant its text; of no expression nothing.
    Result<std::vector<Value>> values(Records& records, std::size_t record, Encoding encoding) const;
    const rdf::Term* constant() const { return std::get_if<rdf::Term>(&form_); }
    bool is_reference() const { return std::holds_alternative<std::size_t>(form_); }
    bool is_empty() const { return std::holds_alternative<std::monostate>(form_); }

  private:
    struct Part {
        std::optional<std::size_t> reference;
        std::string text;
    };
    Result<std::vector<Value>> combined(Records& records, std::size_t record, Encoding encoding) const;

    std::variant<std::monostate, rdf::Term, std::size_t, std::vector<Part>> form_;
};

/// Where a term is made; lives during one record.
struct Place {
    std::size_t triples_map = 0;
    std::size_t record = 0;
    Records& records;
    const std::string& base;
    /// Told of a value of which no term can be made; the term is left out.
    const std::function<void(const std::string&)>& left_out;
};

class CompiledTermMap {
  public:
    static Result<CompiledTermMap> make(const TermMap& map, Records& records);

    Result<std::vector<rdf::Term>> terms(const Place& place) const;

  private:
    Result<std::vector<rdf::Term>> literals(const Place& place, const std::vector<Value>& values) const;
    Result<std::vector<rdf::Term>> tagged(const Place& place, const std::vector<Value>& values) const;
    Result<std::vector<rdf::Term>> typed(const Place& place, const std::vector<Value>& values) const;

    TermType type_ = TermType::Iri;
    CompiledExpression expression_;
    std::optional<CompiledExpression> language_;
    std::optional<CompiledExpression> datatype_;
};

/// True if the tag is well-formed by RFC 5646 and begins with a language that may be registered: of two or three
/// letters, or `x` or `i` with more behind it. (Longer ones are reserved, and none is registered.)
bool is_usable_language(std::string_view tag);

}  // namespace gridlore::rml
