#include "adapter/mapping/lift.h"
