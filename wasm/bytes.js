// Part of the glue: bytes go in through the module's own room, and come out as copies. Embind would hand over handles
// of JavaScript's objects, which costs 2 KB of the download. src/worker/raw-engine.ts has the types.
Module["onRuntimeInitialized"] = () => {
  const alter = (names, make) => names.forEach((name) => (Module[name] = make(Module[name])));
  const give = (bytes) => Module["room"](bytes.length).set(bytes);
  alter(["loadPack", "loadWords"], (call) => (bytes) => (give(bytes), call()));
  alter(["restore", "apply", "adopt"], (call) => (name, bytes) => (give(bytes), call(name)));
  alter(["snapshot", "takeChanges", "digests"], (call) => (...names) => call(...names).slice());
};
