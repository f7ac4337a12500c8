#include <algorithm>
#include <utility>

#include "knowledge-engine/query/results/result_documents.h"
#include "knowledge-engine/rdf/term_text.h"
#include "knowledge-engine/rdf/tokens.h"

namespace gridlore::query {
namespace {

Error with_place(Error error, std::string_view document, std::size_t offset) {
    error.position = rdf::position_in(document, offset);
    return error;
}

/// Variables, each once.
Result<void> announce(const std::vector<std::string>& names, ResultSink& sink) {
    std::vector<std::string> sorted = names;
    std::sort(sorted.begin(), sorted.end());
    const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
    if (twice != sorted.end()) {
        return invalid_input("The variable '" + twice->substr(0, 100) + "' stands twice in the first line.");
    }
    return sink.variables(names);
}

/// A result without variables has one empty field in each line.
bool is_row_of_none(std::size_t variables, std::size_t fields, bool is_empty) {
    return variables == 0 && fields == 1 && is_empty;
}

Error wrong_size(std::size_t variables, std::size_t fields) {
    return invalid_input("expected " + std::to_string(variables) + " fields, as in the first line, found " +
                         std::to_string(fields));
}

// --- CSV ----------------------------------------------------------------------------------------------------------

struct Field {
    std::string text;
    bool is_quoted = false;
};

/// RFC 4180, with LF alone as well as CRLF.
class CsvRecords {
  public:
    explicit CsvRecords(std::string_view document) : document_(document) {}

    bool at_end() const { return at_ == document_.size(); }
    std::size_t offset() const { return at_; }

    /// Precondition: not at the end.
    Result<void> next(std::vector<Field>& fields) {
        fields.clear();
        bool has_more = true;
        while (has_more) {
            auto& field = fields.emplace_back();
            if (auto read = peek() == '"' ? read_quoted(field) : read_plain(field); !read) {
                return read;
            }
            has_more = skip(",");
        }
        if (!skip("\r\n") && !skip("\n") && !at_end()) {
            return with_place(invalid_input("expected a comma or the end of the line behind a quoted field"), document_,
                              at_);
        }
        return {};
    }

  private:
    char peek() const { return at_end() ? '\0' : document_[at_]; }
    bool skip(std::string_view expected) {
        const bool is_there = document_.substr(at_).starts_with(expected);
        at_ += is_there ? expected.size() : 0;
        return is_there;
    }

    Result<void> read_plain(Field& field) {
        const std::size_t end = std::min(document_.find_first_of(",\r\n\"", at_), document_.size());
        field.text = document_.substr(at_, end - at_);
        at_ = end;
        if (peek() == '"') {
            return with_place(invalid_input("a quote stands in a field that does not begin with one"), document_, at_);
        }
        return {};
    }

    Result<void> read_quoted(Field& field) {
        const std::size_t begin = at_++;
        field.is_quoted = true;
        bool is_escaped = true;
        while (is_escaped) {
            const std::size_t end = document_.find('"', at_);
            if (end == std::string_view::npos) {
                return with_place(invalid_input("a quoted field does not end"), document_, begin);
            }
            is_escaped = document_.substr(end + 1).starts_with('"');
            field.text += document_.substr(at_, end - at_ + (is_escaped ? 1 : 0));
            at_ = end + (is_escaped ? 2 : 1);
        }
        return {};
    }

