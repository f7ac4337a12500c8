#include "knowledge-engine/store/memory/quad_set.h"

#include <sord/sord.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string_view>

namespace gridlore::store {
namespace {

using rdf::TermId;

constexpr std::size_t digits = 16;

/// All of the same length, so that their order as text is that of the ids.
std::array<char, digits + 1> name_of(TermId id) {
    std::array<char, digits + 1> name{};
    for (std::size_t i = 0; i < digits; ++i) {
        name[i] = "0123456789abcdef"[(id.bits() >> (4 * (digits - 1 - i))) & 0xF];
    }
    return name;
}

TermId id_of(const SordNode* node) {
    const auto* name = reinterpret_cast<const char*>(sord_node_get_string(node));
    std::uint64_t bits = 0;
    std::from_chars(name, name + digits, bits, 16);
    return TermId(bits);
}

SerdStatus keep_quiet(void*, const SerdError*) {
    return SERD_SUCCESS;
}

}  // namespace

/// A node that is named here and now. Used under the mutex.
class QuadSet::Node {
  public:
    Node(SordWorld* world, TermId id)
        : world_(world), node_(sord_new_blank(world, reinterpret_cast<const std::uint8_t*>(name_of(id).data()))) {}
    ~Node() { sord_node_free(world_, node_); }
    Node(const Node&) = delete;
    Node& operator=(const Node&) = delete;
    const SordNode* get() const { return node_; }

  private:
    SordWorld* world_;
    SordNode* node_;
};

/// Sord gives a triple once, in whatever graphs it is, unless it is asked for one graph. So all named graphs are
/// searched one by one.
class QuadSet::Cursor final : public QuadCursor {
  public:
    explicit Cursor(const QuadSet& quads) : quads_(quads) {}
    ~Cursor() override { end(); }
    Cursor(const Cursor&) = delete;
    Cursor& operator=(const Cursor&) = delete;

    void seek(const QuadPattern& pattern) override { seek(pattern, no_limit); }

    /// Searches no more graphs than `search_limit`; then it gives no more quads, and is not at its end.
    void seek(const QuadPattern& pattern, std::size_t search_limit) {
        end();
        pattern_ = pattern;
        searches_left_ = search_limit;
        const bool all_named = pattern.graph.kind() == GraphScope::Kind::AllNamed;
        // The default graph is the unbound id, which is before all others.
        graph_ = all_named ? quads_.graphs_.upper_bound(TermId()) : quads_.graphs_.find(pattern.graph.graph());
        last_graph_ = all_named || graph_ == quads_.graphs_.end() ? quads_.graphs_.end() : std::next(graph_);
        search();
    }

    Result<std::size_t> next(std::span<QuadIds> quads) override {
        std::size_t filled = 0;
        while (filled < quads.size() && (iterator_ != nullptr || search())) {
            SordQuad nodes;
            sord_iter_get(iterator_, nodes);
            const QuadIds quad{id_of(nodes[SORD_SUBJECT]), id_of(nodes[SORD_PREDICATE]), id_of(nodes[SORD_OBJECT]),
                               id_of(nodes[SORD_GRAPH])};
            if (!pattern_.object_range || pattern_.object_range->contains(quad.object)) {
                quads[filled++] = quad;
            }
            if (sord_iter_next(iterator_)) {
                end();
            }
        }
        return filled;
    }
    bool at_end() const { return iterator_ == nullptr && graph_ == last_graph_; }

    static constexpr std::size_t no_limit = ~std::size_t{0};

  private:
    /// In the graphs that are left, until one has a quad. False: none has.
    bool search() {
        const std::lock_guard<std::mutex> lock(quads_.mutex_);
        std::array<std::optional<Node>, 3> nodes;
        const auto wanted = [&](std::size_t place, TermId id) {
            return id.is_bound() ? nodes[place].emplace(quads_.world_, id).get() : nullptr;
        };
        const SordNode* subject = wanted(0, pattern_.subject);
        const SordNode* predicate = wanted(1, pattern_.predicate);
        const SordNode* object = wanted(2, pattern_.object);
        for (; iterator_ == nullptr && graph_ != last_graph_ && searches_left_ > 0; ++graph_) {
            const Node graph(quads_.world_, graph_->first);
            iterator_ = sord_search(quads_.model_, subject, predicate, object, graph.get());
            --searches_left_;
        }
        quads_.open_scans_ += iterator_ == nullptr ? 0 : 1;
        return iterator_ != nullptr;
    }

    void end() {
        if (iterator_ != nullptr) {
            const std::lock_guard<std::mutex> lock(quads_.mutex_);
            sord_iter_free(iterator_);
            iterator_ = nullptr;
            --quads_.open_scans_;
        }
    }

