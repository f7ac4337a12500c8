#include "knowledge-engine/query/expression/icu.h"

#include <unicode/uvernum.h>

namespace gridlore::query {

#define GRIDLORE_TEXT_OF(number) #number
#define GRIDLORE_TEXT(macro) GRIDLORE_TEXT_OF(macro)
Icu::Icu() : library("libicui18n.so." GRIDLORE_TEXT(U_ICU_VERSION_MAJOR_NUM)) {}
#undef GRIDLORE_TEXT
#undef GRIDLORE_TEXT_OF

const Icu& icu() {
    static const Icu loaded;
    return loaded;
}

Result<void> find_icu() {
    if (!icu().library.is_there()) {
        return Error{ErrorKind::Unavailable,
                     "regular expressions and letter case need the ICU library; install the "
                     "package libicu" +
                         std::to_string(U_ICU_VERSION_MAJOR_NUM)};
    }
    return {};
}

std::u16string to_utf16(std::string_view text) {
    std::u16string result(text.size(), u'\0');  // no character needs more units than bytes
    int32_t length = 0;
    UErrorCode status = U_ZERO_ERROR;
    icu().u_strFromUTF8(result.data(), static_cast<int32_t>(result.size()), &length, text.data(),
                        static_cast<int32_t>(text.size()), &status);
    result.resize(static_cast<std::size_t>(length));
    return result;
}

void append_as_utf8(std::string& out, std::u16string_view text) {
    const std::size_t before = out.size();
    out.resize(before + text.size() * 3);
    int32_t length = 0;
    UErrorCode status = U_ZERO_ERROR;
    icu().u_strToUTF8(out.data() + before, static_cast<int32_t>(out.size() - before), &length, text.data(),
                      static_cast<int32_t>(text.size()), &status);
    out.resize(before + static_cast<std::size_t>(length));
}

}  // namespace gridlore::query
