#include "adapter/mapping/read_document.h"
