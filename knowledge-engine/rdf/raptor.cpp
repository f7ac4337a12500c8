#include "knowledge-engine/rdf/raptor.h"

#include <dlfcn.h>
#include <raptor2/raptor2.h>

#include <map>
#include <memory>
#include <mutex>

#include "knowledge-engine/rdf/iri.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/tokens.h"
#include "knowledge-engine/rdf/utf8.h"
#include "knowledge-engine/rdf/xml_guard.h"
#include "knowledge-engine/rdf/xml_names.h"

namespace gridlore::rdf {
namespace {

/// The functions of Raptor that we use. Loaded once; the library stays.
struct Raptor {
    void* library = dlopen("libraptor2.so.0", RTLD_NOW | RTLD_LOCAL);

    template <typename Function>
    Function* function(const char* name, Function*) const {
        return reinterpret_cast<Function*>(dlsym(library, name));
    }
// NOLINTBEGIN(bugprone-macro-parentheses): the name of a member cannot have any
#define GRIDLORE_RAPTOR(name) \
    decltype(&::name) name = library == nullptr ? nullptr : function(#name, decltype(&::name){})
    // NOLINTEND(bugprone-macro-parentheses)
    GRIDLORE_RAPTOR(raptor_new_world_internal);
    GRIDLORE_RAPTOR(raptor_world_open);
    GRIDLORE_RAPTOR(raptor_world_set_log_handler);
    GRIDLORE_RAPTOR(raptor_world_set_generate_bnodeid_parameters);
    GRIDLORE_RAPTOR(raptor_new_parser);
    GRIDLORE_RAPTOR(raptor_free_parser);
    GRIDLORE_RAPTOR(raptor_parser_set_option);
    GRIDLORE_RAPTOR(raptor_parser_set_statement_handler);
    GRIDLORE_RAPTOR(raptor_parser_set_namespace_handler);
    GRIDLORE_RAPTOR(raptor_parser_parse_start);
    GRIDLORE_RAPTOR(raptor_parser_parse_chunk);
    GRIDLORE_RAPTOR(raptor_parser_get_locator);
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
    return {ErrorKind::Unavailable, "RDF/XML needs the Raptor library; install the package libraptor2-0"};
}

const unsigned char* bytes(const std::string& text) {
    return reinterpret_cast<const unsigned char*>(text.c_str());
}
std::string text_of(const unsigned char* bytes) {
    return reinterpret_cast<const char*>(bytes);
}

/// In place of a base that is not given, so that a relative IRI is seen.
constexpr std::string_view no_base = "gridlore-none://none/";
constexpr std::string_view no_base_scheme = "gridlore-none:";

/// 0: not known.
std::size_t line_of(const raptor_locator* locator) {
    const int line = locator == nullptr ? 0 : raptor().raptor_locator_line(const_cast<raptor_locator*>(locator));
    return line > 0 ? static_cast<std::size_t>(line) : 0;
}

struct Reading {
    const std::function<void(const Quad&)>* sink = nullptr;
    PrefixMap* prefixes = nullptr;
    raptor_parser* parser = nullptr;
    bool has_base = false;
    std::optional<Error> error;

    void fail(const raptor_locator* locator, std::string message) {
        if (error) {
            return;
        }
        error = invalid_input(std::move(message));
        std::size_t line = line_of(locator);
        if (line == 0 && parser != nullptr) {
            // Faults of the XML come without a place; then it is where the parser has come to.
            line = line_of(raptor().raptor_parser_get_locator(parser));
        }
        if (line > 0) {
            error->position = TextPosition{line, 0};
        }
    }
    void fail(std::string message) { fail(nullptr, std::move(message)); }

    std::string iri(raptor_uri* uri) {
        std::string text = text_of(raptor().raptor_uri_as_string(uri));
        if (!has_base && text.starts_with(no_base_scheme)) {
            fail("an IRI is relative, and there is no base");
        } else if (!has_scheme(text) || !has_only_iri_characters(text)) {
            fail("the IRI <" + text + "> has a character that IRIs must not have; percent-encode it");
        }
        return text;
    }

