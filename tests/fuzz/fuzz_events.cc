// Events: every line is the `event` (or, where it begins with '[', the `events`) of one record
// request to an engine with a small catalog.
#include <string>

#include "fuzz/oracles.h"

namespace hearth::fuzz {
namespace {

void RecordLine(Engine& engine, std::string_view line) {
  std::string request = "{\"op\":\"record\",\"now\":" + std::to_string(kNow);
  request += line.starts_with('[') ? ",\"events\":" : ",\"event\":";
  request.append(line).append("}");
  const std::vector<uint8_t> before = engine.Snapshot();
  const Envelope envelope = ReadEnvelope(engine.Handle(request));
  if (!envelope.ok) return Must(engine.Snapshot() == before, "a refused event changes nothing");
  MustRestoreToItself(engine);
  MustForget(engine, envelope.ids, before);
}

}  // namespace
}  // namespace hearth::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hearth;
  using namespace hearth::fuzz;
  Engine engine = EngineWithShop();
  for (std::string_view line : LinesOf(TextOf(data, size), 16)) RecordLine(engine, line);
  if (engine.household().open_log().events().empty()) return 0;
  MustExportWhole(engine);
  UseEverything(engine, kNow);
  return 0;
}
