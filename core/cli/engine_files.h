// An engine loaded from files, for the commands that run one.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "engine/engine.h"

namespace hearth {

struct EngineFiles {
  std::string pack, catalog;  // one of them
};

// Errors: invalid_argument, without either file; those of reading; malformed, with what the engine
// says.
Result<std::unique_ptr<Engine>> LoadEngine(const EngineFiles& files);

// By the machine's clock.
Time Today();

// `now` or, where it was not given, the catalog's own date (its clock is the shop's data, not
// today's); today where it has none, as without orders.
Time NowOf(std::optional<Time> now, const Engine& engine);

}  // namespace hearth
