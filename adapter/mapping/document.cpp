#include "adapter/mapping/document.h"
