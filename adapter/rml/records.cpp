#include "adapter/rml/records.h"

namespace gridlore::rml {

Result<std::unique_ptr<Records>> open_records(const LogicalSource& source, std::string_view content) {
    switch (source.formulation) {
        case ReferenceFormulation::Csv:
            return open_csv(source, content);
        case ReferenceFormulation::JsonPath:
            return open_json(source, content);
        default:
            return open_xml(source, content);
    }
}

Result<void> check_iterator(const LogicalSource& source) {
    if (source.formulation == ReferenceFormulation::Csv) {
        return source.iterator.empty() ? Result<void>()
                                       : invalid_input("a source of CSV has no iterator: its records are its lines");
    }
    if (source.iterator.empty()) {
        return {};
    }
    return source.formulation == ReferenceFormulation::JsonPath ? check_json_path(source.iterator)
                                                                : check_xpath(source, source.iterator);
}

Result<void> check_reference(const LogicalSource& source, std::string_view reference) {
    switch (source.formulation) {
        case ReferenceFormulation::Csv:
            return {};  // any text may be the name of a column
        case ReferenceFormulation::JsonPath:
            return check_json_path(json_path_of(reference));
        default:
            return check_xpath(source, reference);
    }
}

}  // namespace gridlore::rml
