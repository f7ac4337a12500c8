#include "adapter/mapping/read/yaml_tree.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <exception>
#include <optional>
#include <set>
#include <sstream>
#include <utility>

#include "knowledge-engine/rdf/tokens.h"

namespace gridlore::mapping {
namespace {

/// Stands for a `?` that begins a text: yaml-cpp refuses those within braces, which YAML 1.2 allows (7.3.3). No
/// document has it, since control characters are refused.
constexpr char question_mark = '\x1A';

/// Ends the parser: what it reads is refused.
struct Refusal : std::exception {
    explicit Refusal(Error fault) : error(std::move(fault)) {}
    Error error;
};

TextPosition position_of(const YAML::Mark& mark) {
    return mark.is_null()
               ? TextPosition{1, 1}
               : TextPosition{static_cast<std::size_t>(mark.line) + 1, static_cast<std::size_t>(mark.column) + 1};
}

[[noreturn]] void refuse(const YAML::Mark& mark, ErrorKind kind, std::string message) {
    throw Refusal({kind, std::move(message), position_of(mark)});
}

std::string with_question_marks(std::string text) {
    std::ranges::replace(text, question_mark, '?');
    return text;
}

/// Builds the tree of what the parser finds.
class TreeBuilder : public YAML::EventHandler {
  public:
    explicit TreeBuilder(const YamlLimits& limits) : limits_(limits) {}

    YamlTree take() && { return std::move(tree_); }

    /// Where the last text in quotes begins, if it is the last scalar.
    std::optional<TextPosition> last_quote() const { return last_quote_; }

