// The raw module: translates between JavaScript and the engine and does nothing else. Not an API:
// that is src/shared/api.ts. Every answer is an envelope (engine/README.md), so no exception and no
// handle crosses.
#include <emscripten/bind.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/engine.h"
#include "room.h"

namespace {

using hearth::Engine;
using hearth::Given;
using hearth::Put;
using hearth::Record;

// A module is one engine. (A class of engines would cost 5 KB of Embind's glue.) It begins without
// the sensitive list's words, which are a file of their own.
Engine& TheEngine() {
  static Engine& engine = *new Engine(hearth::SensitiveList::DefaultTopics());
  return engine;
}

std::string LoadPack() { return TheEngine().LoadPack(Given()); }

std::string LoadCatalog(const std::string& json_text) {
  return TheEngine().LoadCatalogJson(json_text);
}

std::string LoadWords() {
  const std::vector<uint8_t> file = Given();
  return TheEngine().LoadWords({reinterpret_cast<const char*>(file.data()), file.size()});
}

bool NeedsWords() { return TheEngine().NeedsWords(); }

std::string Handle(const std::string& request_json) { return TheEngine().Handle(request_json); }

// "people" or "shop".
Record RecordNamed(const std::string& name) {
  return name == hearth::kRecordNames[0] ? Record::kPeople : Record::kShop;
}

size_t Snapshot(const std::string& record) {
  return Put(TheEngine().SnapshotInParts(RecordNamed(record)));
}

std::string Restore(const std::string& record) {
  return TheEngine().Restore(RecordNamed(record), Given());
}

std::string Apply(const std::string& record) {
  return TheEngine().Apply(RecordNamed(record), Given());
}

std::string Reconcile() { return TheEngine().Reconcile(); }

std::string EffectName(const std::string& record) {
  return std::string(Name(TheEngine().effect(RecordNamed(record))));
}

size_t TakeChanges(const std::string& record) {
  return Put(TheEngine().TakeChangesInParts(RecordNamed(record)));
}

void EnterShop(const std::string& name, bool gpc) { TheEngine().EnterShop(name, gpc); }

size_t Digests() { return Put(TheEngine().DigestsForOthers()); }

std::string AdoptDigests(const std::string& shop) {
  return TheEngine().AdoptDigests(shop, Given());
}

}  // namespace

// src/worker/raw-engine.ts is the type of this. Parameters are not named here: releases before
// Emscripten 3.1.43 would take "loadPack(bytes)" for the whole name.
EMSCRIPTEN_BINDINGS(hearth) {
  emscripten::function("room", &hearth::Room);
  emscripten::function("roomAt", &hearth::RoomAt);
  emscripten::function("loadPack", &LoadPack);
  emscripten::function("loadCatalog", &LoadCatalog);
  emscripten::function("loadWords", &LoadWords);
  emscripten::function("needsWords", &NeedsWords);
  emscripten::function("handle", &Handle);
  emscripten::function("snapshot", &Snapshot);
  emscripten::function("restore", &Restore);
  emscripten::function("apply", &Apply);
  emscripten::function("effect", &EffectName);
  emscripten::function("takeChanges", &TakeChanges);
  emscripten::function("reconcile", &Reconcile);
  emscripten::function("enterShop", &EnterShop);
  emscripten::function("digests", &Digests);
  emscripten::function("adopt", &AdoptDigests);
}
