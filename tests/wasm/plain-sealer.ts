// A sealer that hides nothing, so that a test can look for what the storage must not hold any more. It finds damage, as
// the real one does, by a checksum; and says so where the keys are not there.
//
//   version 3, algorithm 0, generation 16, previous tag 16, the bytes, random 12, checksum 4
import { checksum } from "../../wasm/src/crypto/plain-record.js";
import {
  GENERATION_BYTES, isNewer, joined, KeyLost, malformed, type Opened, sameBytes, type Sealer, written_by_newer,
} from "../../wasm/src/crypto/sealer.js";

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

function sumOf(bytes: Uint8Array, context: string): Uint8Array {
  const sum = new Uint8Array(4);
  new DataView(sum.buffer).setUint32(0, checksum(bytes, context), true);
  return sum;
}

// The generations whose keys there are, by the name of the record.
export class PlainKeys {
  readonly generations = new Map<string, readonly Uint8Array[]>();
  readonly stored = new Set<string>(); // names under whose keys something was stored
  step: () => void = () => {}; // may fail

  sealer(name: string): Sealer {
    const held = () => this.generations.get(name) ?? [];
    return {
      renew: async (before) => {
        this.step();
        const generation = random(GENERATION_BYTES);
        this.generations.set(name, [...held().filter((each) => before && sameBytes(each, before)), generation]);
        return generation;
      },
      settle: async (generation) => {
        this.step();
        if (!held().some((each) => sameBytes(each, generation))) return;
        this.generations.set(name, held().filter((each) => sameBytes(each, generation)));
        this.stored.add(name);
      },
      forget: async () => {
        this.step();
        this.generations.delete(name);
        this.stored.delete(name);
      },
      hasKeys: async () => {
        this.step();
        return this.stored.has(name) && held().length > 0;
      },
      seal: async (bytes, { generation, context, previous }) => {
        const body = joined(Uint8Array.of(3, 0), generation, previous, bytes, random(12));
        return joined(body, sumOf(body, context));
      },
      open: async (blob, context): Promise<Opened> => {
        this.step();
        if (isNewer(blob[0] ?? 0, 3) || (blob[0] === 3 && isNewer(blob[1] ?? 0, 0))) throw written_by_newer();
        const body = blob.subarray(0, -4);
        if (blob.length < 50 || blob[0] !== 3 || !sameBytes(sumOf(body, context), blob.subarray(-4))) throw malformed("damaged");
        const generation = blob.slice(2, 18);
        if (!held().some((each) => sameBytes(each, generation))) throw new KeyLost();
        return { generation, previous: blob.slice(18, 34), bytes: blob.slice(34, -16) };
      },
    };
  }
}

// A blob as releases before encryption stored it: of the first, or of the next one.
export function oldBlob(record: Uint8Array, context: string, version: 1 | 2 = 2): Uint8Array {
  const sum = sumOf(record, context);
  return joined(Uint8Array.of(version, 0, 0, 0, 0, 0), sum, record);
}
