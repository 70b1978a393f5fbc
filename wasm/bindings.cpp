// The raw module: translates between JavaScript and the engine and does nothing else. Not an API:
// that is src/shared/api.ts. Every answer is an envelope (engine/README.md), so no exception and no
// handle crosses.
#include <emscripten/bind.h>
#include <emscripten/val.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/engine.h"

namespace {

using emscripten::typed_memory_view;
using emscripten::val;
using hearth::Engine;
using hearth::Record;

// One copy, from the caller's Uint8Array into the heap. The view is made after the allocation,
// because a view into the heap dies when memory grows.
std::vector<uint8_t> CopyIn(const val& source) {
  std::vector<uint8_t> bytes(source["byteLength"].as<size_t>());
  val(typed_memory_view(bytes.size(), bytes.data())).call<void>("set", source);
  return bytes;
}

std::string LoadPack(Engine& engine, const val& bytes) { return engine.LoadPack(CopyIn(bytes)); }

std::string LoadCatalog(Engine& engine, const std::string& json_text) {
  return engine.LoadCatalogJson(json_text);
}

std::string Handle(Engine& engine, const std::string& request_json) {
  return engine.Handle(request_json);
}

val CopyOut(const std::vector<uint8_t>& bytes) {
  return val(typed_memory_view(bytes.size(), bytes.data())).call<val>("slice");
}

// "people" or "shop".
Record RecordNamed(const std::string& name) {
  return name == hearth::kRecordNames[0] ? Record::kPeople : Record::kShop;
}

val Snapshot(const Engine& engine, const std::string& record) {
  return CopyOut(engine.Snapshot(RecordNamed(record)));
}

std::string Restore(Engine& engine, const std::string& record, const val& bytes) {
  return engine.Restore(RecordNamed(record), CopyIn(bytes));
}

std::string Apply(Engine& engine, const std::string& record, const val& bytes) {
  return engine.Apply(RecordNamed(record), CopyIn(bytes));
}

std::string Reconcile(Engine& engine) { return engine.Reconcile(); }

std::string EffectName(const Engine& engine, const std::string& record) {
  return std::string(Name(engine.effect(RecordNamed(record))));
}

val TakeChanges(Engine& engine, const std::string& record) {
  return CopyOut(engine.TakeChanges(RecordNamed(record)));
}

void EnterShop(Engine& engine, const std::string& name, bool gpc) { engine.EnterShop(name, gpc); }

val Digests(Engine& engine) { return CopyOut(engine.DigestsForOthers()); }

std::string AdoptDigests(Engine& engine, const std::string& shop, const val& bytes) {
  return engine.AdoptDigests(shop, CopyIn(bytes));
}

}  // namespace

// src/worker/raw-engine.ts is the type of this. Parameters are not named here: releases before
// Emscripten 3.1.43 would take "loadPack(bytes)" for the whole name.
EMSCRIPTEN_BINDINGS(hearth) {
  emscripten::class_<Engine>("Engine")
      .constructor<>()
      .function("loadPack", &LoadPack)
      .function("loadCatalog", &LoadCatalog)
      .function("handle", &Handle)
      .function("snapshot", &Snapshot)
      .function("restore", &Restore)
      .function("apply", &Apply)
      .function("effect", &EffectName)
      .function("takeChanges", &TakeChanges)
      .function("reconcile", &Reconcile)
      .function("enterShop", &EnterShop)
      .function("digests", &Digests)
      .function("adopt", &AdoptDigests);
}
