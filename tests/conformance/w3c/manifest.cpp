#include "tests/conformance/w3c/manifest.h"

#include <fstream>
#include <iterator>
#include <utility>

#include "knowledge-engine/rdf/namespaces.h"

namespace gridlore::w3c {
namespace {

std::string local_name(const std::string& iri) {
    return iri.substr(iri.find_last_of("#/") + 1);
}

Result<Case> case_of(const Description& description, const rdf::Term& test) {
    const auto type = description.object(test, rdf::rdf_type);
    const auto action = description.object(test, mf("action"));
    if (!type || !action) {
        return invalid_input("the manifest's test " + test.text + " has no class or no action");
    }
    return Case{test, local_name(type->text), *action, description.object(test, mf("result"))};
}

Result<std::vector<rdf::Quad>> quads_of(const std::string& text, rdf::Syntax syntax, const std::string& base) {
    std::vector<rdf::Quad> quads;
    const auto read =
        rdf::read(text, syntax, {.base = base}, [&quads](const rdf::Quad& quad) { quads.push_back(quad); });
    if (!read) {
        return read.error();
    }
    return quads;
}

}  // namespace

Description::Description(const std::vector<rdf::Quad>& quads) {
    for (const rdf::Quad& quad : quads) {
        objects_[quad.subject].emplace(quad.predicate.text, quad.object);
    }
}

std::vector<rdf::Term> Description::objects(const rdf::Term& subject, std::string_view predicate) const {
    std::vector<rdf::Term> found;
    const auto described = objects_.find(subject);
    if (described == objects_.end()) {
        return found;
    }
    const auto [begin, end] = described->second.equal_range(std::string(predicate));
    for (auto at = begin; at != end; ++at) {
        found.push_back(at->second);
    }
    return found;
}

std::optional<rdf::Term> Description::object(const rdf::Term& subject, std::string_view predicate) const {
    auto found = objects(subject, predicate);
    return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

std::vector<rdf::Term> Description::subjects(std::string_view predicate, const rdf::Term& object) const {
    std::vector<rdf::Term> found;
    for (const auto& [subject, properties] : objects_) {
        for (const rdf::Term& candidate : objects(subject, predicate)) {
            if (candidate == object) {
                found.push_back(subject);
                break;
            }
        }
    }
    return found;
}

std::vector<rdf::Term> Description::list(rdf::Term head) const {
    std::vector<rdf::Term> elements;
    while (const auto first = object(head, std::string(rdf::rdf_ns) + "first")) {
        elements.push_back(*first);
        head = object(head, std::string(rdf::rdf_ns) + "rest").value_or(rdf::Term());
    }
    return elements;
}

Result<std::string> read_text(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        return not_found("cannot read " + file.string());
    }
    return std::string(std::istreambuf_iterator<char>(in), {});
}

Result<Manifest> read_manifest(const std::filesystem::path& folder, std::string base) {
    const std::filesystem::path file = folder / "manifest.ttl";
    const auto text = read_text(file);
    if (!text) {
        return text.error();
    }
    for (bool is_final = false;;) {
        auto quads = quads_of(*text, rdf::Syntax::Turtle, base);
        if (!quads) {
            return invalid_input(file.string() + ": " + placed_message(quads.error()));
        }
        Manifest manifest{folder, base, Description(*quads), {}};
        const auto lists = manifest.description.subjects(rdf::rdf_type, rdf::Term::iri(mf("Manifest")));
        const rdf::Term root = lists.empty() ? rdf::Term::iri(base) : lists.front();
        const auto stated = manifest.description.object(root, mf("assumedTestBase"));
        if (!is_final && stated && stated->text != base) {
            base = stated->text;
            is_final = true;
            continue;
        }
        for (const rdf::Term& test :
             manifest.description.list(manifest.description.object(root, mf("entries")).value_or(rdf::Term()))) {
            auto made = case_of(manifest.description, test);
            if (!made) {
                return std::move(made).error();
            }
            manifest.cases.push_back(*std::move(made));
        }
        return manifest;
    }
}

std::filesystem::path file_of(const Manifest& manifest, const rdf::Term& iri) {
    const bool is_below = iri.text.starts_with(manifest.base);
    return manifest.folder / (is_below ? iri.text.substr(manifest.base.size()) : local_name(iri.text));
}

Result<std::vector<rdf::Quad>> read_quads(const Manifest& manifest, const rdf::Term& iri) {
    const std::filesystem::path file = file_of(manifest, iri);
    const auto syntax = rdf::syntax_of_file(file);
    const auto text = read_text(file);
    if (!syntax || !text) {
        return not_found("cannot read RDF from " + file.string());
    }
    return quads_of(*text, *syntax, iri.text);
}

}  // namespace gridlore::w3c