    std::string_view document_;
    std::size_t at_ = 0;
};

std::optional<rdf::Term> csv_term(Field& field) {
    if (field.text.empty() && !field.is_quoted) {
        return std::nullopt;
    }
    const bool is_blank = field.text.starts_with("_:") && rdf::is_blank_node_label(field.text.substr(2));
    return is_blank ? rdf::Term::blank_node(field.text.substr(2)) : rdf::Term::string(std::move(field.text));
}

// --- TSV ----------------------------------------------------------------------------------------------------------

Result<std::vector<std::string>> tsv_variables(std::string_view line) {
    std::vector<std::string> names;
    while (!line.empty()) {
        const std::string_view field = line.substr(0, line.find('\t'));
        if (field.size() < 2 || (field[0] != '?' && field[0] != '$')) {
            return with_place(invalid_input("expected variables, each with its `?`, in the first line"), line, 0);
        }
        names.emplace_back(field.substr(1));
        line.remove_prefix(std::min(field.size() + 1, line.size()));
    }
    return names;
}

bool has_empty_iri(const rdf::Term& term) {
    return (term.is_iri() && term.text.empty()) || (term.is_literal() && term.datatype.empty());
}

/// Splits `line` into `cells`; how many fields it has.
Result<std::size_t> tsv_cells(std::string_view line, std::vector<std::optional<rdf::Term>>& cells) {
    std::size_t fields = 0;
    std::size_t at = 0;
    while (at <= line.size()) {
        const std::size_t end = std::min(line.find('\t', at), line.size());
        const std::string_view field = line.substr(at, end - at);
        if (!field.empty() && fields < cells.size()) {
            auto term = rdf::parse_term(field);
            if (!term) {
                return std::move(term).error();
            }
            if (has_empty_iri(*term)) {
                return invalid_input("an IRI is empty");
            }
            cells[fields] = *std::move(term);
        }
        ++fields;
        at = end + 1;
    }
    return fields;
}

std::string_view line_at(std::string_view document, std::size_t at) {
    std::string_view line = document.substr(at, document.find('\n', at) - at);
    if (line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    return line;
}

std::size_t next_line(std::string_view document, std::size_t at) {
    const std::size_t end = document.find('\n', at);
    return end == std::string_view::npos ? document.size() : end + 1;
}

}  // namespace

Result<void> read_csv_results(std::string_view document, ResultSink& sink) {
    CsvRecords records(document);
    std::vector<Field> fields;
    if (auto header = records.at_end() ? invalid_input("The CSV is empty.") : records.next(fields); !header) {
        return header;
    }
    std::vector<std::string> names;
    for (Field& field : fields) {
        names.push_back(std::move(field.text));
    }
    if (names.size() == 1 && names[0].empty()) {
        names.clear();
    }
    if (auto announced = announce(names, sink); !announced) {
        return announced;
    }
    std::vector<std::optional<rdf::Term>> cells(names.size());
    while (!records.at_end()) {
        const std::size_t begin = records.offset();
        if (auto read = records.next(fields); !read) {
            return read;
        }
        if (!is_row_of_none(names.size(), fields.size(), fields[0].text.empty())) {
            if (fields.size() != names.size()) {
                return with_place(wrong_size(names.size(), fields.size()), document, begin);
            }
            std::transform(fields.begin(), fields.end(), cells.begin(), csv_term);
        }
        if (auto taken = sink.row(cells); !taken) {
            return taken;
        }
    }
    return {};
}

Result<void> read_tsv_results(std::string_view document, ResultSink& sink) {
    if (document.empty()) {
        return invalid_input("The TSV is empty.");
    }
    const auto names = tsv_variables(line_at(document, 0));
    if (!names) {
        return names.error();
    }
    if (auto announced = announce(*names, sink); !announced) {
        return announced;
    }
    std::vector<std::optional<rdf::Term>> cells(names->size());
    for (std::size_t at = next_line(document, 0); at < document.size(); at = next_line(document, at)) {
        const std::string_view line = line_at(document, at);
        std::fill(cells.begin(), cells.end(), std::nullopt);
        const auto fields = tsv_cells(line, cells);
        if (!fields) {
            return with_place(fields.error(), document, at);
        }
        if (*fields != cells.size() && !is_row_of_none(cells.size(), *fields, line.empty())) {
            return with_place(wrong_size(cells.size(), *fields), document, at);
        }
        if (auto taken = sink.row(cells); !taken) {
            return taken;
        }
    }
    return {};
}

}  // namespace gridlore::query
