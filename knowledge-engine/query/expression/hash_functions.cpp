/// Hash functions (SPARQL 1.1 Query, 17.4.6), by OpenSSL, which is loaded when one is first used.
#include <openssl/evp.h>

#include <array>
#include <string>

#include "knowledge-engine/query/expression/function_table.h"
#include "knowledge-engine/query/expression/loaded_library.h"

#define GRIDLORE_TEXT_OF(number) #number
#define GRIDLORE_TEXT(macro) GRIDLORE_TEXT_OF(macro)

namespace gridlore::query {
namespace {

struct OpenSsl {
    LoadedLibrary library{"libcrypto.so." GRIDLORE_TEXT(OPENSSL_SHLIB_VERSION)};
// NOLINTBEGIN(bugprone-macro-parentheses): the name of a member cannot have any
#define GRIDLORE_OPENSSL(name) decltype(&::name) name = library.function(#name, decltype(&::name){})
    // NOLINTEND(bugprone-macro-parentheses)
    GRIDLORE_OPENSSL(EVP_Digest);
    GRIDLORE_OPENSSL(EVP_md5);
    GRIDLORE_OPENSSL(EVP_sha1);
    GRIDLORE_OPENSSL(EVP_sha256);
    GRIDLORE_OPENSSL(EVP_sha384);
    GRIDLORE_OPENSSL(EVP_sha512);
#undef GRIDLORE_OPENSSL
};

const OpenSsl& openssl() {
    static const OpenSsl loaded;
    return loaded;
}

using Algorithm = decltype(&EVP_md5);

template <Algorithm OpenSsl::*algorithm>
Value digest(Arguments arguments, ExpressionContext& context) {
    static constexpr std::string_view hex = "0123456789abcdef";
    if (arguments[0].kind() != Value::Kind::String) {
        return {};
    }
    if (!openssl().library.is_there()) {
        context.terms().fail({ErrorKind::Unavailable, "hash functions need OpenSSL; install the package libssl3"});
        return {};
    }
    const std::string& text = arguments[0].text();
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned length = 0;
    if (openssl().EVP_Digest(text.data(), text.size(), bytes.data(), &length, (openssl().*algorithm)(), nullptr) != 1) {
        return {};  // a build of OpenSSL that forbids MD5, say
    }
    std::string result;
    for (unsigned i = 0; i < length; ++i) {
        result.append({hex[bytes[i] >> 4], hex[bytes[i] & 15]});
    }
    return Value::string(std::move(result));
}

constexpr std::array<FunctionEntry, 5> table = {{{Function::Md5, digest<&OpenSsl::EVP_md5>},
                                                 {Function::Sha1, digest<&OpenSsl::EVP_sha1>},
                                                 {Function::Sha256, digest<&OpenSsl::EVP_sha256>},
                                                 {Function::Sha384, digest<&OpenSsl::EVP_sha384>},
                                                 {Function::Sha512, digest<&OpenSsl::EVP_sha512>}}};

}  // namespace

std::span<const FunctionEntry> hash_functions() {
    return table;
}

}  // namespace gridlore::query
