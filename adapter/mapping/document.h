/// A mapping document: a graph pattern and a JSON shape that share variables (docs/mapping-documents.md). Immutable;
/// safe from any thread.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapter/mapping/codecs/codec.h"
#include "adapter/mapping/codecs/iri_template.h"
#include "adapter/mapping/problem.h"
#include "adapter/mapping/shape.h"
#include "knowledge-engine/pattern/graph_pattern.h"
#include "knowledge-engine/rdf/syntax.h"

namespace gridlore::mapping {

enum class Direction { Both, Lift, Lower };

/// Where a variable's term comes from when JSON is lifted.
enum class Origin {
    Json,      ///< its codec turns the JSON value into the term
    Template,  ///< its template makes it of other variables
    Position,  ///< its place in its list, counted from `first_position`
    Constant,  ///< always the same
    Uuid,      ///< made anew
    Given,     ///< not in the JSON but in what it was asked with: whoever lifts gives the term
};

struct Variable {
    std::string name;  ///< without `?`
    Origin origin = Origin::Json;
    std::shared_ptr<const Codec> codec;  ///< of Json and Given
    /// Of Template; with the own value alone of Uuid, and of Json where its term is such an IRI.
    std::optional<IriTemplate> iri;
    std::vector<std::size_t> parts_of_iri;  ///< of Template: the variables of its names, in their order
    bool is_time_of_coming = false;         ///< of Given: when the payload came
    std::int64_t first_position = 1;        ///< of Position
    std::optional<rdf::Term> constant;      ///< of Constant
    bool is_in_json = false;
    bool is_in_graph = false;                   ///< in the core or a part
    std::optional<std::size_t> read_back_from;  ///< a variable in JSON alone: the one whose template has it
    std::size_t level = 0;                      ///< where its JSON value stands; of others the deepest of what makes it
    TextPosition position;                      ///< of its term, or of its first use
};

struct Part {
    std::string name;  ///< empty: the core
    pattern::GraphPattern pattern;
    std::vector<std::size_t> variables;  ///< of the pattern, in the order of `pattern.variables()`
    /// All that a row needs of the JSON: `variables`, and what their templates are made of.
    std::vector<std::size_t> needed;
    std::size_t level = 0;  ///< the deepest of those: its rows are those of this level
    TextPosition position;
};

/// What travels in one direction when a payload is tried.
struct Example {
    std::string json;  ///< as JSON text, in the order of the document
    TextPosition position;
};

struct Document {
    std::string id;
    std::string title;
    std::string description;
    std::string source;
    std::string version;
    Direction direction = Direction::Both;
    rdf::PrefixMap prefixes;
    std::vector<Variable> variables;
    std::vector<Part> parts;    ///< the core first
    std::vector<Level> levels;  ///< the whole payload first
    Shape shape;
    std::vector<Example> examples;
    /// Of a document that is asked with a payload of its own: that one. Its core has no pattern, and all variables of
    /// its shape; they are called as here and have the same terms.
    std::shared_ptr<const Document> request;
    /// Of a post or react with a result: what is answered. Its core is the result's pattern; variables as above.
    std::shared_ptr<const Document> response;
    std::string file;  ///< where it came from, for messages

    /// Nothing: there is no such variable.
    std::optional<std::size_t> find(std::string_view name) const;
};

/// The document, writing times and days in ISO 8601 wherever its terms read that form, too. Null: it does so anyway.
std::shared_ptr<const Document> written_in_iso(const Document& document);

/// The local text of a term in templates: of an IRI that a template with the own value made the value, of a term of a
/// table its JSON text, of another IRI the whole, of a literal its lexical form. A view of `term`, `room` or the codec.
std::string_view local_text(const Variable& variable, const rdf::TermView& term, std::string& room);

}  // namespace gridlore::mapping
