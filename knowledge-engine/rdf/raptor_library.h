/// The Raptor library: its functions, and turns to use them. Loaded when it is first needed; it stays. Private to this
/// folder.
#pragma once

#include <raptor2/raptor2.h>

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "knowledge-engine/base/result.h"

namespace gridlore::rdf {

struct Raptor {
    void* library;
// NOLINTBEGIN(bugprone-macro-parentheses): the name of a member cannot have any
#define GRIDLORE_RAPTOR(name) decltype(&::name) name = function(#name, decltype(&::name){})
    // NOLINTEND(bugprone-macro-parentheses)
    GRIDLORE_RAPTOR(raptor_new_world_internal);
    GRIDLORE_RAPTOR(raptor_world_open);
    GRIDLORE_RAPTOR(raptor_world_set_log_handler);
    GRIDLORE_RAPTOR(raptor_world_set_generate_bnodeid_handler);
    GRIDLORE_RAPTOR(raptor_new_parser);
    GRIDLORE_RAPTOR(raptor_free_parser);
    GRIDLORE_RAPTOR(raptor_parser_set_option);
    GRIDLORE_RAPTOR(raptor_parser_set_statement_handler);
    GRIDLORE_RAPTOR(raptor_parser_set_namespace_handler);
    GRIDLORE_RAPTOR(raptor_parser_parse_start);
    GRIDLORE_RAPTOR(raptor_parser_parse_chunk);
    GRIDLORE_RAPTOR(raptor_parser_get_locator);
    GRIDLORE_RAPTOR(raptor_new_uri);
    GRIDLORE_RAPTOR(raptor_new_uri_from_counted_string);
    GRIDLORE_RAPTOR(raptor_free_uri);
    GRIDLORE_RAPTOR(raptor_uri_as_string);
    GRIDLORE_RAPTOR(raptor_uri_as_counted_string);
    GRIDLORE_RAPTOR(raptor_namespace_get_prefix);
    GRIDLORE_RAPTOR(raptor_namespace_get_uri);
    GRIDLORE_RAPTOR(raptor_locator_line);
    GRIDLORE_RAPTOR(raptor_new_serializer);
    GRIDLORE_RAPTOR(raptor_free_serializer);
    GRIDLORE_RAPTOR(raptor_serializer_set_namespace);
    GRIDLORE_RAPTOR(raptor_serializer_start_to_iostream);
    GRIDLORE_RAPTOR(raptor_serializer_serialize_statement);
    GRIDLORE_RAPTOR(raptor_serializer_serialize_end);
    GRIDLORE_RAPTOR(raptor_new_iostream_from_handler);
    GRIDLORE_RAPTOR(raptor_free_iostream);
    GRIDLORE_RAPTOR(raptor_new_statement);
    GRIDLORE_RAPTOR(raptor_free_statement);
    GRIDLORE_RAPTOR(raptor_new_term_from_uri);
    GRIDLORE_RAPTOR(raptor_new_term_from_counted_blank);
    GRIDLORE_RAPTOR(raptor_new_term_from_counted_literal);
    GRIDLORE_RAPTOR(raptor_alloc_memory);
#undef GRIDLORE_RAPTOR

    Raptor();

  private:
    void* symbol(const char* name) const;
    template <typename Function>
    Function* function(const char* name, Function*) const {
        return reinterpret_cast<Function*>(symbol(name));
    }
};

const Raptor& raptor();
/// Unavailable if the library is not installed.
Result<void> find_raptor();

inline const unsigned char* raptor_bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

/// What Raptor says while one document is read or written, and the names it gives to nodes without one.
struct RaptorListener {
    std::function<void(const raptor_locator*, std::string_view)> on_error;
    std::uint64_t blank_nodes = 0;
};

/// Raptor's XML library keeps state for all threads, and drops it when any world ends: so there is one world, which
/// stays, and it is used by one thread at a time, for a call or a few. Whatever is made in it is ended in a turn, too.
class RaptorTurn {
  public:
    explicit RaptorTurn(RaptorListener& listener);
    ~RaptorTurn();
    RaptorTurn(const RaptorTurn&) = delete;
    RaptorTurn& operator=(const RaptorTurn&) = delete;

    static raptor_world* world();

  private:
    const std::lock_guard<std::mutex> lock_;
};

}  // namespace gridlore::rdf
