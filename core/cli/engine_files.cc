#include "cli/engine_files.h"

#include <cstdio>

#include "cli/files.h"
#include "cli/histories_json.h"

namespace hearth {

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

Result<Time> NowOf(const Options& options, const Engine& engine) {
  const Time as_of = engine.catalog()->columns().as_of;
  if (!options.Has("now") && !IsPlausible(as_of)) {
    return InvalidArgument("this catalog has no date: give --now MILLISECONDS");
  }
  return options.Number("now", as_of, kMinTime, kMaxTime - 1);
}

int FailWith(const Error& error) {
  std::fprintf(stderr, "hearth: %s: %s\n", std::string(Name(error.code)).c_str(),
               error.message.c_str());
  return 1;
}

int FailWithEnvelope(const std::string& envelope) {
  std::fprintf(stderr, "hearth: %s\n", envelope.c_str());
  return 1;
}

}  // namespace hearth
