#include "adapter/rest-api/operator_endpoints.h"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <array>
#include <map>
#include <mutex>
#include <string_view>

#include "adapter/rest-api/embedded.h"
#include "adapter/rest-api/responses.h"

namespace gridlore::rest_api {
namespace {

prometheus::MetricFamily metric(prometheus::MetricType type, std::string name, std::string help, double value) {
    prometheus::ClientMetric sample;
    (type == prometheus::MetricType::Gauge ? sample.gauge.value : sample.counter.value) = value;
    return {std::move(name), std::move(help), type, {std::move(sample)}};
}

/// Everything that is counted elsewhere, as it is now.
std::vector<prometheus::MetricFamily> figures(const OperatorServices& services) {
    const exchange::Statistics exchange = services.services->exchange.statistics();
    const MailboxStatistics mailboxes = services.services->mailboxes->statistics();
    const http::ServerStatistics server = services.server_statistics();
    struct Figure {
        prometheus::MetricType type;
        std::string_view name;
        std::string_view help;
        double value;
    };
    constexpr auto gauge = prometheus::MetricType::Gauge;
    constexpr auto counter = prometheus::MetricType::Counter;
    const auto number = [](auto count) { return static_cast<double>(count); };
    const std::array list = {
        Figure{gauge, "gridlore_knowledge_bases", "Registered knowledge bases.", number(exchange.knowledge_bases)},
        Figure{gauge, "gridlore_interactions", "Registered knowledge interactions.", number(exchange.interactions)},
        Figure{gauge, "gridlore_exchanges_under_way", "Asks and posts under way.",
               number(exchange.exchanges_under_way)},
        Figure{counter, "gridlore_asks_total", "Asks begun.", number(exchange.asks)},
        Figure{counter, "gridlore_posts_total", "Posts begun.", number(exchange.posts)},
        Figure{counter, "gridlore_calls_total", "Calls to ANSWERs and REACTs.", number(exchange.calls)},
        Figure{counter, "gridlore_failed_calls_total", "Calls that failed or timed out.",
               number(exchange.failed_calls)},
        Figure{counter, "gridlore_plans_made_total", "Plans made.", number(exchange.plans_made)},
        Figure{counter, "gridlore_plans_reused_total", "Exchanges that reused a plan.", number(exchange.plans_reused)},
        Figure{gauge, "gridlore_open_polls", "Long polls that wait for work.", number(mailboxes.open_polls)},
        Figure{gauge, "gridlore_queued_work", "Pieces of work that wait to be fetched.", number(mailboxes.queued)},
        Figure{gauge, "gridlore_unanswered_work", "Pieces of work fetched and not answered yet.",
               number(mailboxes.unanswered)},
        Figure{gauge, "gridlore_http_connections", "Open connections.", number(server.connections)},
        Figure{counter, "gridlore_http_requests_total", "Requests received.", number(server.requests)},
        Figure{counter, "gridlore_http_refused_connections_total", "Connections refused at the bound.",
               number(server.refused_connections)},
    };
    std::vector<prometheus::MetricFamily> families;
    families.reserve(list.size());
    for (const Figure& figure : list) {
        families.push_back(metric(figure.type, std::string(figure.name), std::string(figure.help), figure.value));
    }
    return families;
}

prometheus::MetricFamily partner_faults(const OperatorServices& services) {
    prometheus::MetricFamily family{"gridlore_json_faults_let_pass_total",
                                    "Faults in the JSON of tolerated partners, by partner.",
                                    prometheus::MetricType::Counter,
                                    {}};
    for (const auto& [partner, count] : services.partner_faults()) {
        prometheus::ClientMetric& sample = family.metric.emplace_back();
        sample.label = {{"partner", partner}};
        sample.counter.value = static_cast<double>(count);
    }
    return family;
}

http::Response metrics(const OperatorServices& services) {
    std::vector<prometheus::MetricFamily> families = figures(services);
    families.push_back(partner_faults(services));
    for (prometheus::MetricFamily& family : services.times->collect()) {
        families.push_back(std::move(family));
    }
    return http::Response::with_body(200, "text/plain; version=0.0.4; charset=utf-8",
                                     prometheus::TextSerializer().Serialize(families));
}

http::Response file_response(std::string_view content_type, std::string_view caching,
                             std::shared_ptr<const std::string> content) {
    http::Response response = http::Response::empty(200);
    response.content_type = content_type;
    response.body = std::move(content);
    response.headers.emplace_back("Cache-Control", caching);
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    return response;
}

/// A built-in file whose copy those who are being sent it share; there is none while nobody is. Internally
/// synchronized.
class SharedFile {
  public:
    SharedFile(std::string_view content_type, std::string_view content, std::string_view caching)
        : content_type_(content_type), content_(content), caching_(caching) {}

