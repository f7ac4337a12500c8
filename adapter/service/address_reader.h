/// What `serve` and `call` have in common: a method, a path, parameters, and the variables of the document that these
/// name. Confined to one thread. Private to this folder.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapter/mapping/document.h"
#include "adapter/service/bind.h"
#include "adapter/service/member_reader.h"

namespace gridlore::service {

class AddressReader {
  public:
    /// What it is given must outlive it.
    AddressReader(const mapping::Document& document, Problems& problems) : document_(document), problems_(problems) {}

    /// `position` is that of the whole.
    Address read(MemberReader& reader, TextPosition position);

    PathTemplate read_path(std::string_view text, TextPosition position);
    /// `?x`. Nothing, and a problem: it is none, or the document has none of that name.
    std::optional<std::size_t> variable_of(const mapping::YamlText& text);

    const mapping::Document& document() const { return document_; }
    Problems& problems() { return problems_; }
    void problem(TextPosition position, std::string message, std::string variable = {});

  private:
    void read_method(MemberReader& reader, TextPosition position, Address& address);
    void add_path_parameters(Address& address) const;
    void read_parameters(MemberReader& reader, std::string_view member, Parameter::Place place, Address& address);
    void read_parameter(const mapping::YamlNode& node, Parameter& parameter);
    void read_meaning(const mapping::YamlText& text, Parameter& parameter, Bound bound);

    const mapping::Document& document_;
    Problems& problems_;
};

}  // namespace gridlore::service
