#include "adapter/service/document_folder.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "adapter/http/client.h"
#include "adapter/service/bind_reader.h"
#include "adapter/service/documents_check.h"
#include "knowledge-engine/base/text_file.h"

namespace gridlore::service {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view services_file = "services.yaml";

/// In the order of their names. InvalidInput: the folder is none, or cannot be read.
Result<std::vector<fs::path>> yaml_files(const std::string& folder) {
    std::error_code error;
    std::vector<fs::path> files;
    for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        const fs::path& path = entry->path();
        if ((path.extension() == ".yaml" || path.extension() == ".yml") && entry->is_regular_file(error)) {
            files.push_back(path);
        }
    }
    if (error) {
        return invalid_input(folder + ": it cannot be read as a folder of mappings: " + error.message());
    }
    std::ranges::sort(files);
    return files;
}

class FolderReader {
  public:
    FolderReader(const BoundDocuments& known, const FolderChecks& checks) : checks_(checks) {
        for (const auto& bound : known) {
            known_.emplace(bound->document->file, bound);
        }
    }

    void read(const std::string& folder) {
        const auto files = yaml_files(folder);
        if (!files) {
            result.problems.push_back(files.error().message);
            return;
        }
        for (const fs::path& file : *files) {
            const auto text = read_text_file(file);
            if (!text) {
                result.problems.push_back(text.error().message);
            } else if (file.filename() == services_file) {
                read_services_of(file.string(), *text);
            } else {
                read_document(file.string(), *text);
            }
        }
    }

    /// Once all folders have been read: documents without the bindings of services that are not called here.
    void finish() {
        for (Reading& read : documents_) {
            std::erase_if(read.binds, [this](const Bind& bind) { return is_off(bind); });
            std::ranges::for_each(read.binds, [this](Bind& bind) { find_removed(bind); });
            const bool is_known = read.known != nullptr && std::ranges::equal(read.known->binds, read.binds, is_same);
            result.documents.push_back(is_known ? read.known
                                                : std::make_shared<const BoundDocument>(BoundDocument{
                                                      read.document, std::move(read.binds), std::move(read.text)}));
        }
    }

    ReadFolders result;

  private:
    struct Reading {
        std::shared_ptr<const mapping::Document> document;
        std::vector<Bind> binds;
        std::string text;
        std::shared_ptr<const BoundDocument> known;  ///< what it was, if its text has not changed
    };

    /// Of bindings of one text.
    static bool is_same(const Bind& a, const Bind& b) {
        const auto* const serve = std::get_if<Serve>(&a.with);
        const auto* const other = std::get_if<Serve>(&b.with);
        return a.position == b.position && (serve == nullptr || other == nullptr || serve->removed == other->removed);
    }

    void find_removed(Bind& bind) const {
        auto* const serve = std::get_if<Serve>(&bind.with);
        const auto removed = std::ranges::find_if(documents_, [&](const Reading& read) {
            return serve != nullptr && !serve->removes.empty() && read.document->id == serve->removes;
        });
        if (removed != documents_.end()) {
            serve->removed = removed->document;
        }
    }

    bool is_off(const Bind& bind) const {
        const auto service = result.services.find(service_of(bind));
        return service != result.services.end() && service->second.is_off;
    }

    void read_services_of(const std::string& file, const std::string& text) {
        ReadServices read = read_services(text);
        take_problems(read.problems, file);
        read_authorities(read.authorities, file, read.services);
        add_services(read.services, file);
    }

    /// What is read is part of the services' settings: another text is a change, under the same name, too.
    void read_authorities(const std::vector<AuthoritiesFile>& authorities, const std::string& file,
                          ServicesByName& services) {
        for (const AuthoritiesFile& named : authorities) {
            const fs::path path = fs::path(file).parent_path() / named.path;
            auto pem = read_text_file(path);
            const Result<void> usable = pem ? http::check_certificate_authorities(*pem) : pem.error();
            if (usable) {
                services.at(named.service).certificate_authorities = std::move(*pem);
                continue;
            }
            const std::string why = pem ? in_file(path, usable.error()).message : usable.error().message + ".";
            take_problems({{named.position, "",
                            "`certificate-authorities` is a file of certificates in PEM, its path absolute or relative "
                            "to this file's folder: " +
                                why}},
                          file);
        }
    }

    /// A service that one file leaves out may have an address in another.
    void add_services(const ServicesByName& services, const std::string& file) {
        for (const auto& [name, service] : services) {
            const auto [known, is_new] = result.services.emplace(name, service);
            if (!is_new && !service.is_off && !known->second.is_off) {
                result.problems.push_back(file + ": the service '" + name + "' has an address in another file, too.");
            } else if (known->second.is_off) {
                known->second = service;
            }
        }
    }

    void read_document(const std::string& file, const std::string& text) {
        const auto known = known_.find(file);
        if (known != known_.end() && known->second->text == text) {
            ReadBinds binds = read_binds(text, *known->second->document);
            read_authorities(binds.authorities, file, binds.services);
            add_services(binds.services, file);
            documents_.push_back({known->second->document, std::move(binds.binds), text, known->second});
            return;
        }
        mapping::ReadDocument read = mapping::read_document(text, file, checks_.declared);
        take_problems(read.problems, file);
        if (!read.document) {
            return;
        }
        ReadBinds binds = read_binds(text, *read.document);
        take_problems(binds.problems, file);
        read_authorities(binds.authorities, file, binds.services);
        add_services(binds.services, file);
        documents_.push_back({read.document, std::move(binds.binds), text, nullptr});
    }

    void take_problems(const std::vector<mapping::Problem>& problems, const std::string& file) {
        for (const mapping::Problem& problem : problems) {
            (problem.is_warning ? result.warnings : result.problems).push_back(mapping::to_string(problem, file));
        }
    }

    const FolderChecks& checks_;
    std::map<std::string, std::shared_ptr<const BoundDocument>> known_;  ///< by their files
    std::vector<Reading> documents_;
};

}  // namespace

ReadFolders read_folders(const std::vector<std::string>& folders, const BoundDocuments& known,
                         const FolderChecks& checks) {
    FolderReader reader(known, checks);
    std::ranges::for_each(folders, [&](const std::string& folder) { reader.read(folder); });
    reader.finish();
    std::ranges::sort(reader.result.documents, {}, [](const auto& bound) { return bound->document->id; });
    check_documents(checks, reader.result);
    return std::move(reader.result);
}

}  // namespace gridlore::service
