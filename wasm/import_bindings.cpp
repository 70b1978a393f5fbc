// The raw module of histories: reads a chosen file against the shop's catalog. Not an API: that is
// src/shared/import-api.ts. Every answer is an envelope, as the engine's are.
//
// Its functions take and answer numbers alone, and all else is in the room (room.h): what a call
// takes, its parts behind each other, and then the text that it answers, of which the call answers
// the length. texts.js makes functions of bytes and texts of them. With Embind the download is
// 3 KB larger.
#include <emscripten/emscripten.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
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

size_t Answer(std::string_view text) { return hearth::Put({text.begin(), text.end()}); }

size_t Ok(Json answer) {
  Json envelope = Json::object();
  envelope["ok"] = std::move(answer);
  return Answer(envelope.Write());
}

size_t Failed(const Error& error) {
  return Answer(
      Json{{"error", Json{{"code", Name(error.code)}, {"message", error.message}}}}.Write());
}

size_t Take(Result<ShopItems> items) {
  if (!items.ok()) return Failed(items.error());
  const std::string hash = hearth::Hex(items->content_hash());
  delete the_shop.exchange(new Shop(*std::move(items)));
  return Ok(Json(hash));
}

std::string_view TextOf(const std::vector<uint8_t>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE size_t room(size_t bytes) { return hearth::Room(bytes); }
EMSCRIPTEN_KEEPALIVE size_t roomAt() { return hearth::RoomAt(); }

EMSCRIPTEN_KEEPALIVE size_t loadPack() { return Take(ShopItems::FromPack(Given())); }

EMSCRIPTEN_KEEPALIVE size_t loadCatalog() { return Take(ShopItems::FromJson(TextOf(Given()))); }

// A file of so many bytes, and behind it the options as JSON.
EMSCRIPTEN_KEEPALIVE size_t readHistory(size_t file_bytes) {
  const std::vector<uint8_t> given = Given();
  const std::string_view text = TextOf(given);
  const auto request = hearth::ParseImportRequest(text.substr(file_bytes));
  if (!request.ok()) return Failed(request.error());
  HistoryImport& import = the_shop.load()->import;
  const hearth::Status status =
      import.Read(text.substr(0, file_bytes), request->options, request->known);
  return status.ok() ? Ok(OutcomeOf(import)) : Failed(status.error());
}

EMSCRIPTEN_KEEPALIVE size_t events(size_t at, size_t count) {
  return Ok(the_shop.load()->import.Events(at, count));
}
}
