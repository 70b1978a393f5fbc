// Part of the glue: bytes go in through the module's room (room.h), and come out as copies. The types are those of
// src/worker/raw-engine.ts and src/importer.
Module["onRuntimeInitialized"] = () => {
  const alter = (names, make) => {
    for (const name of names) if (Module[name]) Module[name] = make(Module[name]);
  };
  const give = (bytes) => {
    const at = Module["room"](bytes.length); // after which the heap may be another one
    HEAPU8.set(bytes, at);
  };
  alter(["loadPack", "loadWords", "read"], (call) => (bytes, ...rest) => (give(bytes), call(...rest)));
  alter(["restore", "apply", "adopt"], (call) => (name, bytes) => (give(bytes), call(name)));
  alter(["snapshot", "takeChanges", "digests"], (call) => (...names) => {
    const length = call(...names);
    const at = Module["roomAt"]();
    return HEAPU8.slice(at, at + length);
  });
};
