#include "knowledge-engine/rdf/raptor.h"

#include <dlfcn.h>
#include <raptor2/raptor2.h>

#include <memory>

#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::rdf {
namespace {

/// The functions of Raptor that we use. Loaded once; the library stays.
struct Raptor {
    void* library = dlopen("libraptor2.so.0", RTLD_NOW | RTLD_LOCAL);

    template <typename Function>
    Function* function(const char* name, Function*) const {
        return reinterpret_cast<Function*>(dlsym(library, name));
    }
#define GRIDLORE_RAPTOR(name) \
    decltype(&::name) name = library == nullptr ? nullptr : function(#name, decltype(&::name){})
    GRIDLORE_RAPTOR(raptor_new_world_internal);
    GRIDLORE_RAPTOR(raptor_free_world);
    GRIDLORE_RAPTOR(raptor_world_open);
    GRIDLORE_RAPTOR(raptor_world_set_log_handler);
    GRIDLORE_RAPTOR(raptor_new_parser);
    GRIDLORE_RAPTOR(raptor_free_parser);
    GRIDLORE_RAPTOR(raptor_parser_set_option);
    GRIDLORE_RAPTOR(raptor_parser_set_statement_handler);
    GRIDLORE_RAPTOR(raptor_parser_set_namespace_handler);
    GRIDLORE_RAPTOR(raptor_parser_parse_start);
    GRIDLORE_RAPTOR(raptor_parser_parse_chunk);
    GRIDLORE_RAPTOR(raptor_parser_parse_abort);
    GRIDLORE_RAPTOR(raptor_new_uri);
    GRIDLORE_RAPTOR(raptor_free_uri);
    GRIDLORE_RAPTOR(raptor_uri_as_string);
    GRIDLORE_RAPTOR(raptor_namespace_get_prefix);
    GRIDLORE_RAPTOR(raptor_namespace_get_uri);
    GRIDLORE_RAPTOR(raptor_locator_line);
    GRIDLORE_RAPTOR(raptor_new_serializer);
    GRIDLORE_RAPTOR(raptor_free_serializer);
    GRIDLORE_RAPTOR(raptor_serializer_set_namespace);
    GRIDLORE_RAPTOR(raptor_serializer_start_to_string);
    GRIDLORE_RAPTOR(raptor_serializer_serialize_statement);
    GRIDLORE_RAPTOR(raptor_serializer_serialize_end);
    GRIDLORE_RAPTOR(raptor_new_statement);
    GRIDLORE_RAPTOR(raptor_free_statement);
    GRIDLORE_RAPTOR(raptor_new_term_from_uri_string);
    GRIDLORE_RAPTOR(raptor_new_term_from_blank);
    GRIDLORE_RAPTOR(raptor_new_term_from_literal);
    GRIDLORE_RAPTOR(raptor_free_memory);
#undef GRIDLORE_RAPTOR
};

const Raptor& raptor() {
    static const Raptor loaded;
    return loaded;
}

Error not_installed() {
    return {ErrorKind::Unavailable, "RDF/XML needs the Raptor library. Install the package libraptor2-0."};
}

const unsigned char* bytes(const std::string& text) {
    return reinterpret_cast<const unsigned char*>(text.c_str());
}
std::string text_of(const unsigned char* bytes) {
    return reinterpret_cast<const char*>(bytes);
}

struct Reading {
    const std::function<void(const Quad&)>* sink = nullptr;
    PrefixMap* prefixes = nullptr;
    std::optional<Error> error;
};

Term to_term(const raptor_term* term) {
    if (term->type == RAPTOR_TERM_TYPE_URI) {
        return Term::iri(text_of(raptor().raptor_uri_as_string(term->value.uri)));
    }
    if (term->type == RAPTOR_TERM_TYPE_BLANK) {
        return Term::blank_node(text_of(term->value.blank.string));
    }
    const auto& literal = term->value.literal;
    if (literal.language != nullptr) {
        return Term::language_string(text_of(literal.string), text_of(literal.language));
    }
    if (literal.datatype != nullptr) {
        return Term::literal(text_of(literal.string), text_of(raptor().raptor_uri_as_string(literal.datatype)));
    }
    return Term::string(text_of(literal.string));
}

void on_statement(void* data, raptor_statement* statement) {
    auto& reading = *static_cast<Reading*>(data);
    if (!reading.error) {
        (*reading.sink)(
            Quad{to_term(statement->subject), to_term(statement->predicate), to_term(statement->object), {}});
    }
}

void on_namespace(void* data, raptor_namespace* declared) {
    auto& reading = *static_cast<Reading*>(data);
    const unsigned char* prefix = raptor().raptor_namespace_get_prefix(declared);
    if (raptor_uri* uri = raptor().raptor_namespace_get_uri(declared); reading.prefixes != nullptr && uri != nullptr) {
        reading.prefixes->insert_or_assign(prefix == nullptr ? "" : text_of(prefix),
                                           text_of(raptor().raptor_uri_as_string(uri)));
    }
}

void on_log(void* data, raptor_log_message* message) {
    auto& reading = *static_cast<Reading*>(data);
    if (message->level >= RAPTOR_LOG_LEVEL_ERROR && !reading.error) {
        const int line = message->locator == nullptr ? 0 : raptor().raptor_locator_line(message->locator);
        reading.error = Error{ErrorKind::InvalidInput, "Line " + std::to_string(line) + ": " + message->text,
                              TextPosition{static_cast<std::size_t>(line < 0 ? 0 : line), 0}};
    }
}

/// Elements deeper than `limit`, counted before anything recursive sees them.
bool is_too_deep(std::string_view xml, std::size_t limit) {
    std::size_t depth = 0;
    for (std::size_t i = xml.find('<'); i != std::string_view::npos; i = xml.find('<', i + 1)) {
        const std::string_view rest = xml.substr(i);
        if (rest.starts_with("<!--") || rest.starts_with("<![CDATA[")) {
            const std::size_t end = xml.find(rest.starts_with("<!--") ? "-->" : "]]>", i);
            if (end == std::string_view::npos) {
                return false;
            }
            i = end;
        } else if (rest.starts_with("</")) {
            depth -= depth > 0 ? 1 : 0;
        } else if (!rest.starts_with("<?") && !rest.starts_with("<!")) {
            const std::size_t end = xml.find('>', i);
            if (end == std::string_view::npos || xml[end - 1] != '/') {
                if (++depth > limit) {
                    return true;
                }
            }
        }
    }
    return false;
}

/// Entities that name a file, or are made of others, have no place in a grid model.
bool has_dangerous_entities(std::string_view xml) {
    for (std::size_t i = xml.find("<!ENTITY"); i != std::string_view::npos; i = xml.find("<!ENTITY", i + 1)) {
        const std::string_view declaration = xml.substr(i, xml.find('>', i) - i);
        if (declaration.find("SYSTEM") != std::string_view::npos ||
            declaration.find("PUBLIC") != std::string_view::npos || declaration.find('&') != std::string_view::npos ||
            declaration.find('%') != std::string_view::npos) {
            return true;
        }
    }
    return false;
}

using World = std::unique_ptr<raptor_world, void (*)(raptor_world*)>;

World open_world(Reading& reading) {
    World world(raptor().raptor_new_world_internal(RAPTOR_VERSION), raptor().raptor_free_world);
    raptor().raptor_world_set_log_handler(world.get(), &reading, on_log);
    raptor().raptor_world_open(world.get());
    return world;
}

raptor_term* from(raptor_world* world, const Term& term) {
    if (term.is_iri()) {
        return raptor().raptor_new_term_from_uri_string(world, bytes(term.text));
    }
    if (term.is_blank_node()) {
        return raptor().raptor_new_term_from_blank(world, bytes(term.text));
    }
    raptor_uri* datatype = nullptr;
    if (term.language.empty() && term.datatype != xsd_string) {
        datatype = raptor().raptor_new_uri(world, bytes(term.datatype));
    }
    raptor_term* literal = raptor().raptor_new_term_from_literal(
        world, bytes(term.text), datatype, term.language.empty() ? nullptr : bytes(term.language));
    if (datatype != nullptr) {
        raptor().raptor_free_uri(datatype);
    }
    return literal;
}

}  // namespace

Result<void> read_with_raptor(std::string_view document, const ReadOptions& options,
                              const std::function<void(const Quad&)>& sink, PrefixMap* prefixes) {
    if (raptor().library == nullptr) {
        return not_installed();
    }
    if (is_too_deep(document, options.depth_limit)) {
        return Error{ErrorKind::LimitExceeded,
                     "Elements are nested deeper than " + std::to_string(options.depth_limit) + "."};
    }
    if (has_dangerous_entities(document)) {
        return invalid_input("External entities, and entities made of others, are refused.");
    }
    Reading reading;
    reading.sink = &sink;
    reading.prefixes = prefixes;
    const World world = open_world(reading);
    const std::unique_ptr<raptor_parser, void (*)(raptor_parser*)> parser(
        raptor().raptor_new_parser(world.get(), "rdfxml"), raptor().raptor_free_parser);
    raptor().raptor_parser_set_option(parser.get(), RAPTOR_OPTION_NO_NET, nullptr, 1);
    raptor().raptor_parser_set_option(parser.get(), RAPTOR_OPTION_NO_FILE, nullptr, 1);
    raptor().raptor_parser_set_option(parser.get(), RAPTOR_OPTION_LOAD_EXTERNAL_ENTITIES, nullptr, 0);
    raptor().raptor_parser_set_statement_handler(parser.get(), &reading, on_statement);
    raptor().raptor_parser_set_namespace_handler(parser.get(), &reading, on_namespace);
    const std::string base = options.base.empty() ? "urn:gridlore:base" : options.base;
    raptor_uri* uri = raptor().raptor_new_uri(world.get(), bytes(base));
    int status = raptor().raptor_parser_parse_start(parser.get(), uri);
    constexpr std::size_t chunk = 64 * 1024;
    for (std::size_t at = 0; status == 0 && !reading.error && at < document.size(); at += chunk) {
        const std::string_view part = document.substr(at, chunk);
        status = raptor().raptor_parser_parse_chunk(parser.get(), reinterpret_cast<const unsigned char*>(part.data()),
                                                    part.size(), at + chunk >= document.size() ? 1 : 0);
    }
    raptor().raptor_free_uri(uri);
    if (reading.error) {
        return std::move(*reading.error);
    }
    if (status != 0 || document.empty()) {
        return invalid_input("The document is no RDF/XML.");
    }
    return {};
}

Result<std::string> write_with_raptor(const std::vector<Quad>& quads, const PrefixMap& prefixes) {
    if (raptor().library == nullptr) {
        return not_installed();
    }
    Reading reading;
    const World world = open_world(reading);
    const std::unique_ptr<raptor_serializer, void (*)(raptor_serializer*)> serializer(
        raptor().raptor_new_serializer(world.get(), "rdfxml"), raptor().raptor_free_serializer);
    for (const auto& [name, iri] : prefixes) {
        raptor_uri* uri = raptor().raptor_new_uri(world.get(), bytes(iri));
        raptor().raptor_serializer_set_namespace(serializer.get(), uri, bytes(name));
        raptor().raptor_free_uri(uri);
    }
    void* text = nullptr;
    std::size_t length = 0;
    raptor().raptor_serializer_start_to_string(serializer.get(), nullptr, &text, &length);
    for (const Quad& quad : quads) {
        raptor_statement* statement = raptor().raptor_new_statement(world.get());
        statement->subject = from(world.get(), quad.subject);
        statement->predicate = from(world.get(), quad.predicate);
        statement->object = from(world.get(), quad.object);
        raptor().raptor_serializer_serialize_statement(serializer.get(), statement);
        raptor().raptor_free_statement(statement);
    }
    raptor().raptor_serializer_serialize_end(serializer.get());
    std::string out(static_cast<const char*>(text), length);
    raptor().raptor_free_memory(text);
    if (reading.error) {
        return std::move(*reading.error);
    }
    return out;
}

}  // namespace gridlore::rdf
