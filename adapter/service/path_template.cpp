#include "adapter/service/path_template.h"

#include <algorithm>

#include "adapter/mapping/codecs/iri_template.h"
#include "adapter/service/unknown_name.h"
#include "adapter/service/url_text.h"

namespace gridlore::service {
namespace {

Error wrong_path(std::string_view text, const std::string& why) {
    return invalid_input("'" + std::string(text) + "' " + why);
}

Result<void> add_variable(PathTemplate& path, std::string_view name, const mapping::Document& document) {
    const auto variable = document.find(name);
    if (!variable) {
        return wrong_path(path.text, "names the variable '" + std::string(name) +
                                         "', which the document does not have" +
                                         did_you_mean(name, variable_names(document)));
    }
    if (std::ranges::find(path.variables, *variable) != path.variables.end()) {
        return wrong_path(path.text, "has {" + std::string(name) + "} twice.");
    }
    if (!path.variables.empty() && path.between.back().empty()) {
        return wrong_path(path.text, "has two variables with nothing between them: what is whose cannot be told.");
    }
    path.variables.push_back(*variable);
    return {};
}

/// The text between variables stands for itself, also where it is written percent-encoded.
Result<void> add_text(PathTemplate& path, std::string_view text) {
    auto decoded = percent_decoded(text);
    if (!decoded) {
        return wrong_path(path.text, "is no path: " + decoded.error().message);
    }
    path.between.push_back(std::move(*decoded));
    return {};
}

}  // namespace

Result<PathTemplate> parse_path(std::string_view text, const mapping::Document& document) {
    PathTemplate path;
    path.text = text;
    if (!text.starts_with('/') || text.find_first_of("?#") != std::string_view::npos ||
        text.find("//") != std::string_view::npos) {
        return wrong_path(text,
                          "is no path: it begins with one slash, has no empty segment, and its parameters stand under "
                          "`query`.");
    }
    while (true) {
        const std::size_t open = text.find_first_of("{}");
        if (auto added = add_text(path, text.substr(0, open)); !added) {
            return added.error();
        }
        if (open == std::string_view::npos) {
            return path;
        }
        const std::size_t close = text.find_first_of("{}/", open + 1);
        if (text[open] != '{' || close == std::string_view::npos || text[close] != '}') {
            return wrong_path(path.text, "has a brace without its other.");
        }
        if (auto added = add_variable(path, text.substr(open + 1, close - open - 1), document); !added) {
            return added.error();
        }
        text.remove_prefix(close + 1);
    }
}

std::string write_path(const PathTemplate& path, std::span<const std::string> values) {
    std::string text = encoded_path(path.between.front());
    for (std::size_t i = 0; i < values.size(); ++i) {
        mapping::append_percent_encoded(values[i], text);
        text += encoded_path(path.between[i + 1]);
    }
    return text;
}

std::vector<PathTemplate> paths_of(const Serve& serve) {
    std::vector<PathTemplate> paths = {serve.path};
    paths.insert(paths.end(), serve.also.begin(), serve.also.end());
    return paths;
}

PathTemplate with_query(PathTemplate path) {
    std::string& last = path.between.back();
    last += last.ends_with('/') ? "query" : "/query";
    path.text += path.text.ends_with('/') ? "query" : "/query";
    return path;
}

std::string with_one_blank(std::string_view text) {
    std::string plain(text);
    std::ranges::replace(plain, ' ', '_');
    return plain;
}

std::vector<SegmentTemplate> segments_of(const PathTemplate& path) {
    std::vector<SegmentTemplate> segments;
    for (std::size_t i = 0; i < path.between.size(); ++i) {
        std::string_view text = path.between[i];
        if (i == path.variables.size() && text.ends_with('/')) {
            text.remove_suffix(1);
        }
        if (i > 0) {
            const std::string_view rest = text.substr(0, text.find('/'));
            segments.back().between.push_back(with_one_blank(rest));
            text.remove_prefix(rest.size());
        }
        while (!text.empty()) {
            text.remove_prefix(1);
            const std::string_view piece = text.substr(0, text.find('/'));
            segments.push_back({{with_one_blank(piece)}});
            text.remove_prefix(piece.size());
        }
    }
    return segments;
}

bool match_segment(const SegmentTemplate& segment, std::string_view text, std::vector<std::string>& values) {
    const std::string plain = with_one_blank(text);
    const std::string& first = segment.between.front();
    if (segment.is_text()) {
        return plain == first;
    }
    std::size_t begin = first.size();
    if (!plain.starts_with(first)) {
        return false;
    }
    for (std::size_t i = 1; i < segment.between.size(); ++i) {
        const std::string& next = segment.between[i];
        const bool is_last = i + 1 == segment.between.size();
        const bool is_there = !is_last || plain.ends_with(next);
        const std::size_t end = !is_last ? plain.find(next, begin + 1) : is_there ? plain.size() - next.size() : 0;
        if (end == std::string::npos || end <= begin) {
            return false;
        }
        values.emplace_back(text.substr(begin, end - begin));
        begin = end + next.size();
    }
    return true;
}

}  // namespace gridlore::service
