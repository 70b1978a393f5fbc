// An engine loaded from files, for the commands that run one.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "cli/options.h"
#include "engine/engine.h"

namespace hearth {

// Runs a command that works on an engine: parses the words (help and what is not understood end
// here), loads `--pack FILE` or `--catalog FILE.json`, and hands over to `body`, whose result is
// the exit code. Errors go to stderr as one line: exit code 2 for the words, 1 for the rest.
int RunOnEngine(std::span<const std::string> args, std::string_view help,
                std::span<const std::string_view> option_names,
                const std::function<Result<int>(const Options&, Engine&)>& body);

// `--now` in ms or, by default, the catalog's own date (its clock is the shop's data, not today's).
Result<Time> NowOf(const Options& options, const Engine& engine);

}  // namespace hearth
