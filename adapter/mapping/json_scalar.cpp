#include "adapter/mapping/json_scalar.h"
