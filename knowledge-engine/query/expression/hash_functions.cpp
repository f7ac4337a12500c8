/// Hash functions (SPARQL 1.1 Query, 17.4.6), by OpenSSL.
#include <openssl/evp.h>

#include <array>
#include <string>

#include "knowledge-engine/query/expression/function_table.h"

namespace gridlore::query {
namespace {

template <const EVP_MD* (*algorithm)()>
Value digest(Arguments arguments, ExpressionContext&) {
    static constexpr std::string_view hex = "0123456789abcdef";
    if (arguments[0].kind() != Value::Kind::String) {
        return {};
    }
    const std::string& text = arguments[0].text();
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned length = 0;
    if (EVP_Digest(text.data(), text.size(), bytes.data(), &length, algorithm(), nullptr) != 1) {
        return {};  // a build of OpenSSL that forbids MD5, say
    }
    std::string result;
    for (unsigned i = 0; i < length; ++i) {
        result.append({hex[bytes[i] >> 4], hex[bytes[i] & 15]});
    }
    return Value::string(std::move(result));
}

constexpr std::array<FunctionEntry, 5> table = {{{Function::Md5, digest<EVP_md5>},
                                                 {Function::Sha1, digest<EVP_sha1>},
                                                 {Function::Sha256, digest<EVP_sha256>},
                                                 {Function::Sha384, digest<EVP_sha384>},
                                                 {Function::Sha512, digest<EVP_sha512>}}};

}  // namespace

std::span<const FunctionEntry> hash_functions() {
    return table;
}

}  // namespace gridlore::query
