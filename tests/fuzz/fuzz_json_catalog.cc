// Catalogs as JSON. One that is accepted obeys every rule that a pack must obey, and is used.
#include "fuzz/oracles.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hearth;
  using namespace hearth::fuzz;
  const std::string_view text = TextOf(data, size);
  // Kept from input to input as long as nothing was accepted: then nothing may have changed.
  static Engine engine = EngineWithShop();
  static const uint64_t old_hash = engine.catalog()->content_hash();
  const std::string answer = engine.LoadCatalogJson(text);
  if (!ReadEnvelope(answer).ok) {
    Must(engine.catalog()->content_hash() == old_hash, "a refused catalog changes nothing");
    return 0;
  }
  Must(engine.LoadCatalogJson(text) == answer, "the same text makes the same catalog");
  UseCatalog(engine);
  MustBeAPack(*engine.catalog());
  engine = EngineWithShop();
  return 0;
}
