// "--name value" options of a command.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace hearth {

class Options {
 public:
  // `names`: the options there are, without their dashes. Errors: invalid_argument, for anything
  // else, a name without a value, or a name that comes twice.
  static Result<Options> Parse(std::span<const std::string> args,
                               std::span<const std::string_view> names);

  bool Has(std::string_view name) const { return values_.contains(name); }
  // `otherwise` when it was not given.
  std::string Get(std::string_view name, std::string_view otherwise = "") const;
  // A whole number from `low` to `high`.
  Result<int64_t> Number(std::string_view name, int64_t otherwise, int64_t low, int64_t high) const;

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

// True when "--help" or "-h" is among the words.
bool AsksForHelp(std::span<const std::string> args);

// Runs a command, "hearth pack" for one: its help where asked for, else `run` with its options.
// The exit code: 0, 1 for an error of `run`, 2 where the options were not understood, which says
// where the help is.
int RunCommand(const char* command, std::span<const std::string> args, std::string_view help,
               std::span<const std::string_view> option_names,
               Status (*run)(const Options& options));

}  // namespace hearth
