/// What the endpoint tells of itself (SPARQL 1.1 Service Description). Private to this folder.
#pragma once

#include "adapter/sparql/services.h"

namespace gridlore::sparql {

void describe_service(Services& services, Task& task);

}  // namespace gridlore::sparql