    http::Response response() { return file_response(content_type_, caching_, copy()); }

  private:
    std::shared_ptr<const std::string> copy() {
        const std::lock_guard lock(mutex_);
        auto copy = copy_.lock();
        if (!copy) {
            copy = std::make_shared<const std::string>(content_);
            copy_ = copy;
        }
        return copy;
    }

    const std::string_view content_type_;
    const std::string_view content_;
    const std::string_view caching_;
    std::mutex mutex_;
    std::weak_ptr<const std::string> copy_;
};

constexpr std::string_view not_cached = "no-cache";  // it may be another with the next release

/// By name.
using SharedFiles = std::map<std::string_view, SharedFile>;

std::shared_ptr<SharedFiles> shared_viewer_files() {
    auto files = std::make_shared<SharedFiles>();
    for (const ViewerFile& file : viewer_files()) {
        const std::string_view caching = file.is_of_package ? "public, max-age=31536000, immutable" : not_cached;
        files->try_emplace(file.name, file.content_type, file.content, caching);
    }
    return files;
}

http::Response page_response(SharedFile& page) {
    http::Response response = page.response();
    response.headers.emplace_back("Content-Security-Policy",
                                  "default-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'");
    return response;
}

Result<http::Response> viewer_file_response(const http::Request& request, SharedFiles& files) {
    constexpr std::string_view folder = "/docs/";
    const std::string_view path = request.path;
    const auto file = files.find(path.substr(std::min(folder.size(), path.size())));
    if (file == files.end()) {
        return Error{ErrorKind::NotFound, "There is nothing at " + request.path + "."};
    }
    return file->second.response();
}

http::Response redirect_to_page() {
    http::Response response = http::Response::empty(302);
    response.headers.emplace_back("Location", "/docs");
    return response;
}

http::Handler always(std::function<http::Response()> respond) {
    return answering(
        [respond = std::move(respond)](const http::Request&) -> Result<http::Response> { return respond(); });
}

}  // namespace

std::vector<Endpoint> operator_endpoints(const OperatorServices& services) {
    const auto document = std::make_shared<SharedFile>("application/json", openapi_document(), not_cached);
    const auto page = std::make_shared<SharedFile>("text/html; charset=utf-8", viewer_page(), not_cached);
    const auto files = shared_viewer_files();
    const auto serve_document = always([document, description = services.description] {
        auto now = description();
        return now ? file_response("application/json", not_cached, std::move(now)) : document->response();
    });
    const auto ready = [is_ready = services.is_ready] {
        return is_ready() ? json_response(200, R"({"status":"ready"})")
                          : error_response(503, "The server is stopping and takes no new work.");
    };
    return {
        {"GET", "/health/live", BodyType::None, always([] { return json_response(200, R"({"status":"live"})"); })},
        {"GET", "/health/ready", BodyType::None, always(ready)},
        {"GET", "/metrics", BodyType::None, always([services] { return metrics(services); })},
        {"GET", "/openapi.json", BodyType::None, serve_document},
        {"GET", "/rest/openapi.json", BodyType::None, serve_document},
        {"GET", "/docs", BodyType::None, always([page] { return page_response(*page); })},
        {"GET", "/docs/*", BodyType::None,
         answering([files](const http::Request& request) { return viewer_file_response(request, *files); })},
        {"GET", "/", BodyType::None, always(redirect_to_page)},
    };
}

}  // namespace gridlore::rest_api
