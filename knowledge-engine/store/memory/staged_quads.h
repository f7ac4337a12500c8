/// The quads of a load, kept aside until the writer's turn: so readers go on while a document is parsed. Confined.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include "knowledge-engine/rdf/term.h"
#include "knowledge-engine/store/quad_store.h"

namespace gridlore::store {

class StagedQuads final : public QuadSink {
  public:
    /// `options` must outlive it.
    explicit StagedQuads(const LoadOptions& options);

    Result<void> add(const rdf::QuadView& quad) override;
    std::uint64_t read() const { return quads_.size(); }
    /// Adds them all and counts those that were new.
    Result<void> add_to(WriteTransaction& transaction, LoadReport& report) const;

  private:
    static constexpr std::uint32_t no_graph = 0xFFFFFFFF;
    std::uint32_t number_of(const rdf::TermView& view);
    Result<std::vector<rdf::TermId>> add_terms(WriteTransaction& transaction) const;
    bool is_cancelled(std::size_t done) const;

    const LoadOptions& options_;
    std::unordered_map<rdf::Term, std::uint32_t> numbers_;
    std::vector<const rdf::Term*> terms_;  ///< by number; keys of numbers_, whose addresses are stable
    std::vector<std::array<std::uint32_t, 4>> quads_;
    rdf::Term looked_up_;  ///< keeps its room from call to call
};

}  // namespace gridlore::store