    void OnDocumentStart(const YAML::Mark& mark) override {
        if (has_document_) {
            refuse(mark, ErrorKind::InvalidInput, "a second document begins here; write it in a file of its own");
        }
        has_document_ = true;
    }
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        check(mark, "", anchor);
        last_quote_ = std::nullopt;
        add_scalar(mark, YamlNode::Kind::Null, {"null", true, position_of(mark)});
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
        refuse(mark, ErrorKind::InvalidInput, "aliases (`*name`) have no place here; write out what it stands for");
    }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override {
        check(mark, tag, anchor);
        last_quote_ = tag == "!" ? std::optional(position_of(mark)) : std::nullopt;
        add_scalar(mark, YamlNode::Kind::Text, {with_question_marks(value), tag != "!", position_of(mark)});
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        begin(mark, tag, anchor, YamlNode::Kind::List);
    }
    void OnSequenceEnd() override { end(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        begin(mark, tag, anchor, YamlNode::Kind::Map);
    }
    void OnMapEnd() override { end(); }

  private:
    /// A list or map that has begun.
    struct Open {
        YamlNode node;
        std::set<std::string, std::less<>> names;  ///< of a map
        YamlText key;                              ///< whose value comes next
        bool has_key = false;
    };

    void check(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
        if (anchor != 0) {
            refuse(mark, ErrorKind::InvalidInput, "anchors (`&name`) have no place here; leave it out");
        }
        if (!tag.empty() && tag != "?" && tag != "!") {
            refuse(mark, ErrorKind::InvalidInput,
                   "tags (`!!str` and the like) have no place here; put what is to be text in quotes");
        }
        if (++nodes_ > limits_.nodes) {
            refuse(mark, ErrorKind::LimitExceeded,
                   "a document may have at most " + std::to_string(limits_.nodes) + " values; divide it");
        }
    }

    bool expects_key() const { return !open_.empty() && open_.back().node.is_map() && !open_.back().has_key; }

    void begin(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YamlNode::Kind kind) {
        check(mark, tag, anchor);
        if (expects_key()) {
            refuse(mark, ErrorKind::InvalidInput, "the name of a member is text; put it in quotes");
        }
        if (open_.size() == limits_.depth) {
            refuse(mark, ErrorKind::LimitExceeded,
                   "lists and maps may stand in each other at most " + std::to_string(limits_.depth) + " deep");
        }
        Open opened;
        opened.node.kind = kind;
        opened.node.position = position_of(mark);
        open_.push_back(std::move(opened));
    }

    void end() {
        YamlNode node = std::move(open_.back().node);
        open_.pop_back();
        add(std::move(node));
    }

    void add_scalar(const YAML::Mark& mark, YamlNode::Kind kind, YamlText value) {
        if (expects_key()) {
            open_.back().key = std::move(value);
            open_.back().has_key = true;
            return;
        }
        YamlNode node;
        node.kind = kind;
        node.value = std::move(value);
        node.position = position_of(mark);
        add(std::move(node));
    }

    void add(YamlNode node) {
        if (open_.empty()) {
            tree_.root = std::move(node);
            return;
        }
        Open& open = open_.back();
        if (open.node.is_map()) {
            open.has_key = false;
            node.key = std::move(open.key);
            if (!open.names.insert(node.key.text).second) {
                tree_.problems.push_back(
                    {node.key.position, "",
                     "`" + node.key.text + "` stands here a second time; leave one of the two out"});
                return;
            }
        }
        open.node.children.push_back(std::move(node));
    }

    const YamlLimits& limits_;
    YamlTree tree_;
    std::vector<Open> open_;
    std::size_t nodes_ = 0;
    bool has_document_ = false;
    std::optional<TextPosition> last_quote_;
};

std::string_view line_of(std::string_view text, std::size_t number) {
    for (; number > 1 && !text.empty(); --number) {
        text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
    }
    text = text.substr(0, text.find('\n'));
    return text.ends_with('\r') ? text.substr(0, text.size() - 1) : text;
}

std::optional<Error> refused_bytes(std::string_view text, const YamlLimits& limits) {
    if (text.size() > limits.bytes) {
        return Error{ErrorKind::LimitExceeded,
                     "a document may have at most " + std::to_string(limits.bytes) + " bytes; divide it",
                     TextPosition{1, 1}};
    }
    if (auto fault = rdf::check_utf8(text)) {
        return fault;
    }
    const auto is_control = [](char c) {
        return (static_cast<unsigned char>(c) < ' ' && c != '\t' && c != '\n' && c != '\r') || c == '\x7F';
    };
    const auto found = std::ranges::find_if(text, is_control);
    if (found == text.end()) {
        return std::nullopt;
    }
    Error error = invalid_input("a control character stands here; leave it out, or write it as an escape in quotes");
    error.position = rdf::position_in(text, static_cast<std::size_t>(found - text.begin()));
    return error;
}

/// Whether YAML has a `?` before this character as the beginning of text.
bool continues_text(char next) {
    return static_cast<unsigned char>(next) > ' ' && std::string_view(",[]{}").find(next) == std::string_view::npos;
}

std::string without_question_marks(std::string_view text) {
    std::string result(text);
    for (std::size_t i = 0; i + 1 < result.size(); ++i) {
        if (result[i] == '?' && continues_text(result[i + 1])) {
            result[i] = question_mark;
        }
    }
    return result;
}

/// What mends the faults that are most often made.
std::string_view help_with(std::string_view fault) {
    if (fault == "illegal map value") {
        return "; a text that has `: ` in it stands in quotes";
    }
    if (fault == "unknown token") {
        return "; a text that begins with a character of YAML's own, as `@`, `%` or a backquote, stands in quotes";
    }
    return "";
}

Error no_yaml(std::string_view text, const YAML::Exception& exception) {
    const TextPosition position = position_of(exception.mark);
    const std::string_view line = line_of(text, position.line);
    const std::string_view indentation = line.substr(0, line.find_first_not_of(" \t"));
    std::string message = "this is no YAML: " + with_question_marks(exception.msg);
    message += indentation.find('\t') != std::string_view::npos
                   ? "; a tab stands at the line's beginning, indent with spaces"
                   : help_with(exception.msg);
    Error error = invalid_input(std::move(message));
    error.position = position;
    return error;
}

/// yaml-cpp lets a text in quotes end with the document.
bool is_closed(std::string_view text, TextPosition begin) {
    const std::string_view first = line_of(text, begin.line);
    std::string_view rest = text.substr(static_cast<std::size_t>(first.data() - text.data()) + begin.column - 1);
    const char quote = rest.empty() ? '|' : rest.front();
    if (quote != '"' && quote != '\'') {
        return true;
    }
    for (std::size_t i = 1; i < rest.size(); ++i) {
        const bool is_escape = quote == '"' ? rest[i] == '\\' : rest.substr(i).starts_with("''");
        if (is_escape) {
            ++i;
        } else if (rest[i] == quote) {
            return true;
        }
    }
    return false;
}

}  // namespace

const YamlNode* YamlNode::find(std::string_view name) const {
    const auto found = std::ranges::find_if(children, [&](const YamlNode& child) { return child.key.text == name; });
    return is_map() && found != children.end() ? &*found : nullptr;
}

Result<YamlTree> read_yaml(std::string_view text, const YamlLimits& limits) {
    if (auto refused = refused_bytes(text, limits)) {
        return *std::move(refused);
    }
    try {
        TreeBuilder builder(limits);
        std::istringstream stream(without_question_marks(text));
        YAML::Parser parser(stream);
        while (parser.HandleNextDocument(builder)) {
        }
        if (const auto quote = builder.last_quote(); quote && !is_closed(text, *quote)) {
            return Error{ErrorKind::InvalidInput, "the quote that begins here is not closed", *quote};
        }
        return std::move(builder).take();
    } catch (const Refusal& refusal) {
        return refusal.error;
    } catch (const YAML::Exception& exception) {
        return no_yaml(text, exception);
    }
}

TextPosition place_in(std::string_view document, const YamlText& scalar, TextPosition within) {
    const std::string_view first = line_of(document, scalar.position.line);
    const char mark = scalar.position.column <= first.size() ? first[scalar.position.column - 1] : '\0';
    if (scalar.is_plain || (mark != '|' && mark != '>')) {
        const std::size_t quote = scalar.is_plain ? 0 : 1;
        const bool is_verbatim =
            first.substr(std::min(scalar.position.column - 1 + quote, first.size())).starts_with(scalar.text);
        return within.line == 1 && is_verbatim
                   ? TextPosition{scalar.position.line, scalar.position.column + quote + within.column - 1}
                   : scalar.position;
    }
    const std::size_t line = scalar.position.line + within.line;
    const std::string_view read = line_of(scalar.text, within.line);
    const std::string_view written = line_of(document, line);
    const bool is_there = within.line <= static_cast<std::size_t>(std::ranges::count(scalar.text, '\n')) + 1 &&
                          line <= static_cast<std::size_t>(std::ranges::count(document, '\n')) + 1;
    return mark == '|' && is_there && written.ends_with(read)
               ? TextPosition{line, written.size() - read.size() + within.column}
               : scalar.position;
}

std::string describe(const YamlNode& node) {
    switch (node.kind) {
        case YamlNode::Kind::List:
            return "a list";
        case YamlNode::Kind::Map:
            return "members in braces";
        case YamlNode::Kind::Null:
            return "nothing";
        case YamlNode::Kind::Text:
            break;
    }
    constexpr std::size_t longest = 60;
    const std::string& text = node.value.text;
    return "`" + (text.size() <= longest ? text : text.substr(0, longest) + "…") + "`";
}

}  // namespace gridlore::mapping
