#include "adapter/service/openapi/openapi_document.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>
#include <vector>

#include "adapter/http/text.h"
#include "adapter/service/openapi/document_schemas.h"
#include "adapter/service/openapi/merged_operation.h"
#include "adapter/service/openapi/operations.h"
#include "adapter/service/path_template.h"
#include "adapter/service/url_text.h"

namespace gridlore::service {
namespace {

using nlohmann::ordered_json;

ordered_json tag_of(const mapping::Document& document) {
    std::string text = document.title;
    const auto add = [&text](const std::string& paragraph) {
        text += (text.empty() || paragraph.empty() ? "" : "\n\n") + paragraph;
    };
    add(document.description);
    add(document.source.empty() ? "" : "Source: " + document.source);
    add(document.version.empty() ? "" : "Version: " + document.version);
    return {{"name", document.id}, {"description", std::move(text)}};
}

class Writer {
  public:
    explicit Writer(std::string_view own) : whole_(ordered_json::parse(own)) {}

    void add(const BoundDocuments& documents) {
        for (const auto& bound : documents) {
            const std::size_t before = operation_count_;
            for (const Bind& bind : bound->binds) {
                add(*bound->document, bind);
            }
            if (operation_count_ > before) {
                whole_["tags"].push_back(tag_of(*bound->document));
            }
        }
        // Last: a path that a document names itself is that document's.
        named_posts_ = posts_;
        for (const auto& bound : documents) {
            for (const Bind& bind : bound->binds) {
                if (bind.way == Way::Ask) {
                    add_queries(*bound->document, bind);
                }
            }
        }
    }

    std::string text() {
        whole_["components"]["schemas"].update(schemas_.all());
        return whole_.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
    }

  private:
    /// A path under the name that it got first: to OpenAPI, those that differ in their variables' names are the same.
    struct Path {
        std::string name;
        std::vector<std::string> variables;
    };

    static std::string id_of(const mapping::Document& document, const Bind& bind) {
        return document.id + ":" + bind.name;
    }

    /// Of the spelling with that number.
    static OperationPlace place_of(std::string id, const std::vector<PathTemplate>& spellings, std::size_t number,
                                   const Path& path) {
        OperationPlace place{std::move(id), path.variables, {}};
        if (number > 0) {
            place.id += ":" + std::to_string(number + 1);
            place.main_path = spellings.front().text;
        }
        return place;
    }

    void add(const mapping::Document& document, const Bind& bind) {
        if (std::holds_alternative<Serve>(bind.with)) {
            add_served(document, bind);
        } else if (std::holds_alternative<Call>(bind.with)) {
            add_called(document, bind);
        }
    }

    void add_served(const mapping::Document& document, const Bind& bind) {
        const auto& serve = std::get<Serve>(bind.with);
        const std::vector<PathTemplate> spellings = paths_of(serve);
        for (std::size_t i = 0; i < spellings.size(); ++i) {
            const Path& path = path_of(document, spellings[i]);
            const OperationPlace place = place_of(id_of(document, bind), spellings, i, path);
            // Methods are small letters in OpenAPI.
            put(path.name, http::lower_case(serve.method), served_operation(document, bind, place, schemas_));
        }
    }

    void add_queries(const mapping::Document& document, const Bind& bind) {
        std::vector<PathTemplate> spellings = paths_of(std::get<Serve>(bind.with));
        std::ranges::transform(spellings, spellings.begin(), with_query);
        for (std::size_t i = 0; i < spellings.size(); ++i) {
            const Path& path = path_of(document, spellings[i]);
            const OperationPlace place = place_of(id_of(document, bind) + ":query", spellings, i, path);
            if (!named_posts_.contains(path.name)) {
                put(path.name, "post", query_operation(document, bind, place, schemas_));
            }
        }
    }

    /// Several may share a path and a method: a constant tells them apart.
    void put(const std::string& path, const std::string& method, ordered_json operation) {
        ordered_json& item = whole_["paths"][path];
        if (item.contains(method)) {
            operation = merged(std::move(item[method]), operation);
        }
        item[method] = std::move(operation);
        if (method == "post") {
            posts_.insert(path);
        }
        ++operation_count_;
    }

    /// Under the service and its path. Of several that call the same, the others have their document's id behind it.
    void add_called(const mapping::Document& document, const Bind& bind) {
        const auto& call = std::get<Call>(bind.with);
        const std::string method = http::lower_case(call.method);
        std::string name = call.service + call.path.text;
        if (whole_["webhooks"][name].contains(method)) {
            name += " (" + id_of(document, bind) + ")";
        }
        whole_["webhooks"][name][method] = called_operation(document, bind, {id_of(document, bind), {}, {}}, schemas_);
        ++operation_count_;
    }

    const Path& path_of(const mapping::Document& document, const PathTemplate& path) {
        const auto [known, is_new] = paths_.try_emplace(segments_of(path));
        if (is_new) {
            known->second.name = encoded_path(path.between.front());
            for (std::size_t i = 0; i < path.variables.size(); ++i) {
                const std::string& name = document.variables[path.variables[i]].name;
                known->second.variables.push_back(name);
                known->second.name += "{" + name + "}" + encoded_path(path.between[i + 1]);
            }
        }
        return known->second;
    }

    ordered_json whole_;
    DocumentSchemas schemas_;
    std::map<std::vector<SegmentTemplate>, Path> paths_;
    std::set<std::string> posts_;
    std::set<std::string> named_posts_;  ///< those that are no `/query`
    std::size_t operation_count_ = 0;
};

}  // namespace

std::string openapi_document(std::string_view own, const BoundDocuments& documents) {
    Writer writer(own);
    writer.add(documents);
    return writer.text();
}

}  // namespace gridlore::service
