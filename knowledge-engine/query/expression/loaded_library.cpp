#include "knowledge-engine/query/expression/loaded_library.h"

#include <dlfcn.h>

namespace gridlore::query {

LoadedLibrary::LoadedLibrary(const char* name) : library_(dlopen(name, RTLD_NOW | RTLD_LOCAL)) {}

void* LoadedLibrary::symbol(const char* name) const {
    return library_ == nullptr ? nullptr : dlsym(library_, name);
}

}  // namespace gridlore::query
