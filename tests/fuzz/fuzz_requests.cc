// Requests: every line is one, to an engine with a small catalog and a history. Each is also put to
// another engine that was just given the same catalog and events: an answer is a function of these
// and the request.
#include "fuzz/oracles.h"

namespace hearth::fuzz {
namespace {

void Ask(Engine& engine, std::string_view line) {
  const std::vector<uint8_t> before = engine.Snapshot();
  static Engine fresh = EngineWithShop();
  Must(ReadEnvelope(fresh.Restore(before)).ok, "a snapshot restores");

  const std::string answer = engine.Handle(line);
  const std::vector<uint8_t> after = engine.Snapshot();
  Must(fresh.Handle(line) == answer, "no answer depends on earlier requests");
  Must(fresh.Snapshot() == after, "no change depends on earlier requests");
  if (!ReadEnvelope(answer).ok) Must(after == before, "a refused request changes nothing");
  if (after == before) {
    Must(engine.Handle(line) == answer, "the same question has the same answer");
  } else {
    MustRestoreToItself(engine);
  }
}

}  // namespace
}  // namespace hearth::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hearth;
  using namespace hearth::fuzz;
  Engine engine = EngineWithHistory();
  for (std::string_view line : LinesOf(TextOf(data, size), 16)) Ask(engine, line);
  return 0;
}
