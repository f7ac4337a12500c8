/// A document while its sections are read: numbers its variables, and keeps what the checks need to know and a finished
/// document does not say. Private to this folder.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "adapter/mapping/document.h"
#include "adapter/mapping/read/reading.h"
#include "adapter/mapping/read/term_reader.h"

namespace gridlore::mapping {

enum class DocumentUse { Payload, Request, Response };

/// Where a shape stands: in the elements of a level, and under what may be missing.
struct Place {
    std::size_t level = 0;
    std::size_t scope = 0;
};

/// What of the payload may be there or not: all of it (number 0), an optional member, a list.
struct Scope {
    std::size_t parent = 0;
    std::size_t level = 0;  ///< of a list: its own
    bool is_list = false;
    bool may_be_missing = false;
    TextPosition position;
};

/// Confined.
class DocumentBuilder {
  public:
    /// All that is handed over must outlive it. `used`: names of `definitions` that a document has.
    DocumentBuilder(DocumentUse use, const TermDefinitions& definitions, std::set<std::string, std::less<>>& used,
                    Reading& reading);

    /// The number of a variable, which is new when its name is; so are those that it is made of.
    std::size_t variable(const std::string& name, TextPosition position);
    /// The only variable whose term is a position; nothing if there is none or there are several.
    std::optional<std::string> only_position() const;

    Place add_list(Place outer, bool may_be_empty, TextPosition position);
    Place add_optional(Place outer);
    void place_variable(std::size_t number, Place place, TextPosition position);
    /// The list of that level counts its elements with this variable.
    void count_with(std::size_t number, std::size_t level, TextPosition position);

    void add_part(const std::string& name, const YamlNode& text);
    /// All of the shape, which has no pattern.
    void add_core_of_shape();

    /// Levels of all variables, what parts need, where variables are read back from. All parts and the shape are there.
    void finish();

    /// A variable in the JSON.
    struct Use {
        std::size_t variable = 0;
        Place place;
        TextPosition position;
    };

    bool is_faulty(std::size_t variable) const { return faulty_.contains(variable); }
    DocumentUse use() const { return use_; }
    const std::vector<Use>& uses() const { return uses_; }
    /// Of a variable in the JSON: the use that defines its place; null of others.
    const Use* definition(std::size_t variable) const;
    bool is_within(std::size_t inner_level, std::size_t outer_level) const;
    bool is_in_scope(std::size_t inner_scope, std::size_t outer_scope) const;
    /// The innermost scope that may be missing and has this one.
    std::size_t missing_scope(std::size_t scope) const;
    std::size_t depth(std::size_t level) const;
    /// Of a list's level.
    std::size_t scope_of_level(std::size_t level) const;
    TextPosition position_of_level(std::size_t level) const { return scopes_[scope_of_level(level)].position; }
    Reading& reading() const { return reading_; }

    Document document;

  private:
    void choose_definitions();
    void find_levels();
    std::size_t level_of(std::size_t variable, std::vector<bool>& seen);
    void find_needed(Part& part) const;
    void find_what_may_be_missing();
    void find_read_back();
    std::size_t shared_parts(std::size_t variable) const;

    DocumentUse use_;
    const TermDefinitions& definitions_;
    std::set<std::string, std::less<>>& used_;
    Reading& reading_;
    std::map<std::string, std::size_t, std::less<>> numbers_;
    std::set<std::size_t> faulty_;
    std::map<std::size_t, std::size_t> made_for_;  ///< of uuids
    std::map<std::size_t, std::size_t> counted_;   ///< levels of positions
    std::vector<Scope> scopes_ = {{}};
    std::vector<Use> uses_;
    std::map<std::size_t, Use> defining_;
};

/// Where `?name` stands first in a pattern; the pattern's beginning if it does not.
TextPosition position_of_variable(const Reading& reading, const YamlText& pattern, std::string_view name);

}  // namespace gridlore::mapping
