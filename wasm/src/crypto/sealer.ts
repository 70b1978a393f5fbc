// Seals what is stored. Every blob begins with six bytes that say how to open it:
//
//   offset 0   version    2 (1: sealed by the first release, which kept a whole history in one record)
//   offset 1   algorithm  0 = plain
//   offset 2   key id     4 bytes, little endian; 0 = no key
//
// and is bound to its `context` (the name of the record), so that a blob moved to another place
// does not open there.
export const HEADER_BYTES = 6;
export const BLOB_VERSION = 2;
export const FIRST_VERSION = 1;

export interface Sealer {
  seal(record: Uint8Array, context: string): Promise<Uint8Array>;
  // Throws EngineError: "malformed" when the blob is damaged or belongs to another context,
  // "unsupported_version" when it was sealed by a newer release. Never answers with null.
  open(blob: Uint8Array, context: string): Promise<Uint8Array>;
}
