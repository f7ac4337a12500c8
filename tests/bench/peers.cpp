#include "tests/bench/peers.h"

#include <serd/serd.h>
#include <sord/sord.h>

#include <chrono>
#include <fstream>

#include "tests/bench/checked.h"

namespace gridlore::bench {
namespace {

const std::uint8_t* bytes(const std::string& text) {
    return reinterpret_cast<const std::uint8_t*>(text.c_str());
}

SerdStatus count(void* handle, SerdStatementFlags, const SerdNode*, const SerdNode*, const SerdNode*, const SerdNode*,
                 const SerdNode*, const SerdNode*) {
    ++*static_cast<std::uint64_t*>(handle);
    return SERD_SUCCESS;
}

void read(SerdReader* reader, const std::filesystem::path& file) {
    const std::unique_ptr<FILE, int (*)(FILE*)> opened(std::fopen(file.c_str(), "rb"), std::fclose);
    if (opened == nullptr || serd_reader_read_file_handle(reader, opened.get(), bytes(file.string())) > SERD_FAILURE) {
        give_up("Serd does not read " + file.string());
    }
}

}  // namespace

rdf::ByteSource file_source(const std::filesystem::path& file) {
    auto opened = std::make_shared<std::ifstream>(file, std::ios::binary);
    if (!*opened) {
        give_up("cannot open " + file.string());
    }
    return [opened](std::span<char> room) -> Result<std::size_t> {
        opened->read(room.data(), static_cast<std::streamsize>(room.size()));
        return static_cast<std::size_t>(opened->gcount());
    };
}

Parsed parse_with_serd(const std::filesystem::path& file) {
    Parsed parsed;
    const auto begin = std::chrono::steady_clock::now();
    const std::unique_ptr<SerdReader, void (*)(SerdReader*)> reader(
        serd_reader_new(SERD_NTRIPLES, &parsed.quads, nullptr, nullptr, nullptr, count, nullptr), serd_reader_free);
    read(reader.get(), file);
    parsed.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return parsed;
}

struct SordPeer::Impl {
    std::unique_ptr<SordWorld, void (*)(SordWorld*)> world{sord_world_new(), sord_world_free};
    std::unique_ptr<SordModel, void (*)(SordModel*)> model{sord_new(world.get(), SORD_SPO, false), sord_free};
};

SordPeer::SordPeer(const std::filesystem::path& file) : impl_(std::make_unique<Impl>()) {
    const std::unique_ptr<SerdEnv, void (*)(SerdEnv*)> env(serd_env_new(nullptr), serd_env_free);
    const std::unique_ptr<SerdReader, void (*)(SerdReader*)> reader(
        sord_new_reader(impl_->model.get(), env.get(), SERD_NTRIPLES, nullptr), serd_reader_free);
    read(reader.get(), file);
}

SordPeer::~SordPeer() = default;

std::uint64_t SordPeer::join(const std::string& subject, const std::string& first, const std::string& second) const {
    SordWorld* world = impl_->world.get();
    SordNode* s = sord_new_uri(world, bytes(subject));
    SordNode* p = sord_new_uri(world, bytes(first));
    SordNode* q = sord_new_uri(world, bytes(second));
    std::uint64_t rows = 0;
    SordIter* outer = sord_search(impl_->model.get(), s, p, nullptr, nullptr);
    for (; !sord_iter_end(outer); sord_iter_next(outer)) {
        SordIter* inner = sord_search(impl_->model.get(), sord_iter_get_node(outer, SORD_OBJECT), q, nullptr, nullptr);
        for (; !sord_iter_end(inner); sord_iter_next(inner)) {
            rows += sord_iter_get_node(inner, SORD_OBJECT) != nullptr ? 1 : 0;
        }
        sord_iter_free(inner);
    }
    sord_iter_free(outer);
    for (SordNode* node : {s, p, q}) {
        sord_node_free(world, node);
    }
    return rows;
}

}  // namespace gridlore::bench
