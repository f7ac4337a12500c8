/// What the readers of a document's sections share: the text and the problems found so far. Private to this folder.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapter/mapping/problem.h"
#include "adapter/mapping/read/yaml_tree.h"
#include "knowledge-engine/rdf/syntax.h"
#include "knowledge-engine/rdf/term.h"

namespace gridlore::mapping {

/// Confined to one reading.
class Reading {
  public:
    explicit Reading(std::string_view text) : text_(text) {}

    std::string_view text() const { return text_; }
    void error(TextPosition position, std::string message, std::string variable = {});
    void warning(TextPosition position, std::string message, std::string variable = {});
    bool has_error() const { return errors_ != 0; }
    std::size_t count_errors() const { return errors_; }
    /// In the order of their places, none twice.
    std::vector<Problem> take_problems() &&;

    /// An error for each member of `map` that is not one of `known`. False, and an error, if it is no map.
    bool check_members(const YamlNode& map, std::string_view what, std::initializer_list<std::string_view> known);
    /// The text of a member; nothing if there is none, or, with an error, if it is no text.
    std::optional<std::string> text_of(const YamlNode& map, std::string_view name);
    /// Whether a member is `true`; an error if it is neither that nor `false`.
    bool flag_of(const YamlNode& map, std::string_view name, std::string_view words = "`true` or `false`");

    /// IRIs that documents name as values, in tables and constants: they had better be declared.
    struct NamedIri {
        std::string iri;
        TextPosition position;
        std::string variable;
    };
    std::vector<NamedIri> named_iris;

  private:
    std::string_view text_;
    std::vector<Problem> problems_;
    std::size_t errors_ = 0;
};

/// `: did you mean X?` with what `mark` writes before the nearest name, or nothing.
std::string suggestion(std::string_view name, const std::vector<std::string>& candidates, std::string_view mark = "");

/// The name in `?name`; nothing if `text` is no variable.
std::optional<std::string> variable_name(std::string_view text);

/// A term as tables and constants write it: an IRI in angle brackets or with a prefix, a literal in quotes, a number,
/// a boolean. InvalidInput.
Result<rdf::Term> read_term(std::string_view text, const rdf::PrefixMap& prefixes);

/// A text, or each of a list of texts. Nothing, and an error, for anything else.
std::vector<YamlText> texts_of(const YamlNode& node, Reading& reading);

}  // namespace gridlore::mapping
