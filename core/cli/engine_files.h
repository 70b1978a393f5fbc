// An engine loaded from files, for the commands that run one.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "cli/options.h"
#include "engine/engine.h"

namespace hearth {

// Loads `--pack FILE` or `--catalog FILE.json`. Errors: invalid_argument, and those of the readers.
Result<std::unique_ptr<Engine>> LoadEngine(const Options& options);

// `--now` in ms or, by default, the catalog's own date (its clock is the shop's data, not today's).
Result<Time> NowOf(const Options& options, const Engine& engine);

// "code: message" of an error envelope on stderr; returns exit code 1.
int FailWithEnvelope(const std::string& envelope);
int FailWith(const Error& error);

}  // namespace hearth
