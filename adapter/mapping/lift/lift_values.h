/// The values that the variables of a document have at one place of a payload, and the rows that they make.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapter/mapping/codecs/codec.h"
#include "adapter/mapping/document.h"
#include "adapter/mapping/lift/lift.h"

namespace gridlore::mapping {

/// Confined. A variable keeps its value while the element of its level lasts; what is said of it twice must agree.
class LiftValues {
  public:
    /// All must outlive it.
    LiftValues(const Document& document, const RowHandler& handler, const std::map<std::size_t, rdf::Term>& given);

    /// InvalidInput: a part needs a variable that is given with the payload, and it was not.
    Result<void> check_given() const;

    /// A list of that level begins: none of its elements has come.
    void begin_list(std::size_t level);
    /// Its next element: what the variables of the level were before is forgotten.
    void begin_element(std::size_t level);
    /// Hands over the rows of the level's parts that have all they need.
    Result<void> end_element(std::size_t level);

    /// The errors are the codec's, or say that the variable has another value.
    Result<void> set(std::size_t variable, const JsonScalar& value);
    /// The same for a piece of a string: as what the codec takes.
    Result<void> set_from_text(std::size_t variable, std::string_view text);
    /// Equal for texts that mean the same term. Errors are the codec's.
    Result<std::string> meaning_of(std::size_t variable, std::string_view text);

    bool is_known(std::size_t variable) const { return values_[variable].is_known; }
    /// True if rows of this level or of those in it need a value that has not come, and that can come behind the list.
    bool is_awaited_by(std::size_t level) const;

  private:
    struct Value {
        bool is_known = false;
        bool has_local = false;
        rdf::TermView term;  ///< of bytes in `room`, the codec or the document
        std::string room;
        std::string local;  ///< as it stands in IRIs, percent-encoded
        CodecMemory memory;
        CodecMemory before;               ///< the memory before the value was read
        std::optional<bool> is_unquoted;  ///< true if its JSON is never a string; found out when it is asked first
    };
    struct LevelState {
        std::vector<std::size_t> variables;  ///< that are forgotten with each element
        std::vector<std::size_t> parts;      ///< whose rows are those of its elements
        std::vector<std::size_t> awaited;    ///< variables around it, that rows here or further in need
        std::size_t elements = 0;            ///< of the list, that have begun
    };

    void place_variables();
    void place_part(std::size_t number);
    Result<void> agree(std::size_t variable, const JsonScalar& value);
    JsonScalar scalar_of(std::size_t variable, std::string_view text);
    bool is_unquoted(std::size_t variable);
    bool resolve(std::size_t variable);
    bool resolve_template(std::size_t variable);
    void write_position(std::size_t variable);
    std::string_view local(std::size_t variable);
    Result<void> emit(std::size_t part);

    const Document& document_;
    const RowHandler& handler_;
    const std::map<std::size_t, rdf::Term>& given_;
    std::vector<Value> values_;
    std::vector<LevelState> levels_;
    std::vector<std::size_t> level_of_;  ///< of the variables
    std::vector<rdf::TermView> row_;
    std::vector<std::string_view> locals_;
    std::string room_;
};

}  // namespace gridlore::mapping
