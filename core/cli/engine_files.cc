#include "cli/engine_files.h"

#include <chrono>

#include "cli/files.h"
#include "cli/histories_json.h"

namespace hearth {

Result<std::unique_ptr<Engine>> LoadEngine(const EngineFiles& files) {
  if (files.pack.empty() && files.catalog.empty()) {
    return InvalidArgument("expected --pack FILE or --catalog FILE.json");
  }
  auto engine = std::make_unique<Engine>();
  std::string envelope;
  if (!files.pack.empty()) {
    Result<std::vector<uint8_t>> bytes = ReadBinaryFile(files.pack);
    if (!bytes.ok()) return bytes.error();
    envelope = engine->LoadPack(*std::move(bytes));
  } else {
    Result<std::string> text = ReadTextFile(files.catalog);
    if (!text.ok()) return text.error();
    envelope = engine->LoadCatalogJson(*text);
  }
  if (!IsOk(envelope)) return Malformed(envelope);
  return engine;
}

Time Today() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

Time NowOf(std::optional<Time> now, const Engine& engine) {
  if (now) return *now;
  const Time as_of = engine.catalog()->columns().as_of;
  return IsPlausible(as_of) ? as_of : Today();
}

}  // namespace hearth
