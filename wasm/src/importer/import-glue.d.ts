// The raw module that import_bindings.cpp makes. The build points this name at Emscripten's import.mjs.
declare module "import-glue" {
  // The texts it returns are envelopes.
  export interface RawImport {
    loadPack(bytes: Uint8Array): string;
    loadCatalog(jsonText: string): string;
    read(file: Uint8Array, optionsJson: string): string;
    events(at: number, count: number): string;
  }

  export default function createModule(options: {
    readonly wasmBinary: Uint8Array;
    readonly locateFile: (path: string) => string;
  }): Promise<RawImport>;
}
