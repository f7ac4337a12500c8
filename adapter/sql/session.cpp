#include "adapter/sql/session.h"

#include <algorithm>
#include <utility>

namespace gridlore::sql {
namespace {

/// A service has a handful of statements; a session that has seen more begins anew.
constexpr std::size_t prepared_limit = 64;

const Value* find_input(const Inputs& inputs, const std::string& name) {
    const auto found =
        std::find_if(inputs.begin(), inputs.end(), [&](const auto& input) { return input.first == name; });
    return found == inputs.end() ? nullptr : &found->second;
}

}  // namespace

std::string too_late(Duration timeout) {
    const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(timeout).count();
    return "it did not answer within " + std::to_string(milliseconds) + " ms.";
}

Result<void> Session::be_open() {
    if (is_open_ && !is_stale()) {
        return {};
    }
    close();
    try {
        connect();
        is_open_ = true;
        return {};
    } catch (const soci::soci_error& error) {
        Error told = failure(error).error;
        close();
        told.kind = ErrorKind::Unavailable;
        return told;
    }
}

void Session::close() {
    forget_connection();
    prepared_.clear();
    session_.close();
    is_open_ = false;
}

Result<Session::Bindings> Session::bindings(const Statement& statement, const Inputs& inputs) const {
    Bindings all;
    for (const std::string& name : statement.parameters()) {
        const Value* value = find_input(inputs, name);
        if (value == nullptr) {
            return invalid_input("the SQL has the parameter :" + name + ", and no value is given for it.");
        }
        if (value->text.find('\0') != std::string::npos) {
            return invalid_input("the value of :" + name + " has a character U+0000, which databases do not take.");
        }
        auto parameter = to_parameter(name, *value);
        if (!parameter) {
            return std::move(parameter).error();
        }
        all.push_back(std::move(*parameter));
    }
    return all;
}

std::vector<std::string> Session::names_of(const std::vector<Column>& columns) {
    std::vector<std::string> names;
    for (const Column& column : columns) {
        names.push_back(column.name);
    }
    return names;
}

Session::Prepared& Session::prepared(const Statement& statement, const Bindings& bindings) {
    std::string key = statement.text();
    for (const Parameter& parameter : bindings) {
        key += static_cast<char>('0' + static_cast<int>(parameter.form));
    }
    if (const auto found = prepared_.find(key); found != prepared_.end()) {
        // What is bound are these very objects, so they are assigned to.
        std::copy(bindings.begin(), bindings.end(), found->second->parameters.begin());
        return *found->second;
    }
    if (prepared_.size() >= prepared_limit) {
        prepared_.clear();
    }
    auto made = std::make_unique<Prepared>(session_);
    made->parameters.assign(bindings.begin(), bindings.end());
    made->statement.alloc();
    made->statement.prepare(statement.text());
    bind(*made);
    made->columns = describe(made->statement);
    made->names = names_of(made->columns);
    return *prepared_.emplace(std::move(key), std::move(made)).first->second;
}

Result<void> Session::read_rows(Prepared& prepared, RowSink& sink, std::size_t row_limit) {
    if (auto begun = sink.begin(prepared.names); !begun) {
        return begun;
    }
    cells_.resize(prepared.columns.size());
    bool has_row = start(prepared);
    for (std::size_t count = 0; has_row; ++count) {
        if (count == row_limit) {
            return Error{ErrorKind::LimitExceeded,
                         "the query gives more than " + std::to_string(row_limit) + " rows; ask for a shorter period."};
        }
        read_row(prepared.statement, prepared.columns, cells_);
        if (auto taken = sink.row(cells_); !taken) {
            return taken;
        }
        has_row = fetch(prepared.statement);
    }
    return {};
}

Error Session::failed(const soci::soci_error& error) {
    Failure known = failure(error);
    if (known.loss == Failure::Loss::Session) {
        close();
    } else if (known.loss == Failure::Loss::Statements) {
        prepared_.clear();  // their tables may have changed
    }
    return std::move(known.error);
}

Result<void> Session::run(const Statement& statement, const Inputs& inputs, RowSink& sink, std::size_t row_limit) {
    const auto values = bindings(statement, inputs);
    if (!values) {
        return values.error();
    }
    try {
        Prepared& ready = prepared(statement, *values);
        const auto outcome = read_rows(ready, sink, row_limit);
        if (!settle(ready.statement, outcome.has_value())) {
            close();
        }
        return outcome ? sink.end() : outcome;
    } catch (const soci::soci_error& error) {
        return failed(error);
    }
}

Result<std::vector<std::string>> Session::columns(const Statement& statement) {
    try {
        soci::statement prepared(session_);
        prepared.alloc();
        prepared.prepare(statement.text());
        return names_of(describe(prepared));
    } catch (const soci::soci_error& error) {
        return failed(error);
    }
}

}  // namespace gridlore::sql