    const QuadSet& quads_;
    QuadPattern pattern_;
    SordIter* iterator_ = nullptr;
    std::map<TermId, std::uint64_t>::const_iterator graph_ = quads_.graphs_.end();  ///< to be searched next
    std::map<TermId, std::uint64_t>::const_iterator last_graph_ = quads_.graphs_.end();
    std::size_t searches_left_ = 0;
};

/// With the graph before and behind, these three orders have a range for every shape of pattern.
QuadSet::QuadSet() : world_(sord_world_new()), model_(sord_new(world_, SORD_SPO | SORD_POS | SORD_OSP, true)) {
    sord_world_set_error_sink(world_, keep_quiet, nullptr);
}

QuadSet::~QuadSet() {
    sord_free(model_);
    sord_world_free(world_);
}

std::size_t QuadSet::open_scans() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return open_scans_;
}

std::uint64_t QuadSet::counted_by_sord() const {
    return sord_num_quads(model_);
}

/// In any graph. Under the mutex.
bool QuadSet::has_any(TermId subject, TermId predicate, TermId object) const {
    std::array<std::optional<Node>, 3> nodes;
    SordQuad pattern = {nullptr, nullptr, nullptr, nullptr};
    const std::array<TermId, 3> ids = {subject, predicate, object};
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (ids[i].is_bound()) {
            pattern[i] = nodes[i].emplace(world_, ids[i]).get();
        }
    }
    return sord_contains(model_, pattern);
}

bool QuadSet::insert(const QuadIds& quad) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const bool subject_known = has_any(quad.subject, quad.predicate, {});
    const bool object_known = has_any({}, quad.predicate, quad.object);
    const Node subject(world_, quad.subject);
    const Node predicate(world_, quad.predicate);
    const Node object(world_, quad.object);
    const Node graph(world_, quad.graph);
    const SordQuad nodes = {subject.get(), predicate.get(), object.get(), graph.get()};
    if (!sord_add(model_, nodes)) {
        return false;
    }
    ++size_;
    ++graphs_[quad.graph];
    PredicateStatistics& counts = predicates_[quad.predicate];
    ++counts.quads;
    counts.subjects += subject_known ? 0 : 1;
    counts.objects += object_known ? 0 : 1;
    return true;
}

bool QuadSet::remove(const QuadIds& quad) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const Node subject(world_, quad.subject);
    const Node predicate(world_, quad.predicate);
    const Node object(world_, quad.object);
    const Node graph(world_, quad.graph);
    const SordQuad nodes = {subject.get(), predicate.get(), object.get(), graph.get()};
    if (!sord_contains(model_, nodes)) {
        return false;
    }
    sord_remove(model_, nodes);
    --size_;
    if (const auto it = graphs_.find(quad.graph); --it->second == 0) {
        graphs_.erase(it);
    }
    const auto counts = predicates_.find(quad.predicate);
    counts->second.subjects -= has_any(quad.subject, quad.predicate, {}) ? 0 : 1;
    counts->second.objects -= has_any({}, quad.predicate, quad.object) ? 0 : 1;
    if (--counts->second.quads == 0) {
        predicates_.erase(counts);
    }
    return true;
}

std::unique_ptr<QuadCursor> QuadSet::cursor() const {
    return std::make_unique<Cursor>(*this);
}

PredicateStatistics QuadSet::statistics(TermId predicate) const {
    const auto it = predicates_.find(predicate);
    return it == predicates_.end() ? PredicateStatistics() : it->second;
}

std::uint64_t QuadSet::quads_of(const GraphScope& scope) const {
    const auto it = graphs_.find(scope.graph());
    const std::uint64_t in_graph = it == graphs_.end() ? 0 : it->second;
    return scope.kind() == GraphScope::Kind::AllNamed ? size_ - in_graph : in_graph;
}

std::uint64_t QuadSet::estimate(const QuadPattern& pattern) const {
    constexpr std::uint64_t few = 64;
    std::array<QuadIds, few> some;
    Cursor cursor(*this);
    QuadPattern unfiltered = pattern;
    unfiltered.object_range.reset();
    cursor.seek(unfiltered, few);
    const auto seen = std::span(some).first(*cursor.next(some));
    if (cursor.at_end()) {
        return static_cast<std::uint64_t>(std::ranges::count_if(seen, [&](const QuadIds& quad) {
            return !pattern.object_range || pattern.object_range->contains(quad.object);
        }));
    }
    std::uint64_t most = quads_of(pattern.graph);
    if (pattern.predicate.is_bound()) {
        const PredicateStatistics counts = statistics(pattern.predicate);
        const auto share = [&](TermId id, std::uint64_t distinct) {
            return id.is_bound() ? counts.quads / std::max<std::uint64_t>(distinct, 1) : counts.quads;
        };
        most = std::min({most, share(pattern.subject, counts.subjects), share(pattern.object, counts.objects)});
    } else if (pattern.subject.is_bound() || pattern.object.is_bound()) {
        most = std::min(most, few * 4);
    }
    return std::max(pattern.object_range ? most / 4 : most, few);
}

}  // namespace gridlore::store
