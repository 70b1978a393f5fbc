import { CORE_ERROR_CODES, type ErrorCode } from "../shared/api.js";
import { EngineError } from "../shared/errors.js";

// The C++ engine as Embind binds it. The texts it returns are envelopes.
export interface RawEngine {
  loadPack(bytes: Uint8Array): string;
  loadCatalog(jsonText: string): string;
  handle(requestJson: string): string;
  snapshot(): Uint8Array; // a copy: it stays valid
  restore(bytes: Uint8Array): string;
}

// The `ok` of an envelope; throws its `error`.
export function unwrap(envelope: string): unknown {
  const { ok, error } = JSON.parse(envelope) as {
    ok?: unknown;
    error?: { code: string; message: string };
  };
  if (error) throw new EngineError(known(error.code), error.message);
  return ok;
}

function known(code: string): ErrorCode {
  return CORE_ERROR_CODES.find((each) => each === code) ?? "internal";
}
