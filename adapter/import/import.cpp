#include "adapter/import/import.h"

#include <filesystem>

#include "adapter/import/cim_quads.h"
#include "knowledge-engine/base/text_file.h"

namespace gridlore::importer {
namespace {

/// Percent-encodes all but what a path of an IRI may have as it is.
std::string encoded_path(std::string_view path) {
    std::string text;
    for (const char c : path) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           std::string_view("/-._~").find(c) != std::string_view::npos;
        if (plain) {
            text += c;
        } else {
            constexpr std::string_view digits = "0123456789ABCDEF";
            const auto byte = static_cast<unsigned char>(c);
            text += {'%', digits[byte >> 4], digits[byte & 15]};
        }
    }
    return text;
}

/// Reads the documents of one input, one after the other.
class Reader {
  public:
    Reader(const std::string& name, const ImportOptions& options, const rdf::QuadHandler& handler)
        : name_(name), options_(options), handler_(handler) {}

    Result<FileReport> run() {
        auto input = Input::open(name_, options_.limits);
        if (!input) {
            return named(std::move(input).error(), {});
        }
        input_ = *std::move(input);
        while (true) {
            const auto document = input_->next();
            if (!document) {
                return named(document.error(), {});
            }
            if (!*document) {
                break;
            }
            if (Result<void> done = read_document(**document); !done) {
                return std::move(done).error();
            }
        }
        if (report_.documents == 0) {
            return named(invalid_input("the archive has no document of RDF"), {});
        }
        return std::move(report_);
    }

  private:
    /// An error of reading, with the file, the member and the place.
    Error named(Error error, const std::string& member) const {
        if (error.kind == ErrorKind::NotFound) {
            return error;  // it has the name
        }
        return in_file(member.empty() ? std::filesystem::path(name_) : std::filesystem::path(name_) / member,
                       std::move(error));
    }

    Result<void> read_document(const std::string& document) {
        const std::string member = input_->is_archive() ? document : "";
        const auto syntax = options_.syntax ? options_.syntax : rdf::syntax_of_file(document);
        if (!syntax && !member.empty()) {
            report_.left_out.push_back(member);
            return {};
        }
        if (!syntax) {
            return named(invalid_input("its syntax cannot be told by its name; say which with --syntax"), {});
        }
        rdf::ReadOptions reading;
        reading.base = base_of(member);
        ++report_.documents;
        CimQuads cim([this](const rdf::QuadView& quad) { return hand_over(quad); }, options_.units);
        failed_after_ = false;
        Result<void> done = rdf::read_document(
            [this](std::span<char> bytes) { return read_bytes(bytes); }, *syntax, reading,
            [&](const rdf::QuadView& quad) { return options_.plain ? hand_over(quad) : cim.add(quad); });
        if (done && !options_.plain) {
            done = cim.finish(reading.base);
        }
        if (!done) {
            return failed_after_ ? done : named(done.error(), member);
        }
        return {};
    }

    std::string base_of(const std::string& member) const {
        if (!options_.base.empty() || name_ == "-") {
            return options_.base;
        }
        return member.empty() ? file_iri(name_) : file_iri(name_) + "/" + encoded_path(member);
    }

    Result<std::size_t> read_bytes(std::span<char> bytes) {
        auto count = input_->read(bytes);
        if (options_.progress) {
            options_.progress({input_->bytes_read(), input_->bytes_total(), quads_});
        }
        return count;
    }

    Result<void> hand_over(const rdf::QuadView& quad) {
        ++quads_;
        rdf::QuadView apart = quad;
        if (input_->is_archive()) {
            keep_apart(apart.subject, subject_);
            keep_apart(apart.object, object_);
            if (apart.graph) {
                keep_apart(*apart.graph, graph_);
            }
        }
        Result<void> done = handler_(apart);
        failed_after_ = !done;
        return done;
    }

    /// Documents of one archive may have the same labels.
    void keep_apart(rdf::TermView& term, std::string& room) const {
        if (term.kind == rdf::TermKind::BlankNode) {
            room.assign("d").append(std::to_string(report_.documents)).append("x").append(term.text);
            term.text = room;
        }
    }

    const std::string& name_;
    const ImportOptions& options_;
    const rdf::QuadHandler& handler_;
    std::unique_ptr<Input> input_;
    FileReport report_;
    std::uint64_t quads_ = 0;
    bool failed_after_ = false;  ///< the error is the handler's, not the document's
    std::string subject_;
    std::string object_;
    std::string graph_;
};

}  // namespace

std::string file_iri(const std::string& path) {
    return "file://" + encoded_path(std::filesystem::absolute(path).lexically_normal().string());
}

Result<FileReport> read_file(const std::string& name, const ImportOptions& options, const rdf::QuadHandler& handler) {
    return Reader(name, options, handler).run();
}

Result<ImportReport> import_file(store::QuadStore& store, const std::string& name,
                                 const std::optional<rdf::Term>& graph, const ImportOptions& options) {
    ImportReport report;
    store::LoadOptions loading;
    loading.graph = graph;
    auto loaded = store.load(
        [&](store::QuadSink& sink) -> Result<void> {
            auto read = read_file(name, options, [&](const rdf::QuadView& quad) { return sink.add(quad); });
            if (!read) {
                return std::move(read).error();
            }
            report.file = *std::move(read);
            return {};
        },
        loading);
    if (!loaded) {
        return std::move(loaded).error();
    }
    report.load = *loaded;
    return report;
}

}  // namespace gridlore::importer
