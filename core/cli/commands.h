// The subcommands of `hearth`. Each takes the words after its own name and returns the exit code:
// 0 done, 1 failed (with one line on stderr), 2 not understood.
#pragma once

#include <span>
#include <string>

namespace hearth {

int CommandPack(std::span<const std::string> args);
int CommandRank(std::span<const std::string> args);
int CommandReplay(std::span<const std::string> args);
int CommandEval(std::span<const std::string> args);

}  // namespace hearth
