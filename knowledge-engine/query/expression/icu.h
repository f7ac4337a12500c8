/// What is used of the ICU library, loaded when it is first needed. Immutable; safe to share between threads. Private
/// to this folder.
#pragma once

#define U_SHOW_CPLUSPLUS_API 0
#include <unicode/ucasemap.h>
#include <unicode/uregex.h>
#include <unicode/ustring.h>

#include <string>
#include <string_view>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/query/expression/loaded_library.h"

namespace gridlore::query {

struct Icu {
    LoadedLibrary library;
// ICU's names are macros that append its version: these give the name that the library has, and the member's the same.
#define GRIDLORE_ICU_NAME(name) #name
// NOLINTBEGIN(bugprone-macro-parentheses): the name of a member cannot have any
#define GRIDLORE_ICU(name) decltype(&::name) name = library.function(GRIDLORE_ICU_NAME(name), decltype(&::name){})
    // NOLINTEND(bugprone-macro-parentheses)
    GRIDLORE_ICU(u_strFromUTF8);
    GRIDLORE_ICU(u_strToUTF8);
    GRIDLORE_ICU(ucasemap_open);
    GRIDLORE_ICU(ucasemap_close);
    GRIDLORE_ICU(ucasemap_utf8ToUpper);
    GRIDLORE_ICU(ucasemap_utf8ToLower);
    GRIDLORE_ICU(uregex_open);
    GRIDLORE_ICU(uregex_close);
    GRIDLORE_ICU(uregex_setText);
    GRIDLORE_ICU(uregex_find);
    GRIDLORE_ICU(uregex_findNext);
    GRIDLORE_ICU(uregex_start);
    GRIDLORE_ICU(uregex_end);
    GRIDLORE_ICU(uregex_groupCount);
    GRIDLORE_ICU(uregex_setTimeLimit);
    GRIDLORE_ICU(uregex_setStackLimit);
    GRIDLORE_ICU(uregex_setMatchCallback);
#undef GRIDLORE_ICU
#undef GRIDLORE_ICU_NAME

    Icu();
};

/// Precondition: `find_icu` succeeded.
const Icu& icu();
/// Unavailable if the library is not installed.
Result<void> find_icu();

/// Precondition of these two: `find_icu` succeeded, and `text` is well-formed.
std::u16string to_utf16(std::string_view text);
void append_as_utf8(std::string& out, std::u16string_view text);

}  // namespace gridlore::query
