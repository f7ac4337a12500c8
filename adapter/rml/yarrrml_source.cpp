#include "adapter/rml/yarrrml_source.h"

#include <algorithm>
#include <map>

#include "adapter/rml/read_source.h"

namespace gridlore::rml {
namespace {

class Reader {
  public:
    explicit Reader(const YAML::Node& named) : named_(named) {}

    std::vector<LogicalSource> read_sources(const YAML::Node& node) {
        std::vector<LogicalSource> made;
        const bool is_shortcut = node.IsDefined() && node.IsSequence() && is_source_shortcut(node);
        for (const YAML::Node& one : is_shortcut ? YamlNodes{node} : list_of(node)) {
            if (one.IsSequence() && !is_source_shortcut(one)) {
                for (const YAML::Node& inner : one) {  // the specification's own example lists names in a list
                    made.push_back(read_source(inner));
                }
            } else {
                made.push_back(read_source(one));
            }
        }
        return made;
    }

  private:
    /// `[person.json~jsonpath, "$.persons[*]"]`
    static bool is_source_shortcut(const YAML::Node& list) {
        return list.size() > 0 && list[0].IsScalar() && list[0].Scalar().find('~') != std::string::npos;
    }

    LogicalSource read_source(const YAML::Node& node) {
        if (node.IsSequence()) {
            return read_source_shortcut(node);
        }
        if (node.IsMap()) {
            return read_source_map(node);
        }
        const std::string name = scalar(node, "the name of a source");
        const YAML::Node named = named_.IsDefined() ? entry(named_, {name}) : YAML::Node(YAML::NodeType::Undefined);
        if (!named.IsDefined()) {
            fail(node, "there is no source `" + name + "`");
        }
        if (named.IsScalar()) {
            fail(named, "expected a source as a list or as lines of the form `key: value`");
        }
        return read_source(named);
    }

    LogicalSource read_source_shortcut(const YAML::Node& list) {
        if (list.size() == 0 || list.size() > 2) {
            fail(list, "expected a source as [FILE~FORMULATION, ITERATOR]");
        }
        std::string file = scalar(list[0], "a file");
        const std::size_t mark = file.rfind('~');
        const std::string formulation = mark == std::string::npos ? "" : file.substr(mark + 1);
        file.resize(std::min(mark, file.size()));
        return source_of(list, file, formulation, list.size() == 2 ? scalar(list[1], "the iterator") : "");
    }

    LogicalSource read_source_map(const YAML::Node& map) {
        check_keys(map, "a source",
                   {{"access"}, {"type"}, {"referenceFormulation"}, {"iterator"}, {"delimiter"}, {"encoding"}});
        const auto text = [&](const char* key) {
            const YAML::Node value = entry(map, {key});
            return value.IsDefined() ? scalar(value, key) : std::string();
        };
        if (const std::string type = text("type"); !type.empty() && type != "localfile") {
            fail(map, "a source of type `" + type + "` is not supported: expected localfile");
        }
        if (const std::string encoding = text("encoding");
            !encoding.empty() && encoding != "utf-8" && encoding != "UTF-8") {
            fail(map, "the encoding `" + encoding + "` is not supported: expected utf-8");
        }
        LogicalSource made = source_of(map, text("access"), text("referenceFormulation"), text("iterator"));
        if (const std::string delimiter = text("delimiter"); !delimiter.empty()) {
            if (delimiter.size() != 1 || delimiter.find_first_of("\"\r\n") != std::string::npos) {
                fail(map, "expected the delimiter as one character of ASCII");
            }
            made.delimiter = delimiter.front();
        }
        return made;
    }

    static LogicalSource source_of(const YAML::Node& node, const std::string& file, const std::string& formulation,
                                   const std::string& iterator) {
        static const std::map<std::string, ReferenceFormulation> known{{"csv", ReferenceFormulation::Csv},
                                                                       {"jsonpath", ReferenceFormulation::JsonPath},
                                                                       {"xpath", ReferenceFormulation::XPath}};
        LogicalSource made;
        made.file = file;
        made.iterator = iterator;
        if (const auto found = known.find(formulation); found != known.end()) {
            made.formulation = found->second;
        } else if (const auto by_name = formulation_of_file(file); formulation.empty() && by_name) {
            made.formulation = *by_name;
        } else {
            fail(node, "the reference formulation `" + formulation + "` is not known: expected csv, jsonpath or xpath");
        }
        return made;
    }

    const YAML::Node& named_;
};

}  // namespace

std::vector<LogicalSource> read_yarrrml_sources(const YAML::Node& node, const YAML::Node& named) {
    return Reader(named).read_sources(node);
}

}  // namespace gridlore::rml
