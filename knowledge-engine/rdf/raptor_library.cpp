#include "knowledge-engine/rdf/raptor_library.h"

#include <dlfcn.h>

#include <cstring>

#include "knowledge-engine/rdf/utf8.h"

namespace gridlore::rdf {
namespace {

std::mutex& only_turn() {
    static std::mutex mutex;
    return mutex;
}

void on_log(void* data, raptor_log_message* message) {
    if (message->level < RAPTOR_LOG_LEVEL_ERROR) {
        // It leaves such elements out, though RDF/XML (7.2.4) forbids them, and warns.
        if (std::string_view(message->text).find("has aboutEach") != std::string_view::npos) {
            static_cast<RaptorListener*>(data)->on_error(
                message->locator, "rdf:aboutEach and rdf:aboutEachPrefix are no longer part of RDF");
        }
        return;
    }
    // It may hold some of the document, cut off inside a character.
    const std::string_view text(message->text);
    const std::string_view line = text.substr(0, text.find('\n'));
    static_cast<RaptorListener*>(data)->on_error(message->locator, line.substr(0, first_invalid_utf8(line)));
}

/// No label in a document begins with a digit, so a name that does is none of them.
unsigned char* name_blank_node(void* data, unsigned char* label) {
    if (label != nullptr) {
        return label;
    }
    const std::string name = "0" + std::to_string(++static_cast<RaptorListener*>(data)->blank_nodes);
    auto* copy = static_cast<unsigned char*>(raptor().raptor_alloc_memory(name.size() + 1));
    std::memcpy(copy, name.c_str(), name.size() + 1);
    return copy;
}

}  // namespace

Raptor::Raptor() : library(dlopen("libraptor2.so.0", RTLD_NOW | RTLD_LOCAL)) {}

void* Raptor::symbol(const char* name) const {
    return library == nullptr ? nullptr : dlsym(library, name);
}

const Raptor& raptor() {
    static const Raptor loaded;
    return loaded;
}

Result<void> find_raptor() {
    if (raptor().library == nullptr) {
        return Error{ErrorKind::Unavailable, "RDF/XML needs the Raptor library; install the package libraptor2-0"};
    }
    return {};
}

raptor_world* RaptorTurn::world() {
    static raptor_world* const opened = [] {
        raptor_world* world = raptor().raptor_new_world_internal(RAPTOR_VERSION);
        raptor().raptor_world_open(world);
        return world;
    }();
    return opened;
}

RaptorTurn::RaptorTurn(RaptorListener& listener) : lock_(only_turn()) {
    raptor().raptor_world_set_log_handler(world(), &listener, on_log);
    raptor().raptor_world_set_generate_bnodeid_handler(world(), &listener, name_blank_node);
}

RaptorTurn::~RaptorTurn() {
    raptor().raptor_world_set_log_handler(world(), nullptr, nullptr);
}

}  // namespace gridlore::rdf
