#include "adapter/rml/template_text.h"

#include <utility>

namespace gridlore::rml {
namespace {

Error wrong(std::string_view text, std::string_view reason) {
    return invalid_input("the template \"" + std::string(text) + "\" " + std::string(reason));
}

class Builder {
  public:
    explicit Builder(std::string_view text) : text_(text) {}

    void add(char c) { current_ += c; }
    void open() { end_text(); }
    Result<void> close() {
        if (current_.empty()) {
            return wrong(text_, "has an empty reference");
        }
        made_.parts.push_back({true, std::exchange(current_, {})});
        return {};
    }
    Template finish() {
        end_text();
        return std::move(made_);
    }

  private:
    void end_text() {
        if (!current_.empty()) {
            made_.parts.push_back({false, std::exchange(current_, {})});
        }
    }

    std::string_view text_;
    Template made_;
    std::string current_;
};

}  // namespace

Result<Template> parse_template(std::string_view text) {
    Builder builder(text);
    bool is_reference = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        const char next = at + 1 < text.size() ? text[at + 1] : '\0';
        if (c == '\\' && (next == '{' || next == '}' || next == '\\')) {
            builder.add(next);
            ++at;
        } else if (c == '{') {
            if (std::exchange(is_reference, true)) {
                return wrong(text, "has a brace in a reference: write it with a backslash, \\{");
            }
            builder.open();
        } else if (c == '}') {
            if (!std::exchange(is_reference, false)) {
                return wrong(text, "has a } without its {: write \\} for the character");
            }
            if (auto closed = builder.close(); !closed) {
                return std::move(closed).error();
            }
        } else {
            builder.add(c);
        }
    }
    return is_reference ? Result<Template>(wrong(text, "has a { without its }: write \\{ for the character"))
                        : builder.finish();
}

Result<Template> parse_yarrrml_template(std::string_view text) {
    Builder builder(text);
    std::size_t depth = 0;  // of parentheses, that of `$(` among them
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        const char next = at + 1 < text.size() ? text[at + 1] : '\0';
        if (c == '\\' && (next == '(' || next == ')' || next == '$')) {
            builder.add(next);
            ++at;
        } else if (depth == 0 && c == '$' && next == '(') {
            builder.open();
            depth = 1;
            ++at;
        } else if (depth == 1 && c == ')') {
            if (auto closed = builder.close(); !closed) {
                return std::move(closed).error();
            }
            depth = 0;
        } else {
            depth += depth != 0 && c == '(' ? 1 : 0;
            depth -= depth != 0 && c == ')' ? 1 : 0;
            builder.add(c);
        }
    }
    return depth != 0 ? Result<Template>(wrong(text, "has a $( without its )")) : builder.finish();
}

Expression yarrrml_expression(Template parts) {
    if (parts.parts.empty()) {
        return rdf::Term::string("");
    }
    if (parts.parts.size() > 1) {
        return parts;
    }
    std::string text = std::move(parts.parts.front().text);
    return parts.parts.front().is_reference ? Expression(Reference{std::move(text)})
                                            : Expression(rdf::Term::string(std::move(text)));
}

}  // namespace gridlore::rml
