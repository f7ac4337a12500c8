#include "adapter/service/documents_check.h"

#include <algorithm>
#include <array>
#include <boost/url/scheme.hpp>
#include <boost/url/url_view.hpp>
#include <set>
#include <utility>

#include "adapter/http/client.h"
#include "adapter/service/bind_choice.h"
#include "adapter/service/path_table.h"
#include "adapter/service/served.h"
#include "adapter/service/unknown_name.h"
#include "adapter/sql/source.h"

namespace gridlore::service {
namespace {

/// `host:port` of an address that a client can have, with the port that is meant where none is said.
std::string authority_of(const std::string& address) {
    const boost::urls::url_view url(address);
    const std::string port = url.port();
    return std::string(url.encoded_host()) + ":" +
           (port.empty() ? std::to_string(boost::urls::default_port(url.scheme_id())) : port);
}

std::string path_of(const std::string& address) {
    const std::size_t slash = address.find('/', address.find("://") + 3);
    std::string path = slash == std::string::npos ? "" : address.substr(slash);
    while (path.ends_with('/')) {
        path.pop_back();
    }
    return path;
}

class DocumentsCheck {
  public:
    DocumentsCheck(const FolderChecks& checks, ReadFolders& read) : checks_(checks), read_(read) {}

    void check() {
        for (const auto& bound : read_.documents) {
            check_id(*bound);
            for (const Bind& bind : bound->binds) {
                check_name(*bound, bind);
                if (std::holds_alternative<Serve>(bind.with)) {
                    check_served(*bound, bind);
                    check_removed(*bound, bind);
                }
            }
        }
        for (const auto& bound : read_.documents) {
            for (const Bind& bind : bound->binds) {
                check_called(*bound, bind);
            }
        }
        warn_of_unknown_partners();
    }

  private:
    void problem(const BoundDocument& bound, const Bind* bind, std::string message) {
        const TextPosition position = bind == nullptr ? TextPosition{1, 1} : bind->position;
        read_.problems.push_back(
            mapping::to_string(mapping::Problem{position, "", std::move(message)}, bound.document->file));
    }

    void check_id(const BoundDocument& bound) {
        const auto [known, is_new] = files_.emplace(bound.document->id, bound.document->file);
        if (!is_new) {
            problem(bound, nullptr,
                    "The id '" + bound.document->id + "' is that of " + known->second + ", too: give it another.");
        }
    }

    void check_name(const BoundDocument& bound, const Bind& bind) {
        if (!names_.emplace(bind.knowledge_base, interaction_name(bound, bind, {})).second) {
            problem(bound, &bind,
                    "Another binding of the same service is called the same on the exchange: give it another `name`.");
        }
    }

    void check_served(const BoundDocument& bound, const Bind& bind) {
        const auto& serve = std::get<Serve>(bind.with);
        for (const PathTemplate& path : paths_of(serve)) {
            const std::vector<SegmentTemplate> segments = segments_of(path);
            if (segments.empty() || !segments.front().is_text()) {
                problem(bound, &bind, "'" + path.text + "': the first segment of a path is text.");
            } else if (std::ranges::find(checks_.own_segments, segments.front().between.front()) !=
                       checks_.own_segments.end()) {
                problem(bound, &bind, "'" + path.text + "': this server has paths of its own there; take another.");
            }
            check_alone(bound, bind, path, served_.add(path, serve.method, by_number_.size()));
            by_number_.push_back({bound.document->file, &serve});
        }
    }

    /// What is removed is told by variables that both documents have.
    void check_removed(const BoundDocument& bound, const Bind& bind) {
        const auto& serve = std::get<Serve>(bind.with);
        if (serve.removes.empty()) {
            return;
        }
        if (serve.removed == nullptr) {
            std::vector<std::string> ids;
            std::ranges::transform(read_.documents, std::back_inserter(ids),
                                   [](const auto& other) { return other->document->id; });
            return problem(bound, &bind,
                           "There is no document '" + serve.removes + "', whose posts it `removes`" +
                               did_you_mean(serve.removes, ids, "."));
        }
        const std::vector<std::string> own = bound.document->parts.front().pattern.variables();
        const bool is_shared =
            std::ranges::any_of(serve.removed->parts.front().pattern.variables(),
                                [&](const std::string& name) { return std::ranges::find(own, name) != own.end(); });
        if (!is_shared) {
            problem(bound, &bind,
                    "Its `graph` and that of '" + serve.removes +
                        "' have no variable in common, so that nothing tells what is removed: call the same thing "
                        "alike in both.");
        }
    }

