/// The term of one variable, of any kind (docs/mapping-documents.md, "Terms"). Private to this folder.
#pragma once

#include <array>
#include <chrono>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapter/mapping/codecs/codecs.h"
#include "adapter/mapping/read/term_reader.h"

namespace gridlore::mapping {

/// Each kind has a function; errors are told to the reading. Confined; all that is handed over must outlive it.
class TermReader {
  public:
    TermReader(const YamlNode& node, const YamlNode* tables, const rdf::PrefixMap& prefixes, Reading& reading)
        : node_(node), tables_(tables), prefixes_(prefixes), reading_(reading) {}

    TermDefinition read();

  private:
    struct Kind {
        std::string_view name;
        void (TermReader::*read)(const YamlNode&);
        std::initializer_list<std::string_view> members;
    };
    static const std::array<Kind, 10>& all_kinds();

    void read_kind();
    void read_iri(const YamlNode& value);
    void read_made_iri(const YamlNode& value, const std::vector<std::string>& names);
    void read_position(const YamlNode& value);
    void read_constant(const YamlNode& value);
    void read_uuid(const YamlNode& value);
    void read_given();

    void read_literal(const YamlNode& value);
    void read_date_time(const YamlNode& value);
    void read_date(const YamlNode& value);
    void read_table(const YamlNode& value);
    void read_boolean(const YamlNode& value);
    void read_entries(const YamlNode& map, const std::string& name);
    void mark_odd(std::vector<TableEntry>& entries);
    std::string datatype(const YamlNode& value);
    std::vector<std::string> formats(const YamlNode& value);
    Repeated repeated();
    std::optional<std::chrono::seconds> interval();

    void error(TextPosition position, std::string message);
    std::optional<std::string> text(const YamlNode& value);
    void set_codec(Result<CodecPtr> codec, TextPosition position);
    std::optional<IriTemplate> iri_template(const YamlNode& value);
    std::vector<JsonKind> json_kinds(std::optional<JsonKind> otherwise);
    void add_json_kind(const YamlText& text, std::vector<JsonKind>& found);
    std::optional<rdf::Term> value_term(const YamlNode& value);

    const YamlNode& node_;
    const YamlNode* tables_;
    const rdf::PrefixMap& prefixes_;
    Reading& reading_;
    TermDefinition definition_;
    bool is_faulty_ = false;
};

}  // namespace gridlore::mapping
