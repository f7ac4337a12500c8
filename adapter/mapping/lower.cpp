#include "adapter/mapping/lower.h"