    Term term(const raptor_term* term) {
        if (term->type == RAPTOR_TERM_TYPE_URI) {
            return Term::iri(iri(term->value.uri));
        }
        if (term->type == RAPTOR_TERM_TYPE_BLANK) {
            const std::string label = text_of(term->value.blank.string);
            if (!is_blank_node_label(label)) {
                fail("`" + label + "` is no label for a blank node");
            }
            return Term::blank_node(label);
        }
        const auto& literal = term->value.literal;
        if (literal.language != nullptr) {
            const std::string language = text_of(literal.language);
            if (!is_language_tag(language)) {
                fail("`" + language + "` is no language tag");
            }
            return Term::language_string(text_of(literal.string), language);
        }
        if (literal.datatype != nullptr) {
            return Term::literal(text_of(literal.string), iri(literal.datatype));
        }
        return Term::string(text_of(literal.string));
    }
};

void on_statement(void* data, raptor_statement* statement) {
    auto& reading = *static_cast<Reading*>(data);
    const Quad quad{
        reading.term(statement->subject), reading.term(statement->predicate), reading.term(statement->object), {}};
    if (!reading.error) {
        (*reading.sink)(quad);
    }
}

/// Namespaces that are no prefixes of RDF's other syntaxes are left out.
void on_namespace(void* data, raptor_namespace* declared) {
    const auto& reading = *static_cast<Reading*>(data);
    raptor_uri* uri = raptor().raptor_namespace_get_uri(declared);
    if (reading.prefixes == nullptr || uri == nullptr) {
        return;
    }
    const unsigned char* prefix = raptor().raptor_namespace_get_prefix(declared);
    const std::string name = prefix == nullptr ? "" : text_of(prefix);
    const std::string iri = text_of(raptor().raptor_uri_as_string(uri));
    if (is_prefix_name(name) && has_scheme(iri) && has_only_iri_characters(iri)) {
        reading.prefixes->insert_or_assign(name, iri);
    }
}

void on_log(void* data, raptor_log_message* message) {
    if (message->level < RAPTOR_LOG_LEVEL_ERROR) {
        return;
    }
    // It may hold some of the document, cut off inside a character.
    const std::string_view text(message->text);
    const std::string_view line = text.substr(0, text.find('\n'));
    static_cast<Reading*>(data)->fail(message->locator, std::string(line.substr(0, first_invalid_utf8(line))));
}

/// Raptor's XML library keeps state for all threads, and drops it when any world ends: so there is one world, which
/// stays, and one reader or writer at a time. Whatever is made in the world ends before its session.
class Session {
  public:
    explicit Session(Reading& reading) {
        raptor().raptor_world_set_log_handler(world(), &reading, on_log);
        // No label in a document begins with a digit, so these are none of them.
        std::string prefix = "0";
        raptor().raptor_world_set_generate_bnodeid_parameters(world(), prefix.data(), 1);
    }
    ~Session() { raptor().raptor_world_set_log_handler(world(), nullptr, nullptr); }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    static raptor_world* world() {
        static raptor_world* const opened = [] {
            raptor_world* world = raptor().raptor_new_world_internal(RAPTOR_VERSION);
            raptor().raptor_world_open(world);
            return world;
        }();
        return opened;
    }

  private:
    static std::mutex& mutex() {
        static std::mutex only;
        return only;
    }

