// What the worker of histories answers; main.ts serves it.
import createModule, { type RawImport } from "import-glue";
import { EngineError } from "../shared/errors.js";
import type { HistoryFound, ImportApi } from "../shared/import-api.js";
import type { Service } from "../shared/rpc.js";
import { unwrap } from "../worker/raw-engine.js";

export function importService(): Service<ImportApi> {
  let loaded: RawImport | null = null;
  const module = (): RawImport => {
    if (!loaded) throw new EngineError("not_ready", "load first");
    return loaded;
  };
  return {
    load: async (_signal, wasm, pack): Promise<string> => {
      const raw = await createModule({ wasmBinary: wasm, locateFile: (path: string) => path }).catch(() => {
        throw new EngineError("load_failed", "import.wasm could not be started");
      });
      const hash = unwrap(pack instanceof Uint8Array ? raw.loadPack(pack) : raw.loadCatalog(pack.catalog)) as string;
      loaded = raw;
      return hash;
    },
    read: async (_signal, file, options): Promise<HistoryFound> =>
      unwrap(module().read(new Uint8Array(file), options)) as HistoryFound,
    events: async (_signal, at, count): Promise<readonly object[]> => unwrap(module().events(at, count)) as object[],
  };
}
