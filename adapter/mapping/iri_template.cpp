#include "adapter/mapping/iri_template.h"
