#include "adapter/service/served_post.h"

#include <algorithm>
#include <atomic>
#include <ctime>
#include <mutex>
#include <nlohmann/json.hpp>
#include <utility>

#include "adapter/mapping/lift/lift.h"
#include "adapter/mapping/lower/lower.h"
#include "adapter/service/held_values.h"
#include "adapter/service/part_join.h"
#include "knowledge-engine/rdf/namespaces.h"

namespace gridlore::service {
namespace {

using exchange::ExchangeInfo;
using exchange::ExchangeStatus;
using exchange::PostResult;

constexpr std::size_t most_warnings = 20;

/// The parameters whose values the payload has, too.
class SameValues {
  public:
    SameValues(const mapping::Document& document, const Terms& given) : document_(document), given_(given) {}

    Result<void> check(const mapping::Part& part, std::span<const rdf::TermView> row) const {
        for (std::size_t column = 0; column < row.size(); ++column) {
            const auto given = given_.find(part.variables[column]);
            if (given != given_.end() && given->second != owned(row[column])) {
                const mapping::Variable& variable = document_.variables[given->first];
                return invalid_input("the payload has another ?" + variable.name + " than the request's parameter");
            }
        }
        return {};
    }

  private:
    const mapping::Document& document_;
    const Terms& given_;
};

/// What the payload says; nothing of it has effect yet.
class PayloadReader {
  public:
    PayloadReader(const mapping::Document& document, const Terms& given) : document_(document), same_(document, given) {
        for (const mapping::Part& part : document.parts) {
            rows.emplace_back(part.variables.size());
        }
    }

    std::optional<Refusal> read(std::string_view body, mapping::LiftOptions options) {
        const mapping::RowHandler take = [this](std::size_t part, std::span<const rdf::TermView> row) -> Result<void> {
            auto checked = same_.check(document_.parts[part], row);
            if (checked && !held_.add(row)) {
                return Error{ErrorKind::LimitExceeded,
                             "The payload makes " + HeldValues::limit() + "; send it in pieces."};
            }
            if (checked) {
                rows[part].add(row);
            }
            return checked;
        };
        mapping::Lifter lifter(document_, take, std::move(options));
        auto lifted = lifter.write(body);
        if (lifted) {
            lifted = lifter.finish();
        }
        if (lifted) {
            return std::nullopt;
        }
        return Refusal{lifted.error().kind == ErrorKind::LimitExceeded ? 413U : 400U,
                       lifted.error().message,
                       {},
                       lifter.pointer()};
    }

    mapping::PartRows rows;

  private:
    const mapping::Document& document_;
    const SameValues same_;
    HeldValues held_;
};

nlohmann::ordered_json delivery_of(const ExchangeInfo& info) {
    const bool has_failed = info.status == ExchangeStatus::Failed;
    nlohmann::ordered_json one = {{"knowledgeBase", info.knowledge_base},
                                  {"interaction", info.interaction},
                                  {"status", has_failed ? "FAILED" : "SUCCEEDED"}};
    if (has_failed) {
        one["message"] = info.failed_message;
    }
    return one;
}

/// One request, until it is answered.
class PostRun : public std::enable_shared_from_this<PostRun> {
  public:
    PostRun(ContextPtr context, ServedPtr served, std::shared_ptr<ExchangeBoard> board,
            std::shared_ptr<http::Responder> responder)
        : context_(std::move(context)),
          served_(std::move(served)),
          board_(std::move(board)),
          responder_(std::move(responder)) {}

    void begin(const Question& question, const http::Request& request) {
        auto refusal = read(question, request);
        if (refusal) {
            return respond(*served_, responder_, problem(*refusal));
        }
        if (served_->serve().answers_at_once) {
            place_ = board_->open();
            http::Response accepted =
                http::Response::with_body(202, "application/json", R"({"acknowledged":true,"status":"under way"})");
            accepted.headers.emplace_back("Location", place_);
            respond(*served_, responder_, std::move(accepted));
        }
        post_all();
    }

  private:
    const mapping::Document& document() const { return served_->document(); }

    std::optional<Refusal> read(const Question& question, const http::Request& request) {
        const bool may_be_empty = served_->serve().method == "DELETE";
        const std::string_view body = request.content().empty() && may_be_empty ? "{}" : request.content();
        mapping::LiftOptions options;
        options.given = question.given;
        add_time_of_coming(document(), context_->clock.now(), options.given);
        context_->partners->tolerance_for(served_->serve().partner).apply(options);
        options.warn = [this, told = std::move(options.warn)](const std::string& pointer, const std::string& message) {
            if (told) {
                told(pointer, message);
            }
            if (warnings_.size() < most_warnings) {
                warnings_.push_back({{"pointer", pointer}, {"message", message}});
            }
        };
        PayloadReader reader(document(), question.given);
        if (auto refusal = reader.read(body, std::move(options))) {
            return refusal;
        }
        const std::size_t most_rows = HeldValues::most_values / std::max<std::size_t>(1, document().variables.size());
        auto joined = joined_parts(document(), reader.rows, served_->serve().has_parts_apart, most_rows);
        if (!joined) {
            return Refusal{413, joined.error().message, {}, {}};
        }
        posts_ = std::move(*joined);
        return std::nullopt;
    }

