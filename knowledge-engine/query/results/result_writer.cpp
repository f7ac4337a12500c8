#include "knowledge-engine/query/results/result_writer.h"

#include <array>
#include <optional>
#include <span>
#include <utility>

#include "knowledge-engine/query/results/results_xml.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::query {
namespace {

/// Bytes that go to the sink together.
constexpr std::size_t piece_size = std::size_t{16} << 10;

/// Appends `text`, with what `replacement` gives for a byte instead of it (nothing: the byte itself). Runs of plain
/// bytes are copied whole.
template <typename Replacement>
void append_replacing(std::string& out, std::string_view text, Replacement replacement) {
    std::size_t plain = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const std::string_view instead = replacement(text[at]);
        if (!instead.empty()) {
            out.append(text, plain, at - plain).append(instead);
            plain = at + 1;
        }
    }
    out.append(text, plain);
}

bool is_string_type(const rdf::Term& term) {
    return term.datatype == rdf::xsd_string || !term.language.empty();
}

// --- JSON ---------------------------------------------------------------------------------------------------------

/// RFC 8259, section 7: the short escapes, `\u00XX` for the other controls.
struct JsonEscapes {
    std::array<std::array<char, 6>, 32> text{};
    std::array<std::size_t, 32> size{};
    constexpr JsonEscapes() {
        constexpr std::string_view hex = "0123456789abcdef";
        for (std::size_t c = 0; c < text.size(); ++c) {
            text[c] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
            size[c] = 6;
        }
        for (const auto& [c, letter] : {std::pair('\b', 'b'), {'\f', 'f'}, {'\n', 'n'}, {'\r', 'r'}, {'\t', 't'}}) {
            text[static_cast<std::size_t>(c)][1] = letter;
            size[static_cast<std::size_t>(c)] = 2;
        }
    }
};
constexpr JsonEscapes json_escapes;

std::string_view json_escape(char c) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 32) {
        return {json_escapes.text[byte].data(), json_escapes.size[byte]};
    }
    return c == '"' ? "\\\"" : c == '\\' ? "\\\\" : std::string_view();
}

class JsonWriter final : public ResultWriter {
  public:
    explicit JsonWriter(rdf::ByteSink sink) : ResultWriter(info_of(ResultFormat::Json), std::move(sink)) {}

  private:
    void begin_rows(const std::vector<std::string>& names) override {
        out() += R"({"head":{"vars":[)";
        for (std::size_t i = 0; i < names.size(); ++i) {
            out() += i == 0 ? "" : ",";
            const std::size_t begin = out().size();
            append_string(names[i]);
            keys_.push_back(out().substr(begin) + R"(:{"type":")");
        }
        out() += R"(]},"results":{"bindings":[)";
    }

    Result<void> append_row(Row cells) override {
        out() += is_first_row_ ? "\n{" : ",\n{";
        is_first_row_ = false;
        bool is_first = true;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (cells[i]) {
                out() += is_first ? "" : ",";
                is_first = false;
                out() += keys_[i];
                append_term(*cells[i]);
            }
        }
        out() += '}';
        return {};
    }

    void end_rows() override { out() += "\n]}}\n"; }
    void append_boolean(bool value) override {
        out().append(R"({"head":{},"boolean":)").append(value ? "true" : "false").append("}\n");
    }

    void append_term(const rdf::Term& term) {
        static constexpr std::array<std::string_view, 3> kinds = {"uri", "bnode", "literal"};
        out().append(kinds.at(static_cast<std::size_t>(term.kind))).append(R"(","value":)");
        append_string(term.text);
        if (!term.language.empty()) {
            out() += R"(,"xml:lang":)";
            append_string(term.language);
        } else if (term.is_literal() && !is_string_type(term)) {
            out() += R"(,"datatype":)";
            append_string(term.datatype);
        }
        out() += '}';
    }

    void append_string(std::string_view text) {
        out() += '"';
        append_replacing(out(), text, json_escape);
        out() += '"';
    }

    std::vector<std::string> keys_;  ///< `"name":{"type":"`
    bool is_first_row_ = true;
};

// --- XML ----------------------------------------------------------------------------------------------------------

/// For content and attributes alike. A line break written as it is would be normalised by whoever reads it.
std::string_view xml_escape(char c) {
    switch (c) {
        case '<':
            return "&lt;";
        case '>':
            return "&gt;";
        case '&':
            return "&amp;";
        case '"':
            return "&quot;";
        case '\t':
            return "&#9;";
        case '\n':
            return "&#10;";
        case '\r':
            return "&#13;";
        default:
            return {};
    }
}

class XmlWriter final : public ResultWriter {
  public:
    explicit XmlWriter(rdf::ByteSink sink) : ResultWriter(info_of(ResultFormat::Xml), std::move(sink)) {}

  private:
    void begin_rows(const std::vector<std::string>& names) override {
        append_root();
        out() += "<head>";
        for (const std::string& name : names) {
            out() += "<variable name=\"";
            append_text(name);
            out() += "\"/>";
        }
        names_ = names;
        out() += "</head>\n<results>\n";
    }

