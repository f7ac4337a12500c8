#include "adapter/import/import.h"

#include <atomic>
#include <filesystem>
#include <span>

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
    Reader(const std::string& name, const ImportOptions& options, std::span<const rdf::QuadHandler> handlers)
        : name_(name), options_(options) {
        for (const rdf::QuadHandler& handler : handlers) {
            parts_.push_back({handler, {}, {}, {}});
        }
    }

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
        failed_after_ = false;
        Result<void> done = options_.plain ? read_plain(*syntax, reading) : read_cim(*syntax, reading);
        if (!done) {
            return failed_after_ && !done.error().position ? done : named(done.error(), member);
        }
        return {};
    }

    Result<void> read_plain(rdf::Syntax syntax, const rdf::ReadOptions& reading) {
        std::vector<rdf::QuadHandler> handlers;
        for (Part& part : parts_) {
            handlers.push_back(taking(part));
        }
        return rdf::read_document(bytes(), syntax, reading, handlers);
    }

    /// Whether a document is a model is told by its beginning, so that its quads are needed in their sequence.
    Result<void> read_cim(rdf::Syntax syntax, const rdf::ReadOptions& reading) {
        CimQuads cim(taking(parts_.front()), options_.units);
        Result<void> done =
            rdf::read_document(bytes(), syntax, reading, [&cim](const rdf::QuadView& quad) { return cim.add(quad); });
        return done ? cim.finish(reading.base) : done;
    }

    std::string base_of(const std::string& member) const {
        if (!options_.base.empty() || name_ == "-") {
            return options_.base;
        }
        return member.empty() ? file_iri(name_) : file_iri(name_) + "/" + encoded_path(member);
    }

    rdf::ByteSource bytes() {
        return [this](std::span<char> room) {
            auto count = input_->read(room);
            if (options_.progress) {
                options_.progress({input_->bytes_read(), input_->bytes_total(), quads_});
            }
            return count;
        };
    }

    /// What one thread reads.
    struct Part {
        const rdf::QuadHandler& handler;
        std::string subject;  ///< room for labels
        std::string object;
        std::string graph;
    };

    rdf::QuadHandler taking(Part& part) {
        return [this, &part](const rdf::QuadView& quad) { return hand_over(quad, part); };
    }

    Result<void> hand_over(const rdf::QuadView& quad, Part& part) {
        ++quads_;
        rdf::QuadView apart = quad;
        if (input_->is_archive()) {
            keep_apart(apart.subject, part.subject);
            keep_apart(apart.object, part.object);
            if (apart.graph) {
                keep_apart(*apart.graph, part.graph);
            }
        }
        Result<void> done = part.handler(apart);
        if (!done) {
            failed_after_ = true;
        }
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
    std::vector<Part> parts_;
    std::unique_ptr<Input> input_;
    FileReport report_;
    std::atomic<std::uint64_t> quads_ = 0;
    std::atomic<bool> failed_after_ = false;  ///< a handler has failed, which is no fault of the document
};

}  // namespace

std::string file_iri(const std::string& path) {
    return "file://" + encoded_path(std::filesystem::absolute(path).lexically_normal().string());
}

Result<FileReport> read_file(const std::string& name, const ImportOptions& options, const rdf::QuadHandler& handler) {
    return Reader(name, options, std::span(&handler, 1)).run();
}

Result<ImportReport> import_file(store::QuadStore& store, const std::string& name,
                                 const std::optional<rdf::Term>& graph, const ImportOptions& options) {
    ImportReport report;
    store::LoadOptions loading;
    loading.graph = graph;
    auto loaded = store.load(
        [&](store::QuadSink& sink) -> Result<void> {
            const std::vector<rdf::QuadHandler> handlers = store::handlers_of(sink);
            auto read = Reader(name, options, handlers).run();
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
