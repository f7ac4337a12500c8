#include "knowledge-engine/base/text_file.h"

#include <array>
#include <fstream>
#include <utility>

namespace gridlore {

Result<std::string> read_text_file(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::string text;
    std::array<char, 65536> buffer{};
    while (in.read(buffer.data(), buffer.size()) || in.gcount() > 0) {
        text.append(buffer.data(), static_cast<std::size_t>(in.gcount()));
    }
    // Whatever does not end at the end could not be opened or, as a folder, not be read.
    if (!in.eof()) {
        return Error{ErrorKind::NotFound, "the file " + file.string() + " cannot be read"};
    }
    return text;
}

Error in_file(const std::filesystem::path& file, Error error) {
    std::string place = file.string();
    if (error.position) {
        place += ":" + std::to_string(error.position->line);
        place += error.position->column == 0 ? "" : ":" + std::to_string(error.position->column);
    }
    error.message = place + ": " + error.message;
    error.position.reset();
    return error;
}

}  // namespace gridlore
