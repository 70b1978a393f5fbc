// hearth: builds packs, ranks, replays and measures on the command line.
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "cli/commands.h"

namespace {

constexpr std::string_view kUsage =
    "hearth: personalisation that stays with the shopper\n"
    "\n"
    "  hearth pack     make a shop's pack from its feed and order lines\n"
    "  hearth rank     answer one request, as the browser would\n"
    "  hearth replay   replay a history and print every answer\n"
    "  hearth eval     measure ranking quality on held-out histories\n"
    "\n"
    "`hearth COMMAND --help` says more.\n";

struct Command {
  std::string_view name;
  int (*run)(std::span<const std::string> args);
};

constexpr Command kCommands[] = {
    {"pack", hearth::CommandPack},
    {"rank", hearth::CommandRank},
    {"replay", hearth::CommandReplay},
    {"eval", hearth::CommandEval},
};

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> args(argv + 1, argv + argc);
  const std::string name = args.empty() ? "" : args[0];
  for (const Command& command : kCommands) {
    if (command.name == name) return command.run(std::span(args).subspan(1));
  }
  const bool asked = name == "--help" || name == "-h" || name == "help";
  std::fputs(kUsage.data(), asked ? stdout : stderr);
  if (!asked && !name.empty()) {
    std::fprintf(stderr, "\nhearth: no command \"%s\"\n", name.c_str());
  }
  return asked ? 0 : 2;
}
