/// Which path is served by whom: a tree of segments. Private to this folder.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapter/service/path_template.h"

namespace gridlore::service {

/// Text wins over variables, from the first segment on; of two with variables the one with more text. Immutable once
/// built; safe from any thread.
class PathTable {
  public:
    /// Numbers by method, as they were added.
    using Served = std::map<std::string, std::vector<std::size_t>, std::less<>>;

    /// Returns who serves that method there already: a path of the same form counts as the same.
    std::vector<std::size_t> add(const PathTemplate& path, const std::string& method, std::size_t number);

    struct Found {
        const Served* served = nullptr;   ///< valid as long as the table
        std::vector<std::string> values;  ///< of the path's variables, decoded
        std::optional<std::string>
            fault;  ///< why one of them is no value; of what is no text it stands there as it came
    };
    /// A path as it comes in a request. Nothing: nobody serves it.
    std::optional<Found> find(std::string_view path) const;

  private:
    struct Node {
        std::map<std::string, std::unique_ptr<Node>, std::less<>> texts;
        std::vector<std::pair<SegmentTemplate, std::unique_ptr<Node>>> templates;  ///< with most text first
        Served served;
    };
    static Node& child(Node& node, const SegmentTemplate& segment);
    static const Node* find(const Node& node, const std::vector<std::string>& segments, std::size_t depth,
                            std::vector<std::string>& values);

    std::unique_ptr<Node> root_ = std::make_unique<Node>();
};

}  // namespace gridlore::service
