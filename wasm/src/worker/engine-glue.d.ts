// The raw module that bindings.cpp makes: internal, see shared/api.ts for the API. The build points
// this name at Emscripten's hearth.mjs. Each module is an engine of its own.
declare module "engine-glue" {
  import type { RawEngine } from "./raw-engine.js";

  export default function createModule(options: {
    readonly wasmBinary: Uint8Array;
    readonly locateFile: (path: string) => string;
  }): Promise<RawEngine>;
}
