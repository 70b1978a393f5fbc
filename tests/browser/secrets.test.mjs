// Promises P2 and P3 in a browser: two households that differ only in what one member keeps secret
// answer everybody else with the same bytes, and with those of the native engine. Some of the cases
// that tests/support/interference.h tries natively, in the module in Chromium.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "../../web-demo/serve.mjs";
import { numberOf } from "../numbers.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const module_folder = process.env.HEARTH_WASM_DIR ?? join(root, "build/wasm/wasm");
const corpus = join(root, "build/secrets");
const case_count = numberOf("interference_cases_browser");
const shop_count = 12;

before(() => {
  rmSync(corpus, { recursive: true, force: true });
  mkdirSync(corpus, { recursive: true });
  execFileSync(join(root, "build/native/tests/make_secret_corpus"), [corpus, `${case_count}`]);
  copyFileSync(join(module_folder, "hearth.mjs"), join(corpus, "hearth.js"));
  for (const name of ["hearth.wasm", "hearth.words"]) copyFileSync(join(module_folder, name), join(corpus, name));
  writeFileSync(join(corpus, "index.html"), "<!doctype html><title>secrets</title>");
});

// Runs in the page. Returns the cases that told a secret, and a hash of all answers.
async function askBothHouseholds(shop_count) {
  const records = ["people", "shop"];
  // A record is 20 bytes, its open part, whose length they say, and the slots (core/household/parts.h).
  const endOfOpen = (stored) => 20 + new DataView(stored.buffer, stored.byteOffset).getUint32(12, true);
  const { default: createModule } = await import("./hearth.js");
  const bytes = async (path) => new Uint8Array(await (await fetch(path)).arrayBuffer());
  const wasmBinary = await bytes("hearth.wasm");
  const words = await bytes("hearth.words");
  const engines = [];
  for (let shop = 0; shop < shop_count; ++shop) {
    engines.push(await createModule({ wasmBinary, locateFile: (path) => path }));
    engines[shop].loadWords(words);
    engines[shop].loadPack(await bytes(`shop${shop}.hpack`));
  }
  const nothing = records.map((record) => engines[0].snapshot(record));
  const lines = (await (await fetch("cases.jsonl")).text()).trimEnd().split("\n");
  const told = [];
  let all = "";
  let secret_requests = 0;
  let nobodys_requests = 0;
  lines.forEach((line, number) => {
    const { shop, world, secrets, after } = JSON.parse(line);
    const engine = engines[shop];
    const ask = (requests) => requests.map((request) => `${engine.handle(JSON.stringify(request))}\n`).join("");
    const household = (kept) => {
      records.forEach((record, i) => engine.restore(record, nothing[i]));
      ask(world);
      ask(kept);
      const answers = ask(after);
      return { answers, stored: records.map((record) => engine.snapshot(record)) };
    };
    const without = household([]);
    const having = household(secrets);
    const looks_same = (stored, other) => stored.length === other.length &&
      stored.subarray(0, endOfOpen(stored)).every((byte, i) => byte === other[i]);
    const same = having.answers === without.answers &&
      having.stored.every((stored, i) => looks_same(stored, without.stored[i]));
    if (!same) told.push(number);
    secret_requests += secrets.length;
    nobodys_requests += after.filter(({ viewer }) => viewer === null).length;
    all += having.answers;
  });
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(all));
  const sha256 = [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return { cases: lines.length, told, secret_requests, nobodys_requests, sha256 };
}

test("a secret changes nobody else's answers in Chromium", { timeout: 300_000 }, async (t) => {
  const server = await serve({ folder: corpus, port: 0 });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"],
  });
  t.after(async () => {
    await browser.close();
    await server.close();
  });
  const page = await browser.newPage();
  await page.goto(`${server.address}/`);
  const { cases, told, secret_requests, nobodys_requests, sha256 } = await page.evaluate(askBothHouseholds, shop_count);
  assert.equal(cases, case_count);
  assert.ok(secret_requests >= case_count, `${secret_requests} secrets, so that there is something to tell`);
  assert.ok(nobodys_requests >= case_count, `${nobodys_requests} questions of nobody in particular`);
  assert.deepEqual(told, [], "cases that told a secret (lines of build/secrets/cases.jsonl, from 0)");
  const native = createHash("sha256").update(readFileSync(join(corpus, "answers.txt"))).digest("hex");
  assert.equal(sha256, native, "the native engine's answers");
  t.diagnostic(`${cases} cases, ${secret_requests} secret requests, ${nobodys_requests} questions of nobody in particular, 0 told`);
});
