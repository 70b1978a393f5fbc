// Part of the glue: bytes go in through the module's room (room.h), and come out as copies. The types are those of
// src/worker/raw-engine.ts and src/importer.
Module["onRuntimeInitialized"] = () => {
  const alter = (names, make) => {
    for (const name of names) if (Module[name]) Module[name] = make(Module[name]);
  };
  const give = (bytes) => Module["room"](bytes.length).set(bytes);
  alter(["loadPack", "loadWords", "read"], (call) => (bytes, ...rest) => (give(bytes), call(...rest)));
  alter(["restore", "apply", "adopt"], (call) => (name, bytes) => (give(bytes), call(name)));
  alter(["snapshot", "takeChanges", "digests"], (call) => (...names) => call(...names).slice());
};
