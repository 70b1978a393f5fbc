// The raw module that bindings.cpp makes: internal, see shared/api.ts for the API. The build points
// this name at Emscripten's hearth.mjs.
declare module "engine-glue" {
  import type { RawEngine } from "./raw-engine.js";

  interface RawModule {
    readonly Engine: new () => RawEngine;
  }
  export default function createModule(options: {
    readonly wasmBinary: Uint8Array;
    readonly locateFile: (path: string) => string;
  }): Promise<RawModule>;
}
