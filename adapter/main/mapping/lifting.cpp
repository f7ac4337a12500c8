#include "adapter/main/mapping/lifting.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <utility>

#include "adapter/main/terminal/prefixes.h"
#include "adapter/rml/lift.h"
#include "knowledge-engine/base/text_file.h"

namespace gridlore::mapping_commands {
namespace {

namespace fs = std::filesystem;

std::string quoted_list(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) {
        text.append(text.empty() ? "'" : ", '").append(name).append("'");
    }
    return text;
}

/// Which file or folder is which source.
class Sources {
  public:
    Sources(const LoadedDocument& document, bool has_one_file)
        : document_(document.file), names_(source_names(*document.rml)), has_one_file_(has_one_file) {}

    Result<void> add(const std::string& given) {
        std::error_code fault;
        if (fs::is_directory(given, fault)) {
            folders_.push_back(rml::files_in(given));
            return {};
        }
        const auto equals = given.find('=');
        if (equals != std::string::npos && is_source(given.substr(0, equals))) {
            return put(given.substr(0, equals), given.substr(equals + 1));
        }
        if (has_one_file_ && names_.size() == 1) {
            return put(names_.front(), given);
        }
        const auto name = std::ranges::find(names_, fs::path(given).filename(),
                                            [](const std::string& source) { return fs::path(source).filename(); });
        if (name == names_.end()) {
            return invalid_input("'" + given + "' is no source of " + document_ + ", which has " + quoted_list(names_) +
                                 "; say which it is, as in '" + names_.front() + "=" + given + "'");
        }
        return put(*name, given);
    }

    void add_folder_of_document() {
        const fs::path folder = fs::path(document_).parent_path();
        folders_.push_back(rml::files_in(folder.empty() ? fs::path(".") : folder));
    }

    /// For messages, which have the names of the mapping: ` ('meters.csv' is may.csv)`.
    std::string other_names() const {
        std::string text;
        for (const auto& [name, file] : files_) {
            if (fs::path(name).filename() != fs::path(file).filename()) {
                text.append(text.empty() ? " ('" : ", '").append(name).append("' is ").append(file);
            }
        }
        return text.empty() ? text : text + ")";
    }

    Result<std::string> read(const std::string& name) const {
        if (const auto file = files_.find(name); file != files_.end()) {
            return read_source(file->second);
        }
        for (const rml::SourceResolver& folder : folders_) {
            auto text = folder(name);
            if (text || text.error().kind != ErrorKind::NotFound || &folder == &folders_.back()) {
                return text;
            }
        }
        return not_found("there is no source \"" + name + "\" among the files that are named: add it, or its folder");
    }

  private:
    bool is_source(const std::string& name) const { return std::ranges::find(names_, name) != names_.end(); }

    Result<void> put(const std::string& name, const std::string& file) {
        const auto [known, is_new] = files_.emplace(name, file);
        return is_new ? Result<void>()
                      : invalid_input("'" + known->second + "' and '" + file + "' are both the source '" + name +
                                      "'; name one of them");
    }

    static Result<std::string> read_source(const std::string& file) {
        std::error_code fault;
        if (fs::is_regular_file(file, fault) && fs::file_size(file, fault) > rml::source_limit) {
            return Error{ErrorKind::LimitExceeded, "the source '" + file + "' is longer than the limit of " +
                                                       std::to_string(rml::source_limit) + " bytes"};
        }
        return read_payload(file);
    }

    const std::string document_;
    const std::vector<std::string> names_;
    const bool has_one_file_;
    std::map<std::string, std::string> files_;  ///< by the source's name
    std::vector<rml::SourceResolver> folders_;
};

/// Whether an error was one of whoever takes the quads, and no fault of the document or its sources.
class PassingOn {
  public:
    explicit PassingOn(const rdf::QuadHandler& handler) : handler_(handler) {}

    Result<void> take(const rdf::QuadView& quad) {
        Result<void> done = handler_(quad);
        has_failed_ = !done;
        return done;
    }
    Result<void> outcome(Result<void> done, const std::string& file) const {
        return done || has_failed_ ? std::move(done) : Result<void>(in_file(file, std::move(done).error()));
    }

  private:
    const rdf::QuadHandler& handler_;
    bool has_failed_ = false;
};

/// Tells the first of many, and how many there were.
class Warnings {
  public:
    explicit Warnings(const terminal::Streams& streams) : streams_(streams) {}
    Warnings(const Warnings&) = delete;
    Warnings& operator=(const Warnings&) = delete;
    ~Warnings() {
        if (count_ > most) {
            streams_.error << "warning: and " << count_ - most << " more\n";
        }
    }

    void tell(const std::string& message) {
        if (++count_ <= most) {
            streams_.error << "warning: " << terminal::show_text(message) << "\n";
        }
    }

  private:
    static constexpr std::size_t most = 20;
    const terminal::Streams& streams_;
    std::size_t count_ = 0;
};

}  // namespace

std::vector<std::string> source_names(const rml::RmlDocument& document) {
    std::vector<std::string> names;
    for (const rml::TriplesMap& map : document.triples_maps) {
        if (std::ranges::find(names, map.source.file) == names.end()) {
            names.push_back(map.source.file);
        }
    }
    return names;
}

Result<void> lift_payload(const LoadedDocument& document, const std::string& file, const mapping::LiftOptions& options,
                          const rdf::QuadHandler& handler, const std::function<void(std::uint64_t bytes)>& lifted) {
    std::ifstream opened;
    if (file != "-") {
        opened.open(file, std::ios::binary);
    }
    std::istream& in = file == "-" ? std::cin : opened;
    PassingOn passing(handler);
    const mapping::RowHandler take = [&](std::size_t part, std::span<const rdf::TermView> row) {
        return mapping::each_triple(document.mapping->parts[part], row,
                                    [&passing](const rdf::QuadView& quad) { return passing.take(quad); });
    };
    mapping::Lifter lifter(*document.mapping, take, options);
    std::array<char, 65536> buffer{};
    std::uint64_t bytes = 0;
    Result<void> done;
    while (done && (in.read(buffer.data(), buffer.size()) || in.gcount() > 0)) {
        done = lifter.write({buffer.data(), static_cast<std::size_t>(in.gcount())});
        bytes += static_cast<std::uint64_t>(in.gcount());
        if (lifted) {
            lifted(bytes);
        }
    }
    if (done && !in.eof()) {
        return not_found("the file " + file + " cannot be read");
    }
    return passing.outcome(done ? lifter.finish() : std::move(done), file);
}

Result<void> lift_sources(const LoadedDocument& document, const std::vector<std::string>& given,
                          const std::string& base, const rdf::QuadHandler& handler, const terminal::Streams& streams) {
    Sources sources(document, given.size() == 1);
    for (const std::string& one : given) {
        if (Result<void> added = sources.add(one); !added) {
            return added;
        }
    }
    if (given.empty()) {
        sources.add_folder_of_document();
    }
    Warnings warnings(streams);
    PassingOn passing(handler);
    auto done = rml::lift(
        *document.rml, [&sources](const std::string& name) { return sources.read(name); },
        [&passing](const rdf::QuadView& quad) { return passing.take(quad); },
        {base, [&warnings](const std::string& message) { warnings.tell(message); }});
    if (!done) {
        Error error = std::move(done).error();
        error.message += sources.other_names();
        done = std::move(error);
    }
    return passing.outcome(std::move(done), document.file);
}

}  // namespace gridlore::mapping_commands