    void post_all() {
        left_ = posts_.size() + 1;  // one for us: the last may not be over before all have begun
        for (auto& [parts, rows] : posts_) {
            auto interaction = served_->posts->of(parts);
            if (!interaction) {
                note(std::move(interaction).error());
                continue;
            }
            exchange::Request request;
            request.knowledge_base = interaction->knowledge_base;
            request.interaction = interaction->interaction;
            request.bindings = std::move(rows);
            context_->exchange.post(std::move(request), [self = shared_from_this()](Result<PostResult> result) {
                self->note(std::move(result));
            });
        }
        finish_one();
    }

    void note(Result<PostResult> result) {
        {
            const std::lock_guard lock(mutex_);
            if (result) {
                std::ranges::move(result->exchange_info, std::back_inserter(delivered_));
                if (!result->result.empty()) {
                    results_.push_back(std::move(result->result));
                }
            } else {
                error_ = std::move(result).error();
            }
        }
        finish_one();
    }

    void finish_one() {
        if (--left_ > 0) {
            return;
        }
        http::Response response = outcome();
        if (place_.empty()) {
            return respond(*served_, responder_, std::move(response));
        }
        nlohmann::ordered_json done = {{"status", "done"}, {"answer", response.status}};
        done["body"] = nlohmann::ordered_json::parse(*response.body, nullptr, false);
        board_->close(place_, done.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
    }

    http::Response outcome() const {
        if (error_) {
            return problem(*error_);
        }
        const auto failed =
            static_cast<std::size_t>(std::ranges::count(delivered_, ExchangeStatus::Failed, &ExchangeInfo::status));
        if (failed > 0 && failed == delivered_.size()) {
            return problem(502, "All who should have got it have failed.", delivery(false));
        }
        if (!document().response) {
            constexpr auto replace = nlohmann::ordered_json::error_handler_t::replace;
            return http::Response::with_body(200, "application/json", delivery(true).dump(-1, ' ', false, replace));
        }
        return failed > 0 && results_.empty() ? problem(502, "Nobody answered, and some have failed.", delivery(true))
                                             : answer();
    }

    nlohmann::ordered_json delivery(bool is_acknowledged) const {
        nlohmann::ordered_json body = {{"acknowledged", is_acknowledged},
                                       {"delivered", nlohmann::ordered_json::array()}};
        for (const ExchangeInfo& info : delivered_) {
            body["delivered"].push_back(delivery_of(info));
        }
        if (!warnings_.empty()) {
            body["warnings"] = warnings_;
        }
        return body;
    }

    Result<std::string> lowered_results(const mapping::Document& shape) const {
        const mapping::Part& part = shape.parts.front();
        mapping::Rows rows(part.variables.size());
        for (const pattern::TermTable& result : results_) {
            if (auto added = mapping::add_bindings(shape, part, result, rows); !added) {
                return std::move(added).error();
            }
        }
        return mapping::lower(shape, mapping::only_part(std::move(rows)));
    }

    /// What those who reacted say.
    http::Response answer() const {
        const mapping::Document& shape = *document().response;
        auto lowered = lowered_results(shape);
        if (lowered) {
            return http::Response::with_body(200, "application/json", std::move(*lowered));
        }
        return problem(502, results_.empty() ? "Nobody answered."
                                            : "What was answered cannot be written as this document has it: " +
                                                  lowered.error().message);
    }

    const ContextPtr context_;
    const ServedPtr served_;
    const std::shared_ptr<ExchangeBoard> board_;
    const std::shared_ptr<http::Responder> responder_;
    std::string place_;                             ///< of what was answered at once
    std::vector<nlohmann::ordered_json> warnings_;  ///< of what was taken though it is odd; the first ones
    std::map<PartSet, pattern::TermRows> posts_;
    std::atomic<std::size_t> left_ = 0;
    std::mutex mutex_;
    // Guarded by mutex_ until all are over:
    std::vector<ExchangeInfo> delivered_;
    std::vector<pattern::TermTable> results_;  ///< of those who reacted; none is empty
    std::optional<Error> error_;
};

}  // namespace

void serve_post(const ContextPtr& context, const ServedPtr& served, const std::shared_ptr<ExchangeBoard>& board,
                Question question, http::Request request, std::shared_ptr<http::Responder> responder) {
    const auto run = std::make_shared<PostRun>(context, served, board, std::move(responder));
    const bool is_large = request.content().size() > context->inline_bytes;
    const auto shared = std::make_shared<const http::Request>(std::move(request));
    context->run(is_large, [run, shared, question = std::move(question)] { run->begin(question, *shared); });
}

}  // namespace gridlore::service