    /// Whether a request tells who of those that serve the same is meant.
    void check_alone(const BoundDocument& bound, const Bind& bind, const PathTemplate& path,
                     const std::vector<std::size_t>& others) {
        const auto& serve = std::get<Serve>(bind.with);
        std::vector<const Serve*> together = {&serve};
        for (const std::size_t other : others) {
            together.push_back(by_number_[other].second);
        }
        if (!telling_parameters(together).empty() || others.empty()) {
            return;
        }
        const auto clash = std::ranges::find_if(others, [&](std::size_t other) {
            return telling_parameters(std::array{&serve, by_number_[other].second}).empty();
        });
        problem(bound, &bind,
                serve.method + " " + path.text + " is served by " +
                    by_number_[clash == others.end() ? others.front() : *clash].first +
                    ", too, and nothing tells them apart: give each a parameter of the same name that is a constant, "
                    "another in each.");
    }

    /// Nothing comes from those whose faults are to be let pass: a name is misspelt, or a document is missing.
    void warn_of_unknown_partners() {
        for (const auto& [name, service] : read_.services) {
            const bool is_known =
                std::ranges::any_of(by_number_, [&](const auto& one) { return one.second->partner == name; });
            if (service.is_tolerant && service.is_off && !is_known) {
                read_.warnings.push_back("services.yaml: '" + name +
                                         "' is tolerated, and is no document's `partner`, nor called.");
            }
        }
    }

    void check_called(const BoundDocument& bound, const Bind& bind) {
        const auto* const call = std::get_if<Call>(&bind.with);
        const auto* const sql = std::get_if<SqlCall>(&bind.with);
        if (call == nullptr && sql == nullptr) {
            return;
        }
        const std::string& name = call != nullptr ? call->service : sql->source;
        const auto service = read_.services.find(name);
        if (service == read_.services.end()) {
            std::vector<std::string> names;
            std::ranges::transform(read_.services, std::back_inserter(names),
                                   [](const auto& one) { return one.first; });
            problem(bound, &bind,
                    "services.yaml has no '" + name + "'" +
                        did_you_mean(name, names, ": add it there, with its `address`."));
        } else if (call != nullptr) {
            check_address(bound, bind, *call, service->second);
        } else {
            check_database(bound, bind, service->second);
        }
    }

    void check_database(const BoundDocument& bound, const Bind& bind, const ServiceSettings& service) {
        sql::SourceSettings settings;
        settings.name = service.name;
        settings.address = service.address;
        if (const auto source = sql::Source::open(std::move(settings), clock_); !source) {
            problem(bound, &bind, "The source '" + service.name + "' cannot be asked: " + source.error().message);
        }
    }

    void check_address(const BoundDocument& bound, const Bind& bind, const Call& call, const ServiceSettings& service) {
        if (const auto client = http::Client::make(service.address); !client) {
            problem(bound, &bind, "The service '" + service.name + "' cannot be called: " + client.error().message);
            return;
        }
        const auto& own = checks_.own_addresses;
        if (std::ranges::find(own, authority_of(service.address)) == own.end()) {
            return;
        }
        std::vector<std::string> values(call.path.variables.size(), "x");
        const auto found = served_.find(path_of(service.address) + write_path(call.path, values));
        if (found && found->served->contains(call.method)) {
            problem(bound, &bind,
                    "This calls " + service.address + call.path.text + ", which is this very server and is served by " +
                        by_number_[found->served->find(call.method)->second.front()].first +
                        ": it would react to itself without end. Give the service another address.");
        }
    }

    const FolderChecks& checks_;
    ReadFolders& read_;
    ManualClock clock_{TimePoint()};            ///< nothing is asked, so that no time passes
    std::map<std::string, std::string> files_;  ///< by the documents' ids
    std::set<std::pair<std::string, std::string>> names_;
    PathTable served_;
    std::vector<std::pair<std::string, const Serve*>> by_number_;  ///< what is in the table, with its file
};

}  // namespace

void check_documents(const FolderChecks& checks, ReadFolders& read) {
    DocumentsCheck(checks, read).check();
}

}  // namespace gridlore::service
