#include "knowledge-engine/store/memory/staged_quads.h"

namespace gridlore::store {
namespace {

constexpr std::size_t between_questions = 4096;

Error cancelled() {
    return {ErrorKind::Unavailable, "the load was cancelled"};
}

}  // namespace

StagedQuads::StagedQuads(const LoadOptions& options) : options_(options) {}

bool StagedQuads::is_cancelled(std::size_t done) const {
    return options_.cancelled && done % between_questions == 0 && options_.cancelled();
}

std::uint32_t StagedQuads::number_of(const rdf::TermView& view) {
    looked_up_.kind = view.kind;
    looked_up_.text = view.text;
    looked_up_.datatype = view.datatype;
    looked_up_.language = view.language;
    const auto [it, is_new] = numbers_.try_emplace(looked_up_, static_cast<std::uint32_t>(terms_.size()));
    if (is_new) {
        terms_.push_back(&it->first);
    }
    return it->second;
}

Result<void> StagedQuads::add(const rdf::QuadView& quad) {
    if (is_cancelled(quads_.size())) {
        return cancelled();
    }
    if (terms_.size() > no_graph - 4) {
        return Error{ErrorKind::LimitExceeded, "the memory store takes no more than 4 billion terms at once"};
    }
    quads_.push_back({number_of(quad.subject), number_of(quad.predicate), number_of(quad.object),
                      quad.graph ? number_of(*quad.graph) : no_graph});
    return {};
}

Result<std::vector<rdf::TermId>> StagedQuads::add_terms(WriteTransaction& transaction) const {
    std::vector<rdf::TermId> ids;
    ids.reserve(terms_.size());
    for (const rdf::Term* term : terms_) {
        auto id = term->is_blank_node() ? transaction.add_blank_node() : transaction.add_term(*term);
        if (!id) {
            return std::move(id).error();
        }
        ids.push_back(*id);
    }
    return ids;
}

Result<void> StagedQuads::add_to(WriteTransaction& transaction, LoadReport& report) const {
    const auto ids = add_terms(transaction);
    if (!ids) {
        return ids.error();
    }
    rdf::TermId default_graph;
    if (options_.graph && !quads_.empty()) {
        const auto id = transaction.add_term(*options_.graph);
        if (!id) {
            return id.error();
        }
        default_graph = *id;
    }
    std::size_t done = 0;
    for (const auto& [subject, predicate, object, graph] : quads_) {
        if (is_cancelled(done++)) {
            return cancelled();
        }
        const auto added = transaction.insert(
            {(*ids)[subject], (*ids)[predicate], (*ids)[object], graph == no_graph ? default_graph : (*ids)[graph]});
        if (!added) {
            return added.error();
        }
        report.added += *added ? 1 : 0;
    }
    return {};
}

}  // namespace gridlore::store
