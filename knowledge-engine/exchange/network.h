/// Who is there: an immutable version of the registry, which exchanges read while the next one is built aside.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "knowledge-engine/base/sharded_map.h"
#include "knowledge-engine/exchange/compiled.h"
#include "knowledge-engine/exchange/knowledge_base.h"
#include "knowledge-engine/exchange/universal.h"

namespace gridlore::exchange {

struct KnowledgeBaseState {
    KnowledgeBaseDescription description;
    std::shared_ptr<KnowledgeBase> receiver;
    std::shared_ptr<UniversalKnowledgeBase> universal;  ///< the receiver, if it is one
    std::shared_ptr<const RuleSet> rules;
    std::vector<std::shared_ptr<const Interaction>> interactions;
    TimePoint expires = TimePoint::max();
};

using ClassRef = std::shared_ptr<const InteractionClass>;

/// A value: a copy is cheap, shares all that did not change, and is changed by its owner alone before it is published.
class Network {
  public:
    const rdf::NetworkTerms& terms() const { return *terms_; }
    std::shared_ptr<const rdf::NetworkTerms> shared_terms() const { return terms_; }
    std::uint64_t version() const { return version_; }

    std::shared_ptr<const KnowledgeBaseState> find(const std::string& knowledge_base) const;
    std::shared_ptr<const Interaction> find_interaction(const std::string& id) const;
    /// The universal one is none of these.
    std::size_t knowledge_base_count() const { return knowledge_bases_.size() - (universal_ ? 1 : 0); }
    /// The universal knowledge base; null if there is none.
    const std::shared_ptr<const KnowledgeBaseState>& universal() const { return universal_; }
    std::size_t interaction_count() const { return interactions_.size(); }
    void for_each(const std::function<void(const KnowledgeBaseState&)>& visit) const;

    /// Answers and reacts that give (or, of reacts, need: `gives` false) a triple that `triple` may match; others of
    /// the same predicate may be among them. Each class once.
    std::vector<ClassRef> candidates(const CompiledTriple& triple, bool gives) const;
    /// True if no change since `version` can concern a pattern with `triple`.
    bool unchanged_since(std::uint64_t version, const CompiledTriple& triple) const;

    void put(std::shared_ptr<const KnowledgeBaseState> state);
    void erase(const std::string& knowledge_base);
    /// Compiles, registers and returns it; the knowledge base's own list is the caller's to change.
    std::shared_ptr<const Interaction> add(KnowledgeInteraction declared);
    void remove(const Interaction& interaction);
    std::shared_ptr<const RuleSet> compile(const std::vector<Rule>& rules);
    void forget(const RuleSet& rules);

  private:
    using ClassId = std::uint64_t;
    /// Where a class is found: by predicate and object; object 0 stands for "any of that predicate".
    struct Key {
        bool gives = true;
        std::uint64_t predicate = 0;  ///< 0: a variable
        std::uint64_t object = 0;
        friend bool operator==(const Key&, const Key&) = default;
    };
    struct KeyHash {
        std::size_t operator()(const Key& key) const {
            return (key.predicate * 31 + key.object * 0x9E3779B97F4A7C15ULL) * 2 + (key.gives ? 1 : 0);
        }
    };
    static constexpr std::uint64_t variable_object = ~std::uint64_t{0};

    rdf::NetworkTerms& own_terms();
    static std::string class_key(const Interaction& interaction);
    void index(ClassId id, const CompiledTriples& triples, bool gives, bool add);
    void touch(const Interaction& interaction);
    void forget_changes(const CompiledTriples& triples);

    std::shared_ptr<const rdf::NetworkTerms> terms_ = std::make_shared<const rdf::NetworkTerms>();
    ShardedMap<std::string, std::shared_ptr<const KnowledgeBaseState>> knowledge_bases_;
    std::shared_ptr<const KnowledgeBaseState> universal_;
    ShardedMap<std::string, std::shared_ptr<const Interaction>> interactions_;
    ShardedMap<std::string, ClassId> class_ids_;
    ShardedMap<ClassId, ClassRef> classes_;
    ShardedMap<Key, std::shared_ptr<const std::vector<ClassId>>, KeyHash> index_;
    ShardedMap<std::uint64_t, std::uint64_t> changed_;  ///< by predicate (0: a variable): version of the last change
    std::uint64_t last_change_ = 0;                     ///< of any answer or react
    std::uint64_t version_ = 0;
    ClassId next_class_ = 1;
};

}  // namespace gridlore::exchange
