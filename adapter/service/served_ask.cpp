#include "adapter/service/served_ask.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <set>
#include <utility>

#include "adapter/mapping/lower/lower.h"
#include "adapter/mapping/rows.h"
#include "adapter/service/row_keys.h"
#include "adapter/service/row_terms.h"

namespace gridlore::service {
namespace {

using exchange::AskResult;

bool is_in(const std::vector<std::size_t>& variables, std::size_t variable) {
    return std::ranges::find(variables, variable) != variables.end();
}

/// The bindings that ask for `terms`: what the core has of them; and, where it does not have one of them, what it has
/// that is made of it.
pattern::TermRow binding_of(const mapping::Document& document, const Terms& terms) {
    const std::vector<std::size_t>& core = document.parts.front().variables;
    Terms all = terms;
    complete(document, all);
    pattern::TermRow row;
    for (const auto& [variable, term] : all) {
        const auto& made_of = document.variables[variable].parts_of_iri;
        const bool carries =
            std::ranges::any_of(made_of, [&](std::size_t part) { return terms.contains(part) && !is_in(core, part); });
        if (is_in(core, variable) && (terms.contains(variable) || carries)) {
            row.emplace_back(document.variables[variable].name, term);
        }
    }
    return row;
}

std::vector<std::string> names_of(const mapping::Document& document, const std::vector<std::size_t>& variables) {
    std::vector<std::string> names;
    for (const std::size_t variable : variables) {
        names.push_back(document.variables[variable].name);
    }
    return names;
}

/// One request, until it is answered.
class AskRun : public std::enable_shared_from_this<AskRun> {
  public:
    AskRun(ContextPtr context, ServedQuestions asked, std::shared_ptr<http::Responder> responder, bool takes_gzip)
        : context_(std::move(context)),
          asked_(std::move(asked)),
          responder_(std::move(responder)),
          takes_gzip_(takes_gzip) {}

    void next_question() {
        if (answers_.size() == asked_.questions.size()) {
            context_->run(row_count_ > context_->inline_rows, [self = shared_from_this()] { self->answer(); });
            return;
        }
        answers_.emplace_back(asked_.questions[answers_.size()].served->document().parts.size());
        pattern::TermRows bindings;
        for (const Terms& terms : current().question.rows) {
            bindings.push_back(binding_of(document(), terms));
        }
        ask(0, std::move(bindings),
            [self = shared_from_this()](pattern::TermTable core) { self->ask_parts(std::move(core)); });
    }

  private:
    /// What is being asked.
    const ServedQuestion& current() const { return asked_.questions[answers_.size() - 1]; }
    const mapping::Document& document() const { return current().served->document(); }

    template <typename Then>
    void ask(std::size_t part, pattern::TermRows bindings, Then then) {
        exchange::Request request;
        const InteractionId& id = current().served->asks[part];
        request.knowledge_base = id.knowledge_base;
        request.interaction = id.interaction;
        request.bindings = std::move(bindings);
        request.looked_at = names_of(document(), current().served->looked_at[part]);
        for (const auto& [name, range] : current().question.ranges) {
            if (is_in(document().parts[part].variables, *document().find(name))) {
                request.ranges.emplace(name, range);
            }
        }
        context_->exchange.ask(std::move(request),
                               [self = shared_from_this(), then = std::move(then)](Result<AskResult> result) {
                                   if (result) {
                                       self->note(*result);
                                       then(std::move(result->bindings));
                                   } else {
                                       self->refuse(problem(result.error()));
                                   }
                               });
    }

    /// All at once; whoever is last goes on.
    void ask_parts(pattern::TermTable core) {
        const std::size_t parts = document().parts.size();
        if (parts == 1 || core.empty()) {
            answers_.back()[0] = std::move(core);
            return next_question();
        }
        const auto left = std::make_shared<std::atomic<std::size_t>>(parts - 1);
        const std::vector<std::string> of_core = names_of(document(), document().parts.front().variables);
        std::vector<pattern::TermRows> bindings;
        for (std::size_t part = 1; part < parts; ++part) {
            std::vector<std::string> shared = names_of(document(), document().parts[part].variables);
            std::erase_if(shared,
                          [&](const std::string& name) { return std::ranges::find(of_core, name) == of_core.end(); });
            bindings.push_back(projected(core, shared));
        }
        answers_.back()[0] = std::move(core);
        for (std::size_t part = 1; part < parts; ++part) {
            ask(part, std::move(bindings[part - 1]), [self = shared_from_this(), part, left](pattern::TermTable rows) {
                self->answers_.back()[part] = std::move(rows);
                if (--*left == 0) {
                    self->next_question();
                }
            });
        }
    }

    void note(const AskResult& result) {
        const std::lock_guard lock(mutex_);
        row_count_ += result.bindings.size();
        for (const exchange::ExchangeInfo& info : result.exchange_info) {
            if (info.status == exchange::ExchangeStatus::Failed) {
                failed_.emplace(info.knowledge_base, info.failed_message);
            }
        }
    }

