/// What an XML parser must not be given: looked for in the text before the parser sees it. Confined.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "knowledge-engine/base/result.h"

namespace gridlore::rdf {

/// Walks from one piece of markup to the next. A malformed document may be cut in other places than by an XML parser,
/// but not one that the parser accepts up to there.
class XmlGuard {
  public:
    explicit XmlGuard(std::size_t depth_limit) : depth_limit_(depth_limit) {}

    /// How many bytes from the front of `text` a parser may be given; what is behind them has to be shown again, with
    /// what follows it. All of them when `is_last`, unless there is a fault.
    std::size_t pass(std::string_view text, bool is_last);

    /// The first of these, with its line: elements deeper than the limit and entities that blow the document up
    /// (LimitExceeded); an entity that names a file or holds others or elements, a language longer than 255 bytes,
    /// which overflows Raptor's memory, and an encoding in which the bytes are not what they seem here (InvalidInput).
    const std::optional<Error>& fault() const { return fault_; }

  private:
    bool starts_with(std::string_view expected) const { return text_.substr(at_).starts_with(expected); }
    /// Behind the markup at the place, if all of it is there.
    std::optional<std::size_t> end_of_markup() const;
    std::optional<std::size_t> end_of_tag(std::string_view stops) const;
    std::optional<std::size_t> behind(std::string_view closing, std::size_t opening_length) const;

    void look_at(std::string_view markup);
    void instruction(std::string_view markup);
    void entity(std::string_view markup);
    void element(std::string_view markup);
    void check_language(std::string_view tag);
    bool is_read_as_utf8(std::string_view encoding);
    void check_bytes(std::size_t end);
    void fail(ErrorKind kind, std::size_t offset, std::string message);

    std::size_t depth_limit_;
    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t depth_ = 0;
    std::size_t line_ = 1;  ///< of the text's beginning
    std::size_t passed_ = 0;
    std::size_t references_ = 0;
    std::size_t longest_entity_ = 0;
    bool has_other_than_ascii_ = false;
    std::optional<std::size_t> ascii_only_line_;  ///< of the declaration that says so
    std::optional<Error> fault_;
};

/// The fault of a whole document.
std::optional<Error> find_xml_danger(std::string_view xml, std::size_t depth_limit);

}  // namespace gridlore::rdf
