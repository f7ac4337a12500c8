#include "adapter/mapping/rows.h"
