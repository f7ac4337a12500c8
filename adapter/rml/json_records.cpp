#include <algorithm>
#include <map>

#include "adapter/rml/json_path.h"
#include "adapter/rml/json_value.h"
#include "adapter/rml/records.h"
#include "knowledge-engine/rdf/namespaces.h"

namespace gridlore::rml {
namespace {

using Kind = JsonValue::Kind;

/// RML-Core, "natural mapping" of JSON: a number with a fraction or an exponent is a double.
std::string_view datatype_of(const JsonValue& value) {
    switch (value.kind) {
        case Kind::Boolean:
            return rdf::xsd_boolean;
        case Kind::Number:
            return value.text.find_first_of(".eE") == std::string::npos ? rdf::xsd_integer : rdf::xsd_double;
        default:
            return rdf::xsd_string;
    }
}

class JsonRecords final : public Records {
  public:
    JsonRecords(const LogicalSource& source, JsonValue root)
        : nulls_(source.nulls), has_natural_types_(source.has_natural_types), root_(std::move(root)) {}

    Result<void> iterate(std::string_view iterator) {
        auto path = JsonPath::parse(iterator.empty() ? "$" : iterator);
        auto found = path ? path->select(root_) : std::move(path).error();
        if (!found) {
            return std::move(found).error();
        }
        records_ = *std::move(found);
        return {};
    }

    std::size_t size() const override { return records_.size(); }

    Result<std::size_t> compile(std::string_view reference) override {
        auto path = JsonPath::parse(json_path_of(reference));
        if (!path) {
            return std::move(path).error();
        }
        paths_.emplace_back(std::string(reference), *std::move(path));
        return paths_.size() - 1;
    }

    Result<void> append_values(std::size_t record, std::size_t reference, std::vector<Value>& values) override {
        const auto& [text, path] = paths_[reference];
        const auto found = path.select(*records_[record]);
        if (!found) {
            return found.error();
        }
        if (found->size() > value_limit) {
            return Error{ErrorKind::LimitExceeded, "the reference `" + text + "` finds more values than the limit of " +
                                                       std::to_string(value_limit)};
        }
        for (const JsonValue* const value : *found) {
            if (value->kind == Kind::Array || value->kind == Kind::Object) {
                return no_value(text, *value);
            }
            if (value->kind != Kind::Null && std::find(nulls_.begin(), nulls_.end(), value->text) == nulls_.end()) {
                values.push_back({value->text, has_natural_types_ ? datatype_of(*value) : rdf::xsd_string});
            }
        }
        return {};
    }

  private:
    static Error no_value(const std::string& reference, const JsonValue& found) {
        const bool is_list = found.kind == Kind::Array;
        return invalid_input("the reference `" + reference + "` finds " + (is_list ? "a list" : "an object") +
                             ", of which no term can be made: for what is in it write `" + reference +
                             (is_list ? "[*]`" : ".name`"));
    }

    std::vector<std::string> nulls_;
    bool has_natural_types_;
    JsonValue root_;
    std::vector<const JsonValue*> records_;
    std::vector<std::pair<std::string, JsonPath>> paths_;
};

}  // namespace

std::string json_path_of(std::string_view reference) {
    if (reference.starts_with('$')) {
        return std::string(reference);
    }
    if (reference.find_first_of(".[]*@?()'\"") != std::string_view::npos) {
        return (reference.starts_with('[') ? "$" : "$.") + std::string(reference);
    }
    std::string path = "$['";
    for (const char c : reference) {
        path += c == '\\' ? "\\\\" : std::string(1, c);
    }
    return path + "']";
}

Result<void> check_json_path(std::string_view path) {
    auto parsed = JsonPath::parse(path);
    return parsed ? Result<void>() : std::move(parsed).error();
}

Result<std::unique_ptr<Records>> open_json(const LogicalSource& source, std::string_view content) {
    auto root = parse_json(content);
    if (!root) {
        return std::move(root).error();
    }
    auto records = std::make_unique<JsonRecords>(source, *std::move(root));
    if (auto iterated = records->iterate(source.iterator); !iterated) {
        return std::move(iterated).error();
    }
    return std::unique_ptr<Records>(std::move(records));
}

}  // namespace gridlore::rml
