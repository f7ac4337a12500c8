#include "knowledge-engine/rdf/document_reader.h"

#include <algorithm>

#include "knowledge-engine/rdf/raptor_reader.h"
#include "knowledge-engine/rdf/serd_reader.h"
#include "knowledge-engine/rdf/text_window.h"

namespace gridlore::rdf {

ByteSource memory_source(std::string_view document, std::size_t piece) {
    return [document, piece](std::span<char> room) mutable -> Result<std::size_t> {
        const std::size_t count = std::min({document.size(), piece, room.size()});
        std::copy_n(document.begin(), count, room.begin());
        document.remove_prefix(count);
        return count;
    };
}

Result<void> read_document(const ByteSource& source, Syntax syntax, const ReadOptions& options,
                           std::span<const QuadHandler> handlers, PrefixMap* prefixes) {
    TextWindow window(source, options.token_limit);
    return syntax == Syntax::RdfXml ? read_with_raptor(window, options, handlers.front(), prefixes)
                                    : read_with_serd(window, syntax, options, handlers, prefixes);
}

Result<void> read_document(const ByteSource& source, Syntax syntax, const ReadOptions& options,
                           const QuadHandler& handler, PrefixMap* prefixes) {
    return read_document(source, syntax, options, std::span(&handler, 1), prefixes);
}

}  // namespace gridlore::rdf
