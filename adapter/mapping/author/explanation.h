/// Where the triples of a payload come from, and what of the payload comes into none: for who wonders at a mapping.
/// Safe from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapter/mapping/document.h"
#include "adapter/mapping/json/json_scalar.h"
#include "adapter/mapping/lift/lift.h"
#include "knowledge-engine/rdf/quad_view.h"
#include "knowledge-engine/rdf/term.h"

namespace gridlore::mapping {

/// A place of the payload that a variable was read from.
struct ReadPlace {
    std::size_t variable = 0;
    std::string pointer;                ///< a JSON pointer (RFC 6901); of a position that of its element
    std::optional<JsonConstant> value;  ///< of a string with several values that piece; absent: of a position
};

/// What a variable's value is made of. Which kind it is says its `Origin`.
struct ValueOrigin {
    std::size_t variable = 0;
    std::vector<std::size_t> places;   ///< numbers in `Explanation::places`; several: all say the same
    std::vector<ValueOrigin> made_of;  ///< of a template
};

struct ExplainedTriple {
    rdf::Term subject;
    rdf::Term predicate;
    rdf::Term object;
    std::size_t part = 0;              ///< of the document
    std::size_t pattern = 0;           ///< the number of the part's triple pattern that it is
    std::vector<ValueOrigin> origins;  ///< of that pattern's variables, in their order, each once
};

/// What is in the payload and in no triple.
struct UnusedPlace {
    enum class Why : std::uint8_t {
        Unknown,    ///< the shape does not name it, and ignores what it does not name
        Ignored,    ///< the shape says so
        Constant,   ///< the shape has this very value
        Null,       ///< it is null, by which the shape means that it is missing
        NotLifted,  ///< it was read, but no row has it
    } why = Why::Unknown;
    std::string pointer;
    TextPosition position;                ///< of the shape, in the document's text; of Unknown none
    std::optional<std::size_t> variable;  ///< of NotLifted
};

struct Explanation {
    std::vector<ReadPlace> places;
    /// In the order in which rows were complete; a triple that several places say is there for each of them.
    std::vector<ExplainedTriple> triples;
    std::vector<UnusedPlace> unused;  ///< what was passed over, then what was read, each as it came
    std::vector<std::size_t> rows;    ///< by part: how many it has
};

using IsWanted = std::function<bool(const rdf::QuadView&)>;

/// Lifts the payload and says of each triple that `wanted` takes, or of all if it is empty, where it comes from. Memory
/// holds all places that are read. Errors are those of lifting.
Result<Explanation> explain(const Document& document, std::string_view json, const LiftOptions& options,
                            const IsWanted& wanted);

/// Of variables that a part needs: those that are in the JSON of the document and were read nowhere.
std::vector<std::size_t> missing_of(const Document& document, const Part& part, const Explanation& explanation);

}  // namespace gridlore::mapping
