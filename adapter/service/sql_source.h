/// A database that is asked as documents say: rows become parameters, and its rows become ours. Private to this folder.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

#include "adapter/service/blocking_threads.h"
#include "adapter/service/circuit.h"
#include "adapter/service/source.h"
#include "adapter/sql/source.h"
#include "knowledge-engine/base/clock.h"

namespace gridlore::service {

class SqlSource final : public Source {
  public:
    /// `clock` must outlive it. `warn` is told when its circuit opens and closes.
    SqlSource(const ServiceSettings& settings, std::unique_ptr<sql::Source> source, Clock& clock,
              std::function<void(std::string_view)> warn);
    ~SqlSource() override { stop(); }
    SqlSource(const SqlSource&) = delete;
    SqlSource& operator=(const SqlSource&) = delete;

    /// One query for each distinct input that the statement has.
    void answer(const Called& called, const exchange::Call& call, Cancelled cancelled, CallDone done) override;
    /// A database only answers: fails.
    void react(const Called& called, const exchange::Call& call, Cancelled cancelled, CallDone done) override;
    void stop() override;

  private:
    struct Work;
    Result<exchange::Reply> perform(const Work& work);
    Result<pattern::AnswerRows> ask_all(const Work& work);

    const std::string name_;
    const std::unique_ptr<sql::Source> source_;
    Clock& clock_;
    const std::function<void(std::string_view)> warn_;
    Circuit circuit_;
    std::stop_source stop_;
    BlockingThreads threads_;  ///< last: they use all else
};

}  // namespace gridlore::service
