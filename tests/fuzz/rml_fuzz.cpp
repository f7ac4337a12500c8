/// Sources of RML, its documents, and JSONPath: read without a fault of ours, and what is read can be asked. The first
/// byte says what the rest is.

#include <string>

#include "adapter/rml/json_path.h"
#include "adapter/rml/read_rml.h"
#include "adapter/rml/read_yarrrml.h"
#include "adapter/rml/records.h"
#include "tests/fuzz/require.h"

namespace gridlore {
namespace {

template <typename T>
bool is_read(const Result<T>& result) {
    if (!result) {
        fuzz::require_refusal(result.error());
    }
    return result.has_value();
}

/// The text up to a line's end is a reference, what is behind it the source.
void ask(rml::ReferenceFormulation formulation, std::string_view text) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    rml::LogicalSource source;
    source.formulation = formulation;
    source.iterator = formulation == rml::ReferenceFormulation::Csv        ? ""
                      : formulation == rml::ReferenceFormulation::JsonPath ? "$..*"
                                                                           : "//*";
    const auto records = rml::open_records(source, text.substr(std::min(end + 1, text.size())));
    if (!is_read(records)) {
        return;
    }
    const auto reference = (*records)->compile(text.substr(0, end));
    if (!is_read(reference)) {
        return;
    }
    for (std::size_t at = 0; at < (*records)->size(); ++at) {
        std::vector<rml::Value> values;
        is_read((*records)->append_values(at, *reference, values));
    }
}

}  // namespace
}  // namespace gridlore

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace gridlore;
    if (size == 0) {
        return 0;
    }
    const std::string_view text = fuzz::text_of(data + 1, size - 1);
    switch (data[0]) {
        case 'c':
            ask(rml::ReferenceFormulation::Csv, text);
            break;
        case 'j':
            ask(rml::ReferenceFormulation::JsonPath, text);
            break;
        case 'x':
            ask(rml::ReferenceFormulation::XPath, text);
            break;
        case 'y':
            is_read(rml::read_yarrrml(text));
            break;
        case 'r':
            is_read(rml::read_rml(text));
            break;
        default:
            is_read(rml::JsonPath::parse(text));
    }
    return 0;
}