    const std::lock_guard<std::mutex> lock_{mutex()};
};

using Parser = std::unique_ptr<raptor_parser, void (*)(raptor_parser*)>;

Parser new_parser(raptor_world* world, Reading& reading) {
    Parser parser(raptor().raptor_new_parser(world, "rdfxml"), raptor().raptor_free_parser);
    raptor().raptor_parser_set_option(parser.get(), RAPTOR_OPTION_NO_NET, nullptr, 1);
    raptor().raptor_parser_set_option(parser.get(), RAPTOR_OPTION_NO_FILE, nullptr, 1);
    raptor().raptor_parser_set_option(parser.get(), RAPTOR_OPTION_LOAD_EXTERNAL_ENTITIES, nullptr, 0);
    raptor().raptor_parser_set_statement_handler(parser.get(), &reading, on_statement);
    raptor().raptor_parser_set_namespace_handler(parser.get(), &reading, on_namespace);
    return parser;
}

using Serializer = std::unique_ptr<raptor_serializer, void (*)(raptor_serializer*)>;

Serializer new_serializer(raptor_world* world, const PrefixMap& prefixes) {
    Serializer serializer(raptor().raptor_new_serializer(world, "rdfxml"), raptor().raptor_free_serializer);
    for (const auto& [name, iri] : prefixes) {
        if (!is_xml_prefix(name, iri)) {
            continue;
        }
        raptor_uri* uri = raptor().raptor_new_uri(world, bytes(iri));
        raptor().raptor_serializer_set_namespace(serializer.get(), uri, bytes(name));
        raptor().raptor_free_uri(uri);
    }
    return serializer;
}

/// Makes Raptor's terms. Blank nodes are numbered, since not every label is an XML name.
class TermMaker {
  public:
    explicit TermMaker(raptor_world* world) : world_(world) {}

    raptor_term* make(const Term& term) {
        if (term.is_iri()) {
            return raptor().raptor_new_term_from_uri_string(world_, bytes(term.text));
        }
        if (term.is_blank_node()) {
            const std::string label =
                "b" + std::to_string(blank_nodes_.emplace(term.text, blank_nodes_.size()).first->second);
            return raptor().raptor_new_term_from_blank(world_, bytes(label));
        }
        raptor_uri* datatype = nullptr;
        if (term.language.empty() && term.datatype != xsd_string) {
            datatype = raptor().raptor_new_uri(world_, bytes(term.datatype));
        }
        raptor_term* literal = raptor().raptor_new_term_from_literal(
            world_, bytes(term.text), datatype, term.language.empty() ? nullptr : bytes(term.language));
        if (datatype != nullptr) {
            raptor().raptor_free_uri(datatype);
        }
        return literal;
    }

  private:
    raptor_world* world_;
    std::map<std::string_view, std::size_t> blank_nodes_;
};

}  // namespace

Result<void> read_with_raptor(std::string_view document, const ReadOptions& options,
                              const std::function<void(const Quad&)>& sink, PrefixMap* prefixes) {
    if (raptor().library == nullptr) {
        return not_installed();
    }
    if (auto danger = find_xml_danger(document, options.depth_limit)) {
        return *std::move(danger);
    }
    Reading reading;
    reading.sink = &sink;
    reading.prefixes = prefixes;
    const Session session(reading);
    const Parser parser = new_parser(session.world(), reading);
    reading.parser = parser.get();
    reading.has_base = !options.base.empty();
    const std::string base = reading.has_base ? options.base : std::string(no_base);
    raptor_uri* uri = raptor().raptor_new_uri(session.world(), bytes(base));
    int status = raptor().raptor_parser_parse_start(parser.get(), uri);
    constexpr std::size_t chunk = std::size_t{64} * 1024;
    for (std::size_t at = 0; status == 0 && !reading.error && at < document.size(); at += chunk) {
        const std::string_view part = document.substr(at, chunk);
        status = raptor().raptor_parser_parse_chunk(parser.get(), reinterpret_cast<const unsigned char*>(part.data()),
                                                    part.size(), at + chunk >= document.size() ? 1 : 0);
    }
    raptor().raptor_free_uri(uri);
    if (reading.error) {
        return *std::move(reading.error);
    }
    if (status != 0 || document.empty()) {
        return invalid_input("the document is no RDF/XML");
    }
    return {};
}

Result<std::string> write_with_raptor(const std::vector<Quad>& quads, const PrefixMap& prefixes) {
    if (raptor().library == nullptr) {
        return not_installed();
    }
    Reading reading;
    const Session session(reading);
    const Serializer serializer = new_serializer(session.world(), prefixes);
    void* text = nullptr;
    std::size_t length = 0;
    raptor().raptor_serializer_start_to_string(serializer.get(), nullptr, &text, &length);
    TermMaker terms(session.world());
    for (const Quad& quad : quads) {
        raptor_statement* statement = raptor().raptor_new_statement(session.world());
        statement->subject = terms.make(quad.subject);
        statement->predicate = terms.make(quad.predicate);
        statement->object = terms.make(quad.object);
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
