// The engine, whose every call either answers, throws EngineError, or was the last: what the module throws besides
// is a trap, and nothing it holds is believed from then on.
import type { Answer, OperationName } from "../shared/api.js";
import { EngineError } from "../shared/errors.js";
import { type Effect, type RawEngine, unwrap } from "./raw-engine.js";

export class GuardedEngine {
  readonly #raw: RawEngine;
  #broken: Error | null = null;

  constructor(raw: RawEngine) {
    this.#raw = raw;
  }

  // Throws what broke the engine.
  check(): void {
    if (this.#broken) throw this.#broken;
  }

  ask<Op extends OperationName>(op: Op, request: object = {}): Answer<Op> {
    return this.#call(() => unwrap(this.#raw.handle(JSON.stringify({ ...request, op })))) as Answer<Op>;
  }

  snapshot(): Uint8Array {
    return this.#call(() => this.#raw.snapshot());
  }

  restore(snapshot: Uint8Array): void {
    this.#call(() => unwrap(this.#raw.restore(snapshot)));
  }

  apply(changes: Uint8Array): void {
    this.#call(() => unwrap(this.#raw.apply(changes)));
  }

  effect(): Effect {
    return this.#call(() => this.#raw.effect());
  }

  takeChanges(): Uint8Array {
    return this.#call(() => this.#raw.takeChanges());
  }

  // Goes back to bytes of the engine's own: an engine that refuses them is broken.
  rebuild(base: Uint8Array, segments: readonly Uint8Array[]): void {
    this.#call(() => {
      try {
        unwrap(this.#raw.restore(base));
        for (const segment of segments) unwrap(this.#raw.apply(segment));
      } catch (error) {
        throw error instanceof EngineError ? new Error(`the engine does not read its own bytes: ${error.message}`) : error;
      }
    });
  }

  #call<T>(call: () => T): T {
    this.check();
    try {
      return call();
    } catch (error) {
      if (!(error instanceof EngineError)) this.#broken = error as Error;
      throw error;
    }
  }
}
