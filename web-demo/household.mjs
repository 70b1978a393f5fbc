// Prints what the sample household would see on the home page: the native engine on the same pack and
// histories that the browser gets.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const native = join(here, "../build/native");
const { members } = JSON.parse(readFileSync(join(here, "data/household.json"), "utf8"));

for (const { name, customer } of members) {
  console.log(`\n${name}'s home page, ranked from ${name}'s own history (customer ${customer}, whom the pack has never seen):`);
  console.log(execFileSync(join(native, "hearth"), ["rank", "--pack", join(native, "data/shop.hpack"),
    "--histories", join(native, "data/held_out.jsonl"), "--customer", customer, "--format", "table", "--limit", "6"],
    { encoding: "utf8" }).trimEnd());
}
console.log();
