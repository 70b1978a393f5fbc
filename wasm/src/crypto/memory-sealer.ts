// For records that live in the worker's memory and nowhere else (also where the page is no secure context, which has no
// WebCrypto): not sealed. After generation and previous tag come the bytes, and a random tag.
import { GENERATION_BYTES, joined, type Opened, type Place, type Sealer, TAG_BYTES } from "./sealer.js";

const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));

export const memorySealer: Sealer = {
  renew: async () => random(GENERATION_BYTES),
  settle: async () => {},
  forget: async () => {},
  hasKeys: async () => false,
  seal: async (bytes: Uint8Array, { generation, previous }: Place) => joined(generation, previous, bytes, random(TAG_BYTES)),
  open: async (blob: Uint8Array): Promise<Opened> => ({
    generation: blob.slice(0, GENERATION_BYTES),
    previous: blob.slice(GENERATION_BYTES, GENERATION_BYTES + TAG_BYTES),
    bytes: blob.slice(GENERATION_BYTES + TAG_BYTES, -TAG_BYTES),
  }),
};
