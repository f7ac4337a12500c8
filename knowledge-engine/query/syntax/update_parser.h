/// Updates (SPARQL 1.1 Query, rules 29 to 52; SPARQL 1.1 Update, section 3). Confined to one parse.
#pragma once

#include <optional>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "knowledge-engine/query/syntax/query_parser.h"

namespace gridlore::query {

class UpdateParser final : public QueryParser {
  public:
    using QueryParser::QueryParser;

    /// The whole text as a sequence of operations.
    Result<Update> update();

  private:
    struct OperationKeyword;
    using Operation = bool (UpdateParser::*)(Update&);
    static const OperationKeyword operation_keywords[];

    bool operation(Update& update);
    bool load(Update& update);
    bool clear(Update& update);
    bool drop(Update& update);
    bool create(Update& update);
    bool add(Update& update);
    bool move(Update& update);
    bool copy(Update& update);
    bool insert(Update& update);
    bool remove(Update& update);
    bool modify_with(Update& update);

    bool clear_or_drop(Update& update, bool is_drop);
    bool transfer(Update& update, Transfer::Kind kind);
    bool insert_data(Update& update);
    bool delete_data(Update& update);
    bool delete_where(Update& update);
    /// DELETE, INSERT, USING and WHERE; both templates may be missing, but not both at once.
    bool modify(Update& update, Modify made);
    bool finish(Update& update, Modify made);

    bool graph_or_default(GraphTarget& target);
    bool graph_or_all(GraphTarget& target);
    std::optional<std::string> graph_iri();

    /// Quads in braces. `allowed` says what may stand in them.
    bool quads(std::vector<QuadTemplate>& found, TripleTarget allowed);
    bool graph_quads(TripleTarget target);
    GroupPtr pattern_of(const std::vector<QuadTemplate>& quads);
    bool note_data_labels(const Modify& made, std::size_t begin);

    /// Of the blank nodes in data of earlier operations: they may not come again.
    std::unordered_set<std::string> data_labels_;
};

}  // namespace gridlore::query
