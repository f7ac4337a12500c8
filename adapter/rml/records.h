/// The records of a logical source, and what references find in them.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "adapter/rml/rml_document.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::rml {

struct Value {
    std::string text;
    std::string_view datatype;  ///< xsd:string, or of JSON that of a number or boolean; lives for ever
};

/// Confined.
class Records {
  public:
    virtual ~Records() = default;

    virtual std::size_t size() const = 0;
    /// A number by which `values` knows the reference. InvalidInput: it is not well-formed, or names no column.
    virtual Result<std::size_t> compile(std::string_view reference) = 0;
    /// Appends what the reference finds in a record: nothing, one value or several. Precondition: both exist.
    /// InvalidInput: what it finds is no value, such as a list of JSON; LimitExceeded.
    virtual Result<void> append_values(std::size_t record, std::size_t reference, std::vector<Value>& values) = 0;
};

/// Reads the content of the source's file. InvalidInput: it is not what the source says, with line or record;
/// LimitExceeded: nested too deep, a value too long, and so on.
Result<std::unique_ptr<Records>> open_records(const LogicalSource& source, std::string_view content);

/// Whether the source's iterator, and a reference, are well-formed, as far as can be told without the file.
Result<void> check_iterator(const LogicalSource& source);
Result<void> check_reference(const LogicalSource& source, std::string_view reference);

inline constexpr std::size_t csv_field_limit = std::size_t{16} << 20;  ///< bytes
inline constexpr std::size_t value_limit = std::size_t{1} << 20;       ///< values of one reference in one record

// One kind each. Private to this folder.
Result<std::unique_ptr<Records>> open_csv(const LogicalSource& source, std::string_view content);
Result<std::unique_ptr<Records>> open_json(const LogicalSource& source, std::string_view content);
Result<std::unique_ptr<Records>> open_xml(const LogicalSource& source, std::string_view content);
Result<void> check_json_path(std::string_view path);
/// A path of the older vocabulary may stand without `$.`.
std::string json_path_of(std::string_view reference);
Result<void> check_xpath(const LogicalSource& source, std::string_view path);

}  // namespace gridlore::rml
