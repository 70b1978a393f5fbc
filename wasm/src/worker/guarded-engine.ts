// The engine, whose every call either answers, throws EngineError, or was the last: what the module throws besides
// is a trap, and nothing it holds is believed from then on.
import type { Answer, OperationName } from "../shared/api.js";
import { EngineError } from "../shared/errors.js";
import { type Effect, type RawEngine, type RecordName, unwrap } from "./raw-engine.js";

// What a record was made of.
export interface Held {
  readonly record: RecordName;
  readonly base: Uint8Array;
  readonly segments: readonly Uint8Array[];
}

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

  loadWords(file: Uint8Array): void {
    this.#call(() => unwrap(this.#raw.loadWords(file)));
  }

  snapshot(record: RecordName): Uint8Array {
    return this.#call(() => this.#raw.snapshot(record));
  }

  restore(record: RecordName, snapshot: Uint8Array): void {
    this.#call(() => unwrap(this.#raw.restore(record, snapshot)));
  }

  apply(record: RecordName, changes: Uint8Array): void {
    this.#call(() => unwrap(this.#raw.apply(record, changes)));
  }

  reconcile(): void {
    this.#call(() => unwrap(this.#raw.reconcile()));
  }

  effect(record: RecordName): Effect {
    return this.#call(() => this.#raw.effect(record));
  }

  takeChanges(record: RecordName): Uint8Array {
    return this.#call(() => this.#raw.takeChanges(record));
  }

  digests(): Uint8Array {
    return this.#call(() => this.#raw.digests());
  }

  // Undefined, or what the engine refuses, is none.
  adopt(shop: string, digests: Uint8Array = new Uint8Array()): void {
    this.#call(() => {
      try {
        unwrap(this.#raw.adopt(shop, digests));
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        unwrap(this.#raw.adopt(shop, new Uint8Array()));
      }
    });
  }

  // Goes back to bytes of the engine's own, the people's first: an engine that refuses them is broken.
  rebuild(...records: readonly Held[]): void {
    this.#call(() => {
      try {
        for (const { record, base, segments } of records) {
          unwrap(this.#raw.restore(record, base));
          for (const segment of segments) unwrap(this.#raw.apply(record, segment));
        }
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
