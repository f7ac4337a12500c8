/// The table of settings: flags, environment, the file, `gridlore config`, the table in docs/operator.md and messages
/// are all made from it. Immutable; safe to share between threads.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "adapter/main/configuration/configuration.h"
#include "adapter/main/configuration/value.h"

namespace gridlore::configuration {

struct Setting {
    std::string_view name;  ///< in the file: `long-poll`
    std::string_view help;  ///< what it does, and what its special values mean
    std::string values;     ///< what to write for its value: `SECONDS`, `1..5`, `text|json`
    std::function<Value(const Configuration&)> get;
    /// Precondition: `value` has the type that `get` returns. Errors: InvalidInput, out of range.
    std::function<Result<void>(Configuration&, const Value& value)> set;
    std::string_view reference_environment = {};  ///< the variable of the TNO Knowledge Engine, read as a fallback
};

std::span<const Setting> settings();

/// Null if there is none.
const Setting* find_setting(std::string_view name);

/// `--long-poll`
std::string flag_of(const Setting& setting);
/// `GRIDLORE_LONG_POLL`
std::string environment_variable_of(const Setting& setting);
/// As `to_string` has it: `29s`, `64MiB`; empty if there is none.
std::string default_of(const Setting& setting);
/// Whether its value is one file or several.
bool takes_files(const Setting& setting);

/// As `listen` has it: `127.0.0.1:8280`, `[::1]:8280`.
std::string listen_text(const std::string& host, std::uint16_t port);

/// Reads `texts` as that setting's value into `configuration`. Errors: InvalidInput, which says what was expected.
Result<void> assign(const Setting& setting, const std::vector<std::string>& texts, Configuration& configuration);

}  // namespace gridlore::configuration
