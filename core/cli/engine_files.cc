#include "cli/engine_files.h"

#include <cstdio>

#include "cli/files.h"
#include "cli/histories_json.h"

namespace hearth {
namespace {

Result<std::unique_ptr<Engine>> LoadEngine(const Options& options) {
  if (options.Has("pack") == options.Has("catalog")) {
    return InvalidArgument("expected --pack FILE or --catalog FILE.json");
  }
  auto engine = std::make_unique<Engine>();
  std::string envelope;
  if (options.Has("pack")) {
    Result<std::vector<uint8_t>> bytes = ReadBinaryFile(options.Get("pack"));
    if (!bytes.ok()) return bytes.error();
    envelope = engine->LoadPack(*std::move(bytes));
  } else {
    Result<std::string> text = ReadTextFile(options.Get("catalog"));
    if (!text.ok()) return text.error();
    envelope = engine->LoadCatalogJson(*text);
  }
  if (!IsOk(envelope)) return Malformed(envelope);
  return engine;
}

int FailWith(const Error& error, int exit_code) {
  std::fprintf(stderr, "hearth: %s: %s\n", std::string(Name(error.code)).c_str(),
               error.message.c_str());
  return exit_code;
}

}  // namespace

int RunOnEngine(std::span<const std::string> args, std::string_view help,
                std::span<const std::string_view> option_names,
                const std::function<Result<int>(const Options&, Engine&)>& body) {
  if (AsksForHelp(args)) {
    std::fwrite(help.data(), 1, help.size(), stdout);
    return 0;
  }
  Result<Options> options = Options::Parse(args, option_names);
  if (!options.ok()) return FailWith(options.error(), 2);
  Result<std::unique_ptr<Engine>> engine = LoadEngine(*options);
  if (!engine.ok()) return FailWith(engine.error(), 1);
  Result<int> exit_code = body(*options, **engine);
  return exit_code.ok() ? *exit_code : FailWith(exit_code.error(), 1);
}

Result<Time> NowOf(const Options& options, const Engine& engine) {
  const Time as_of = engine.catalog()->columns().as_of;
  if (!options.Has("now") && !IsPlausible(as_of)) {
    return InvalidArgument("this catalog has no date: give --now MILLISECONDS");
  }
  return options.Number("now", as_of, kMinTime, kMaxTime - 1);
}

}  // namespace hearth