    Result<void> append_row(Row cells) override {
        out() += "<result>";
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (cells[i]) {
                out() += "<binding name=\"";
                append_text(names_[i]);
                out() += "\">";
                if (auto appended = append_term(*cells[i]); !appended) {
                    return appended;
                }
                out() += "</binding>";
            }
        }
        out() += "</result>\n";
        return {};
    }

    void end_rows() override { out() += "</results>\n</sparql>\n"; }
    void append_boolean(bool value) override {
        append_root();
        out().append("<head/>\n<boolean>").append(value ? "true" : "false").append("</boolean>\n</sparql>\n");
    }

    void append_root() {
        out().append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sparql xmlns=\"");
        out().append(results_xml_namespace).append("\">\n");
    }

    Result<void> append_term(const rdf::Term& term) {
        if (auto fault = xml_fault(term.text)) {
            return *std::move(fault);
        }
        static constexpr std::array<std::string_view, 3> tags = {"uri", "bnode", "literal"};
        const std::string_view tag = tags.at(static_cast<std::size_t>(term.kind));
        out().append("<").append(tag);
        if (!term.language.empty()) {
            out().append(" xml:lang=\"").append(term.language).append("\"");
        } else if (term.is_literal() && !is_string_type(term)) {
            out() += " datatype=\"";
            append_text(term.datatype);
            out() += '"';
        }
        out() += '>';
        append_text(term.text);
        out().append("</").append(tag).append(">");
        return {};
    }

    void append_text(std::string_view text) { append_replacing(out(), text, xml_escape); }

    std::vector<std::string> names_;
};

// --- CSV and TSV --------------------------------------------------------------------------------------------------

/// Plain text for spreadsheets: which kind of term it was is lost. An empty string is quoted, an unbound cell is not.
class CsvWriter final : public ResultWriter {
  public:
    explicit CsvWriter(rdf::ByteSink sink) : ResultWriter(info_of(ResultFormat::Csv), std::move(sink)) {}

  private:
    void begin_rows(const std::vector<std::string>& names) override {
        for (std::size_t i = 0; i < names.size(); ++i) {
            out().append(i == 0 ? "" : ",").append(names[i]);
        }
        out() += "\r\n";
    }

    Result<void> append_row(Row cells) override {
        for (std::size_t i = 0; i < cells.size(); ++i) {
            out() += i == 0 ? "" : ",";
            if (cells[i]) {
                out() += cells[i]->is_blank_node() ? "_:" : "";
                append_field(cells[i]->text);
            }
        }
        out() += "\r\n";
        return {};
    }

    void end_rows() override {}
    void append_boolean(bool) override {}

    void append_field(std::string_view text) {
        if (!text.empty() && text.find_first_of("\",\r\n") == std::string_view::npos) {
            out() += text;
            return;
        }
        out() += '"';
        append_replacing(out(), text, [](char c) { return std::string_view(c == '"' ? "\"\"" : ""); });
        out() += '"';
    }
};

class TsvWriter final : public ResultWriter {
  public:
    explicit TsvWriter(rdf::ByteSink sink) : ResultWriter(info_of(ResultFormat::Tsv), std::move(sink)) {}

  private:
    void begin_rows(const std::vector<std::string>& names) override {
        for (std::size_t i = 0; i < names.size(); ++i) {
            out().append(i == 0 ? "?" : "\t?").append(names[i]);
        }
        out() += '\n';
    }

    Result<void> append_row(Row cells) override {
        for (std::size_t i = 0; i < cells.size(); ++i) {
            out() += i == 0 ? "" : "\t";
            if (cells[i]) {
                out() += rdf::to_short_text(*cells[i]);
            }
        }
        out() += '\n';
        return {};
    }

    void end_rows() override {}
    void append_boolean(bool) override {}
};

Error not_in(const ResultFormatInfo& format, std::string_view what) {
    return invalid_input(std::string(what) + " cannot be written as " + std::string(format.media_type) + ".");
}

}  // namespace

Result<void> ResultWriter::variables(const std::vector<std::string>& names) {
    has_rows_ = true;
    begin_rows(names);
    return {};
}

Result<void> ResultWriter::row(Row cells) {
    if (auto appended = append_row(cells); !appended) {
        return appended;
    }
    return buffer_.size() < piece_size ? Result<void>() : flush();
}

Result<void> ResultWriter::boolean(bool value) {
    if (!format_.has_boolean) {
        return not_in(format_, "The answer to ASK");
    }
    append_boolean(value);
    return {};
}

Result<void> ResultWriter::graph() {
    return not_in(format_, "A graph");
}

Result<void> ResultWriter::triple(const rdf::Quad&) {
    return not_in(format_, "A graph");
}

Result<void> ResultWriter::finish() {
    if (has_rows_) {
        end_rows();
    }
    return flush();
}

Result<void> ResultWriter::flush() {
    auto taken = sink_(buffer_);
    buffer_.clear();
    return taken;
}

std::unique_ptr<ResultWriter> make_result_writer(ResultFormat format, rdf::ByteSink sink) {
    switch (format) {
        case ResultFormat::Json:
            return std::make_unique<JsonWriter>(std::move(sink));
        case ResultFormat::Xml:
            return std::make_unique<XmlWriter>(std::move(sink));
        case ResultFormat::Csv:
            return std::make_unique<CsvWriter>(std::move(sink));
        case ResultFormat::Tsv:
            break;
    }
    return std::make_unique<TsvWriter>(std::move(sink));
}

}  // namespace gridlore::query
