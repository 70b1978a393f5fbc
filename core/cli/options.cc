#include "cli/options.h"

#include <algorithm>
#include <charconv>
#include <cstdio>

namespace hearth {

Result<Options> Options::Parse(std::span<const std::string> args,
                               std::span<const std::string_view> names) {
  Options options;
  for (size_t i = 0; i < args.size(); i += 2) {
    const std::string_view word = args[i];
    const bool is_known = word.starts_with("--") &&
                          std::find(names.begin(), names.end(), word.substr(2)) != names.end();
    if (!is_known) return InvalidArgument("no option \"" + args[i] + "\"");
    if (i + 1 == args.size()) return InvalidArgument("expected a value after " + args[i]);
    const bool added = options.values_.emplace(word.substr(2), args[i + 1]).second;
    if (!added) return InvalidArgument(args[i] + " is there twice");
  }
  return options;
}

std::string Options::Get(std::string_view name, std::string_view otherwise) const {
  const auto found = values_.find(name);
  return std::string(found == values_.end() ? otherwise : found->second);
}

Result<int64_t> Options::Number(std::string_view name, int64_t otherwise, int64_t low,
                                int64_t high) const {
  const auto found = values_.find(name);
  if (found == values_.end()) return otherwise;
  const std::string& text = found->second;
  int64_t value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc() || end != text.data() + text.size() || value < low || value > high) {
    return InvalidArgument("--" + std::string(name) + ": expected a whole number from " +
                           std::to_string(low) + " to " + std::to_string(high));
  }
  return value;
}

bool AsksForHelp(std::span<const std::string> args) {
  return std::any_of(args.begin(), args.end(),
                     [](const std::string& word) { return word == "--help" || word == "-h"; });
}

int RunCommand(const char* command, std::span<const std::string> args, std::string_view help,
               std::span<const std::string_view> option_names,
               Status (*run)(const Options& options)) {
  if (AsksForHelp(args)) {
    std::fwrite(help.data(), 1, help.size(), stdout);
    return 0;
  }
  const Result<Options> options = Options::Parse(args, option_names);
  const Status status = options.ok() ? run(*options) : Status(options.error());
  if (status.ok()) return 0;
  std::fprintf(stderr, "%s: %s\n", command, status.error().message.c_str());
  const bool not_understood = status.error().code == ErrorCode::kInvalidArgument;
  if (not_understood) std::fprintf(stderr, "`%s --help` says how.\n", command);
  return not_understood ? 2 : 1;
}

}  // namespace hearth
