// Seals the pieces of one record (worker/record-file.ts). All pieces of a base and its segments are of one generation,
// which has keys of its own: who destroys the keys has erased the pieces, whatever the disk still holds of them.
import { EngineError } from "../shared/errors.js";

export const GENERATION_BYTES = 16;
export const TAG_BYTES = 16;

export interface Place {
  readonly generation: Uint8Array;
  readonly context: string; // the name of the piece: moved to another place it does not open
  readonly previous: Uint8Array; // tagOf() the piece before it; zeros: none
}

export interface Opened {
  readonly generation: Uint8Array;
  readonly previous: Uint8Array;
  readonly bytes: Uint8Array;
}

export interface Sealer {
  // Keys for a new base, kept beside those of the generation `before` (null: none that is known). Answers its generation.
  renew(before: Uint8Array | null): Promise<Uint8Array>;
  // What is stored is of this generation. Destroys the keys of every other one.
  settle(generation: Uint8Array): Promise<void>;
  // Nothing is stored any more. Destroys all keys.
  forget(): Promise<void>;
  // Whether keys are kept of something that was stored, of whatever generation.
  hasKeys(): Promise<boolean>;

  seal(bytes: Uint8Array, place: Place): Promise<Uint8Array>;
  // Throws EngineError: "malformed" when the piece is damaged or belongs elsewhere, KeyLost when its generation's keys
  // are not there, "unsupported_version" when a newer release sealed it.
  open(blob: Uint8Array, context: string): Promise<Opened>;
}

// Makes the sealer of a record by its name.
export type Sealers = (name: string) => Sealer;

export class KeyLost extends EngineError {
  constructor() {
    super("malformed", "the key of what is stored is gone");
  }
}

// Tells one sealed piece from any other.
export const tagOf = (blob: Uint8Array): Uint8Array => blob.slice(-TAG_BYTES);

export const NO_TAG = new Uint8Array(TAG_BYTES);

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

// Numbers of versions are given out one by one: a large one is damage, not the future.
export const isNewer = (number: number, ours: number): boolean => number > ours && number < 16;

export const malformed = (what: string): EngineError => new EngineError("malformed", what);
export const written_by_newer = (): EngineError =>
  new EngineError("unsupported_version", "what is stored was written by a newer release");
