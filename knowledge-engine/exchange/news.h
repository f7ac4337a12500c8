/// Those who react to meta-knowledge, and what they are to be told (ke-rest-contract, section 13.3).
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "knowledge-engine/exchange/meta.h"
#include "knowledge-engine/exchange/network.h"
#include "knowledge-engine/exchange/uses.h"

namespace gridlore::exchange {

/// A REACT whose argument is the meta pattern.
struct Subscriber {
    std::shared_ptr<const Interaction> interaction;
    std::shared_ptr<KnowledgeBase> receiver;
    Use use;  ///< of the meta pattern for the argument
};

/// That something has happened to a knowledge base.
struct News {
    Subscriber to;
    std::shared_ptr<const KnowledgeBaseState> about;
};

/// Confined to the writer of the network.
class Subscribers {
  public:
    /// Only if it is a REACT to meta-knowledge.
    void add(const Network& network, const std::shared_ptr<const Interaction>& interaction,
             const std::shared_ptr<KnowledgeBase>& receiver);
    void remove(const std::string& interaction);
    /// Those whom the event concerns. A knowledge base is told nothing about itself.
    std::vector<News> tell(MetaEvent event, const std::shared_ptr<const KnowledgeBaseState>& about) const;

  private:
    std::vector<Subscriber> subscribers_;
};

/// News on their way, in the order of the changes. Internally synchronized.
class NewsQueue {
  public:
    void push(std::vector<News> news);
    /// Calls `deliver` with each, no lock held. One thread at a time does, so that the order is kept; others return at
    /// once and leave theirs to it.
    void deliver(const std::function<void(const News&)>& deliver);

  private:
    class Delivery;

    std::mutex mutex_;
    std::deque<News> news_;
    bool is_delivering_ = false;
};

/// The rows that tell a subscriber about a knowledge base, in the variables of its argument.
pattern::TermRows rows_of(const News& news);

}  // namespace gridlore::exchange
