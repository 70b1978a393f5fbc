// Part of the glue of the module of histories: functions of bytes and texts, as src/importer/import-glue.d.ts has them, of
// those of import_bindings.cpp.
Module["onRuntimeInitialized"] = () => {
  const ask = (name, parts, ...numbers) => {
    const given = parts.map((part) => typeof part === "string" ? new TextEncoder().encode(part) : part);
    let at = Module["_room"](given.reduce((sum, { length }) => sum + length, 0)); // after which the heap may be another one
    for (const bytes of given) {
      HEAPU8.set(bytes, at);
      at += bytes.length;
    }
    const length = Module[name](...numbers);
    at = Module["_roomAt"]();
    return new TextDecoder().decode(HEAPU8.subarray(at, at + length));
  };
  Module["loadPack"] = (bytes) => ask("_loadPack", [bytes]);
  Module["loadCatalog"] = (text) => ask("_loadCatalog", [text]);
  Module["read"] = (file, options) => ask("_readHistory", [file, options], file.length);
  Module["events"] = (at, count) => ask("_events", [], at, count);
};
