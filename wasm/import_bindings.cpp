// The raw module of histories: reads a chosen file against the shop's catalog. Not an API: that is
// src/shared/import-api.ts. Every answer is an envelope, as the engine's are.
#include <emscripten/bind.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/hex.h"
#include "import/history_import_json.h"
#include "room.h"

namespace {

using hearth::Error;
using hearth::Given;
using hearth::HistoryImport;
using hearth::Json;
using hearth::Result;
using hearth::ShopItems;

// A module is one shop.
struct Shop {
  explicit Shop(ShopItems&& its_items) : items(std::move(its_items)), import(items) {}

  ShopItems items;
  HistoryImport import;
};
// Atomic for LLVM 14, which lowers the C library's thread-local `errno` only in a module that has
// an atomic operation, and else does not link. The one thread here pays nothing for it.
std::atomic<Shop*> the_shop = nullptr;

std::string Ok(Json answer) {
  Json envelope = Json::object();
  envelope["ok"] = std::move(answer);
  return envelope.Write();
}

std::string Failed(const Error& error) {
  return Json{{"error", Json{{"code", Name(error.code)}, {"message", error.message}}}}.Write();
}

std::string Take(Result<ShopItems> items) {
  if (!items.ok()) return Failed(items.error());
  const std::string hash = hearth::Hex(items->content_hash());
  delete the_shop.exchange(new Shop(*std::move(items)));
  return Ok(Json(hash));
}

std::string LoadPack() { return Take(ShopItems::FromPack(Given())); }

std::string LoadCatalog(const std::string& json_text) {
  return Take(ShopItems::FromJson(json_text));
}

std::string ReadFile(const std::string& options_json) {
  const auto request = hearth::ParseImportRequest(options_json);
  if (!request.ok()) return Failed(request.error());
  const std::vector<uint8_t> file = Given();
  HistoryImport& import = the_shop.load()->import;
  const hearth::Status status = import.Read(
      {reinterpret_cast<const char*>(file.data()), file.size()}, request->options, request->known);
  return status.ok() ? Ok(OutcomeOf(import)) : Failed(status.error());
}

std::string Events(size_t at, size_t count) {
  return Ok(the_shop.load()->import.Events(at, count));
}

}  // namespace

EMSCRIPTEN_BINDINGS(hearth_import) {
  emscripten::function("room", &hearth::Room);
  emscripten::function("loadPack", &LoadPack);
  emscripten::function("loadCatalog", &LoadCatalog);
  emscripten::function("read", &ReadFile);
  emscripten::function("events", &Events);
}
