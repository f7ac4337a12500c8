#include "knowledge-engine/exchange/circles.h"

#include <algorithm>

namespace gridlore::exchange {
namespace {

constexpr std::size_t none = ~std::size_t{0};

/// Tarjan's algorithm. How deep a graph is, clients choose: so its path is a list, and not the stack.
class Components {
  public:
    explicit Components(const std::vector<std::vector<std::size_t>>& successors)
        : successors_(successors),
          component_(successors.size(), none),
          visited_(successors.size(), none),
          lowest_(successors.size()) {}

    std::vector<std::size_t> find() {
        for (std::size_t node = 0; node < successors_.size(); ++node) {
            if (visited_[node] == none) {
                enter(node);
                walk();
            }
        }
        return std::move(component_);
    }

  private:
    struct Step {
        std::size_t node = 0;
        std::size_t next = 0;  ///< which successor comes next
    };

    void enter(std::size_t node) {
        visited_[node] = lowest_[node] = visits_++;
        path_.push_back({node, 0});
        open_.push_back(node);
    }

    void walk() {
        while (!path_.empty()) {
            const std::size_t node = path_.back().node;
            if (path_.back().next == successors_[node].size()) {
                leave(node);
                continue;
            }
            const std::size_t other = successors_[node][path_.back().next++];
            if (visited_[other] == none) {
                enter(other);
            } else if (component_[other] == none) {
                lowest_[node] = std::min(lowest_[node], visited_[other]);
            }
        }
    }

    void leave(std::size_t node) {
        path_.pop_back();
        if (!path_.empty()) {
            const std::size_t before = path_.back().node;
            lowest_[before] = std::min(lowest_[before], lowest_[node]);
        }
        if (lowest_[node] != visited_[node]) {
            return;
        }
        for (std::size_t member = none; member != node;) {
            member = open_.back();
            open_.pop_back();
            component_[member] = count_;
        }
        ++count_;
    }

    const std::vector<std::vector<std::size_t>>& successors_;
    std::vector<std::size_t> component_;
    std::vector<std::size_t> visited_;  ///< when
    std::vector<std::size_t> lowest_;   ///< the earliest visited that a node of the path leads back to
    std::vector<Step> path_;
    std::vector<std::size_t> open_;  ///< visited, and not yet in a component
    std::size_t visits_ = 0;
    std::size_t count_ = 0;
};

}  // namespace

std::vector<std::size_t> components(const std::vector<std::vector<std::size_t>>& successors) {
    return Components(successors).find();
}

}  // namespace gridlore::exchange
