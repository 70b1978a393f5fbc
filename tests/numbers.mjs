// How much each test tries: a number of tests/numbers.json, from its column `soak` where
// HEARTH_NUMBERS=soak (make soak), else from `test`.
import { readFileSync } from "node:fs";

const table = JSON.parse(readFileSync(new URL("./numbers.json", import.meta.url), "utf8"));
const column = process.env.HEARTH_NUMBERS === "soak" ? "soak" : "test";

export function numberOf(name) {
  const row = table[name];
  if (row === undefined) throw new Error(`tests/numbers.json has no row ${name}`);
  return row[column];
}
