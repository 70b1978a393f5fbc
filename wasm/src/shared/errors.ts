import type { ErrorCode } from "./api.js";

// What every refused call rejects with. `code` is for programs and is part of the API; `message` is
// for developers and never holds anything of a history.
export class EngineError extends Error {
  override readonly name = "EngineError";
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