    void refuse(http::Response response) { respond(*current().served, responder_, std::move(response)); }

    /// 502 or 404, where there is nothing to answer with.
    http::Response nothing_known() const {
        std::string why;
        for (const auto& [knowledge_base, message] : failed_) {
            why += " " + knowledge_base + ": " + message;
        }
        return failed_.empty() ? problem(404, "Nobody knows anything of what was asked.")
                               : problem(502, "Nothing is known, and not all could answer." + why);
    }

    http::Response head() const {
        http::Response response = http::Response::empty(200);
        response.content_type = "application/json";
        response.headers.emplace_back("Vary", "Accept-Encoding");
        std::string names;
        for (const auto& [knowledge_base, message] : failed_) {
            names += (names.empty() ? "" : ", ") + knowledge_base;
        }
        if (!names.empty()) {
            response.headers.emplace_back("Gridlore-Failed", names);
        }
        add_life_cycle_of_first(response);
        return response;
    }

    void add_life_cycle_of_first(http::Response& response) const {
        if (!asked_.questions.empty()) {
            add_life_cycle(asked_.questions.front().served->serve(), response);
        }
    }

    static Result<mapping::PartRows> rows_of(const Served& served, const std::vector<pattern::TermTable>& answer) {
        mapping::PartRows rows;
        for (std::size_t part = 0; part < answer.size(); ++part) {
            auto one = mapping::from_bindings(served.document(), served.document().parts[part], answer[part],
                                              served.looked_at[part]);
            if (!one) {
                return std::move(one).error();
            }
            rows.push_back(std::move(*one));
        }
        return rows;
    }

    bool is_empty() const {
        return std::ranges::all_of(answers_, [](const auto& answer) { return answer.front().empty(); });
    }

    void answer() {
        if (!failed_.empty() && is_empty()) {
            return refuse(nothing_known());
        }
        http::GrowingResponse response(responder_, head(), takes_gzip_, context_->responses);
        const mapping::TextSink sink = [&](std::string_view piece) { return response.write(piece); };
        auto written = asked_.is_list ? write_list(sink) : write_one(0, sink);
        if (written) {
            (void)response.finish();  // an error: the client has gone
        } else {
            http::Response instead =
                is_empty() ? nothing_known()
                           : problem(502, "What was answered cannot be written as this document has it: " +
                                              written.error().message);
            add_life_cycle_of_first(instead);
            response.fail(std::move(instead));
        }
        for (const auto& [document, count] : left_out_) {
            if (context_->warn) {
                context_->warn(document + ": " + std::to_string(count) +
                               " rows of others were left out, which it cannot write as JSON");
            }
        }
    }

    Result<void> write_one(std::size_t number, const mapping::TextSink& sink) {
        const mapping::Document& document = document_of(number);
        const auto rows = rows_of(*asked_.questions[number].served, answers_[number]);
        mapping::LowerOptions options;
        options.left_out = [&](std::size_t, std::size_t, const std::string&) { ++left_out_[document.id]; };
        return rows ? mapping::lower(document, *rows, sink, options) : Result<void>(rows.error());
    }

    const mapping::Document& document_of(std::size_t number) const {
        return asked_.questions[number].served->written(asked_.has_local_times);
    }

    /// A list of answers; those that are lists themselves are put together to one.
    Result<void> write_list(const mapping::TextSink& sink) {
        std::string all = "[";
        for (std::size_t number = 0; number < answers_.size(); ++number) {
            const bool are_lists = std::holds_alternative<mapping::ListShape>(document_of(number).shape.node);
            std::string one;
            auto written = write_one(number, [&](std::string_view piece) -> Result<void> {
                one += piece;
                return {};
            });
            if (!written && !answers_[number].front().empty()) {
                return written;
            }
            std::string_view text = written ? std::string_view(one) : are_lists ? "[]" : "null";
            if (are_lists) {
                text = text.substr(1, text.size() - 2);
            }
            all.append(all.size() > 1 && !text.empty() ? "," : "").append(text);
        }
        return sink(all + "]");
    }

    const ContextPtr context_;
    const ServedQuestions asked_;
    const std::shared_ptr<http::Responder> responder_;
    const bool takes_gzip_;
    std::vector<std::vector<pattern::TermTable>> answers_;  ///< by question and part
    std::map<std::string, std::size_t> left_out_;           ///< rows, by document
    std::mutex mutex_;
    // Guarded by mutex_ while parts are asked:
    std::size_t row_count_ = 0;
    std::map<std::string, std::string> failed_;
};

}  // namespace

void serve_ask(const ContextPtr& context, ServedQuestions asked, std::shared_ptr<http::Responder> responder,
               bool takes_gzip) {
    std::make_shared<AskRun>(context, std::move(asked), std::move(responder), takes_gzip)->next_question();
}

}  // namespace gridlore::service
