/// `serve` of a binding (docs/mapping-documents.md, "Bindings to the world"). Private to this folder.
#pragma once

#include "adapter/service/address_reader.h"
#include "adapter/service/bind.h"

namespace gridlore::service {

/// Problems go to those of `address_reader`.
Serve read_serve(const mapping::YamlNode& node, AddressReader& address_reader);

}  // namespace gridlore::service
