#include "knowledge-engine/store/lmdb/store_state.h"

#include <array>

#include "knowledge-engine/store/lmdb/environment.h"

namespace gridlore::store::lmdb {
namespace {

constexpr std::string_view state_key = "state";
constexpr std::string_view magic = "gridlore";
constexpr std::array fields = {&StoreState::next_id, &StoreState::version, &StoreState::seed, &StoreState::lookalikes};

std::uint64_t read_number(std::string_view bytes, std::size_t place) {
    return read_id(bytes.data() + place).bits();
}

}  // namespace

std::string encode_state(const StoreState& state) {
    std::string bytes(magic);
    bytes += IdBytes(std::uint64_t{format_version}).view();
    for (const auto field : fields) {
        bytes += IdBytes(state.*field).view();
    }
    return bytes;
}

Result<StoreState> decode_state(std::string_view bytes) {
    constexpr std::size_t numbers = magic.size() + id_size;
    if (bytes.size() < numbers || !bytes.starts_with(magic)) {
        return invalid_input("this LMDB file was not made by this program");
    }
    if (const std::uint64_t version = read_number(bytes, magic.size()); version != format_version) {
        return invalid_input("the store has format version " + std::to_string(version) +
                             "; this program reads version " + std::to_string(format_version) +
                             ": export it with the program that made it, import it here");
    }
    if (bytes.size() != numbers + fields.size() * id_size) {
        return Error{ErrorKind::Internal, "the store's file is damaged: its state has a wrong size"};
    }
    StoreState state;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        state.*fields[i] = read_number(bytes, numbers + i * id_size);
    }
    if (state.next_id == 0 || state.next_id >= rdf::TermId::inline_bit) {
        return Error{ErrorKind::Internal, "the store's file is damaged: its next id is out of bounds"};
    }
    return state;
}

Result<StoreState> read_state(MDB_txn* txn, const Tables& tables) {
    auto bytes = get(txn, tables[Table::Meta], state_key);
    if (!bytes) {
        return std::move(bytes).error();
    }
    return decode_state(bytes->value_or(std::string_view()));
}

int write_state(MDB_txn* txn, const Tables& tables, const StoreState& state) {
    const std::string bytes = encode_state(state);
    MDB_val key = to_val(state_key);
    MDB_val value = to_val(bytes);
    return mdb_put(txn, tables[Table::Meta], &key, &value, 0);
}

}  // namespace gridlore::store::lmdb
