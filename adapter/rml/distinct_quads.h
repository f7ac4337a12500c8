/// A set of quads that hands on what is new to it. Private to this folder. Confined.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "knowledge-engine/rdf/document_reader.h"
#include "knowledge-engine/rdf/term.h"

namespace gridlore::rml {

/// Hands a quad on when it comes for the first time.
class DistinctQuads {
  public:
    explicit DistinctQuads(rdf::QuadHandler handler) : handler_(std::move(handler)) {}

    /// No graph: the default graph.
    Result<void> add(const rdf::Term& subject, const rdf::Term& predicate, const rdf::Term& object,
                     const rdf::Term* graph) {
        const std::uint32_t place = graph == nullptr ? 0 : number_of(*graph);
        if (!seen_.insert({number_of(subject), number_of(predicate), number_of(object), place}).second) {
            return {};
        }
        return handler_({view_of(subject), view_of(predicate), view_of(object),
                         graph == nullptr ? std::nullopt : std::optional(view_of(*graph))});
    }

  private:
    using Key = std::array<std::uint32_t, 4>;
    struct Hash {
        std::size_t operator()(const Key& key) const {
            std::uint64_t mixed = 0;
            for (const std::uint32_t number : key) {
                mixed = (mixed ^ number) * 0x9E3779B97F4A7C15ULL;
                mixed ^= mixed >> 29U;
            }
            return static_cast<std::size_t>(mixed);
        }
    };

    std::uint32_t number_of(const rdf::Term& term) {
        return numbers_.emplace(term, static_cast<std::uint32_t>(numbers_.size() + 1)).first->second;
    }

    rdf::QuadHandler handler_;
    std::unordered_map<rdf::Term, std::uint32_t> numbers_;
    std::unordered_set<Key, Hash> seen_;
};

}  // namespace gridlore::rml
