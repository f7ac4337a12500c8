#include "adapter/service/path_table.h"

#include <algorithm>
#include <numeric>

#include "adapter/service/url_text.h"

namespace gridlore::service {
namespace {

std::size_t text_size(const SegmentTemplate& segment) {
    return std::accumulate(segment.between.begin(), segment.between.end(), std::size_t{0},
                           [](std::size_t sum, const std::string& text) { return sum + text.size(); });
}

}  // namespace

PathTable::Node& PathTable::child(Node& node, const SegmentTemplate& segment) {
    if (segment.is_text()) {
        auto& next = node.texts[segment.between.front()];
        return next ? *next : *(next = std::make_unique<Node>());
    }
    const auto known = std::ranges::find(node.templates, segment, &decltype(node.templates)::value_type::first);
    if (known != node.templates.end()) {
        return *known->second;
    }
    const auto place = std::ranges::find_if(
        node.templates, [&](const auto& other) { return text_size(other.first) < text_size(segment); });
    return *node.templates.emplace(place, segment, std::make_unique<Node>())->second;
}

std::vector<std::size_t> PathTable::add(const PathTemplate& path, const std::string& method, std::size_t number) {
    Node* node = root_.get();
    for (const SegmentTemplate& segment : segments_of(path)) {
        node = &child(*node, segment);
    }
    std::vector<std::size_t>& numbers = node->served[method];
    std::vector<std::size_t> before = numbers;
    numbers.push_back(number);
    return before;
}

const PathTable::Node* PathTable::find(const Node& node, const std::vector<std::string>& segments, std::size_t depth,
                                       std::vector<std::string>& values) {
    if (depth == segments.size()) {
        return node.served.empty() ? nullptr : &node;
    }
    if (const auto text = node.texts.find(with_one_blank(segments[depth])); text != node.texts.end()) {
        if (const Node* found = find(*text->second, segments, depth + 1, values)) {
            return found;
        }
    }
    for (const auto& [segment, next] : node.templates) {
        const std::size_t size = values.size();
        if (match_segment(segment, segments[depth], values)) {
            if (const Node* found = find(*next, segments, depth + 1, values)) {
                return found;
            }
        }
        values.resize(size);
    }
    return nullptr;
}

std::optional<PathTable::Found> PathTable::find(std::string_view path) const {
    Found found;
    std::vector<std::string> segments;
    for (const std::string_view segment : segments_of(path)) {
        auto decoded = percent_decoded(segment);
        if (!decoded) {
            found.fault = decoded.error().message;
        }
        segments.push_back(decoded ? std::move(*decoded) : std::string(segment));
        if (is_dots(segments.back())) {
            found.fault = "A segment of the path is '" + segments.back() + "', which means another path.";
        }
    }
    const Node* node = find(*root_, segments, 0, found.values);
    if (node == nullptr) {
        return std::nullopt;
    }
    found.served = &node->served;
    return found;
}

}  // namespace gridlore::service
