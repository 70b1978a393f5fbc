// The entry of the worker that reads histories: started when a file is chosen, ended after it. Like the engine's
// worker it gets bytes and no URL, and can reach no network (build.mjs, audit.mjs).
import { IMPORT_PROTOCOL, type ImportApi } from "../shared/import-api.js";
import { serve } from "../shared/rpc-server.js";
import { importService } from "./import-service.js";

declare const self: DedicatedWorkerGlobalScope;

serve<ImportApi>(self, IMPORT_PROTOCOL, importService());
