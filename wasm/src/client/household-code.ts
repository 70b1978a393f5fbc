// The code that a household's grown-ups agreed on. It is never sent nor stored: only what PBKDF2 makes of it, which is
// slow to guess from, but a code of a few digits is no password.
import type { CodeKind } from "../shared/api.js";
import { EngineError } from "../shared/errors.js";

const ITERATIONS = 200_000;
const SALT_BYTES = 16;
const HASH_BITS = 256;

export const newCodeKind = (): CodeKind => ({
  salt: toHex(crypto.getRandomValues(new Uint8Array(SALT_BYTES))), iterations: ITERATIONS,
});

// 64 hexadecimal digits. Spaces around the code are left out.
export async function hashOfCode(code: string, { salt, iterations }: CodeKind): Promise<string> {
  if (!crypto.subtle) throw new EngineError("internal", "a code needs a page served over https");
  const text = new TextEncoder().encode(code.normalize("NFKC").trim());
  const key = await crypto.subtle.importKey("raw", text, "PBKDF2", false, ["deriveBits"]);
  const bits = await crypto.subtle.deriveBits(
    { name: "PBKDF2", hash: "SHA-256", salt: fromHex(salt), iterations }, key, HASH_BITS);
  return toHex(new Uint8Array(bits));
}

const toHex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

const fromHex = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(text.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
