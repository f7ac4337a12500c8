#include <algorithm>

#include "adapter/main/commands/complaint.h"
#include "adapter/main/mapping/commands.h"
#include "adapter/main/mapping/documents.h"
#include "adapter/main/mapping/explanation_text.h"
#include "adapter/main/mapping/near_misses.h"
#include "adapter/main/mapping/triple_filter.h"

namespace gridlore::mapping_commands {
namespace {

using program::ExitCode;

Result<std::vector<TripleFilter>> filters_of(const ExplainOptions& options, const mapping::Document& document) {
    std::vector<TripleFilter> filters;
    for (const std::string& text : options.triples) {
        auto filter = parse_triple_filter(text, prefixes_of(document));
        if (!filter) {
            return invalid_input("--triple: " + filter.error().message);
        }
        filters.push_back(*std::move(filter));
    }
    for (const std::string& pointer : options.members) {
        if (!pointer.empty() && pointer.front() != '/') {
            return invalid_input("--member: '" + pointer + "' is no JSON pointer, as /devices/0/id is");
        }
    }
    return filters;
}

/// True if the place is one that was asked for, or in it.
bool is_within(const std::string& pointer, const std::vector<std::string>& members) {
    return members.empty() || std::ranges::any_of(members, [&](const std::string& member) {
               return pointer.starts_with(member) && (pointer.size() == member.size() || pointer[member.size()] == '/');
           });
}

bool is_within(const mapping::ValueOrigin& origin, const mapping::Explanation& explanation,
               const std::vector<std::string>& members) {
    const auto is_place = [&](std::size_t place) { return is_within(explanation.places[place].pointer, members); };
    return std::ranges::any_of(origin.places, is_place) ||
           std::ranges::any_of(origin.made_of, [&](const auto& of) { return is_within(of, explanation, members); });
}

/// What was not asked for is left out.
void narrow(const ExplainOptions& options, mapping::Explanation& explanation) {
    if (!options.members.empty()) {
        std::erase_if(explanation.triples, [&](const mapping::ExplainedTriple& triple) {
            return std::ranges::none_of(triple.origins, [&](const mapping::ValueOrigin& origin) {
                return is_within(origin, explanation, options.members);
            });
        });
    }
    const bool is_of_triples = options.members.empty() && !options.triples.empty();
    std::erase_if(explanation.unused, [&](const mapping::UnusedPlace& unused) {
        return is_of_triples || !is_within(unused.pointer, options.members);
    });
}

ExitCode tell(const Explained& explained, const ExplainOptions& options, const std::vector<TripleFilter>& filters,
              const terminal::Streams& streams) {
    const bool is_empty = explained.explanation.triples.empty() && explained.explanation.unused.empty();
    if (options.json) {
        write_json(explained, streams.out);
    } else {
        const std::string unused = unused_text(explained);
        write_triples(explained, streams.out);
        streams.out << (explained.explanation.triples.empty() || unused.empty() ? "" : "\n")
                    << (unused.empty() ? "" : "In no triple:\n") << unused;
    }
    if (!is_empty) {
        return ExitCode::Success;
    }
    const std::string near = near_misses(explained, filters);
    if (filters.empty()) {
        streams.error << "gridlore: the payload has no value there\n";
    } else if (near.empty()) {
        streams.error << "gridlore: no pattern of the document has such a triple\n";
    } else {
        streams.error << "gridlore: the payload has no such triple\n" << near;
    }
    return ExitCode::NothingFound;
}

}  // namespace

ExitCode explain(const ExplainOptions& options, const terminal::Streams& streams) {
    auto loaded = load(options.payload.document, nullptr, streams);
    if (!loaded || loaded->rml != nullptr) {
        if (loaded) {
            refuse_rml(loaded->file, "gridlore mapping explain", streams);
        }
        return ExitCode::WrongUsage;
    }
    const mapping::Document& document = *loaded->mapping;
    const auto written = mapping::WrittenDocument::read(document, loaded->text);
    const auto filters = filters_of(options, document);
    const auto lifting = lift_options(document, options.payload, streams);
    const auto file = payload_file(options.payload);
    const auto payload = file ? read_payload(*file) : Result<std::string>(file.error());
    if (!written || !filters || !lifting || !payload) {
        return commands::complain(!written   ? written.error()
                                  : !filters ? filters.error()
                                  : !lifting ? lifting.error()
                                             : payload.error(),
                                  streams);
    }
    mapping::IsWanted wanted;
    if (!filters->empty()) {
        wanted = [&filters](const rdf::QuadView& triple) {
            return std::ranges::any_of(*filters, [&](const TripleFilter& filter) { return takes(filter, triple); });
        };
    }
    auto explanation = mapping::explain(document, *payload, *lifting, wanted);
    if (!explanation) {
        return commands::complain(explanation.error(), streams);
    }
    narrow(options, *explanation);
    return tell({document, *written, *lifting, *explanation}, options, *filters, streams);
}

}  // namespace gridlore::mapping_commands
