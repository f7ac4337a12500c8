/// `call` of a binding: of a REST service or of a database (docs/mapping-documents.md, "Bindings to the world" and
/// "Databases"). Problems go to those of the address reader. Private to this folder.
#pragma once

#include "adapter/service/address_reader.h"
#include "adapter/service/bind.h"

namespace gridlore::service {

Call read_call(const mapping::YamlNode& node, AddressReader& address_reader);
SqlCall read_sql_call(const mapping::YamlNode& node, AddressReader& address_reader);

}  // namespace gridlore::service
