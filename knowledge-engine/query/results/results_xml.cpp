#include "knowledge-engine/query/results/results_xml.h"

#include <string>

namespace gridlore::query {
namespace {

bool is_forbidden_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
}

/// U+FFFE or U+FFFF.
bool is_noncharacter(std::string_view text, std::size_t at) {
    return text.substr(at, 2) == "\xEF\xBF" && at + 2 < text.size() && static_cast<unsigned char>(text[at + 2]) >= 0xBE;
}

}  // namespace

std::optional<Error> xml_fault(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (is_forbidden_control(text[at]) || is_noncharacter(text, at)) {
            return invalid_input("A term of the result has a character that XML cannot hold; ask for another format.");
        }
    }
    return std::nullopt;
}

}  // namespace gridlore::query
