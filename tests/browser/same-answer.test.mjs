// Promise P6: the same answers everywhere. One corpus of requests, over the real shop and over random
// catalogs, is answered natively (hearth replay), by the module in Node and by the module in Chromium;
// the SHA-256 of all answers and of the last snapshot must be equal, world by world.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "../../web-demo/serve.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const native = join(root, "build/native");
const module_folder = process.env.HEARTH_WASM_DIR ?? join(root, "build/wasm/wasm");
const corpus = join(root, "build/corpus");

let worlds = [];

// Answers a world's requests with a raw engine; runs in Node and, as text, in the page.
function replay(engine, world) {
  if (!JSON.parse(engine.loadWords(world.words)).ok) throw new Error("not the words");
  const loaded = JSON.parse(world.pack ? engine.loadPack(world.pack) : engine.loadCatalog(world.catalog));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded));
  const answers = world.requests.trimEnd().split("\n").map((request) => `${engine.handle(request)}\n`).join("");
  const [people, shop] = [engine.snapshot("people"), engine.snapshot("shop")];
  const snapshot = new Uint8Array(people.length + shop.length); // as the tools save them, one behind the other
  snapshot.set(people);
  snapshot.set(shop, people.length);
  return { answers, snapshot };
}

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

before(() => {
  rmSync(corpus, { recursive: true, force: true });
  mkdirSync(corpus, { recursive: true });
  execFileSync(join(native, "tests/make_corpus"), [corpus, join(native, "data/shop.hpack")]);
  worlds = readdirSync(corpus).filter((name) => name.endsWith(".jsonl")).map((name) => name.slice(0, -6));
  copyFileSync(join(module_folder, "hearth.mjs"), join(corpus, "hearth.js"));
  for (const name of ["hearth.wasm", "hearth.words"]) copyFileSync(join(module_folder, name), join(corpus, name));
  writeFileSync(join(corpus, "index.html"), "<!doctype html><title>corpus</title>");
});

function nativeHashes(name) {
  const pack = join(corpus, `${name}.hpack`);
  const catalog = existsSync(pack) ? ["--pack", pack] : ["--catalog", join(corpus, `${name}.json`)];
  const saved = join(corpus, `${name}.snapshot`);
  const answers = execFileSync(join(native, "hearth"),
    ["replay", ...catalog, "--requests", join(corpus, `${name}.jsonl`), "--save", saved], { maxBuffer: 1 << 30 });
  return { answers: sha256(answers), snapshot: sha256(readFileSync(saved)), text: answers.toString() };
}

async function nodeHashes() {
  const { default: createModule } = await import(pathToFileURL(join(corpus, "hearth.js")).href);
  const wasmBinary = readFileSync(join(corpus, "hearth.wasm"));
  return Promise.all(worlds.map(async (name) => {
    const pack = join(corpus, `${name}.hpack`);
    const { answers, snapshot } = replay(await createModule({ wasmBinary, locateFile: (path) => path }), {
      words: new Uint8Array(readFileSync(join(corpus, "hearth.words"))),
      requests: readFileSync(join(corpus, `${name}.jsonl`), "utf8"),
      pack: existsSync(pack) ? new Uint8Array(readFileSync(pack)) : null,
      catalog: existsSync(pack) ? null : readFileSync(join(corpus, `${name}.json`), "utf8"),
    });
    return { answers: sha256(answers), snapshot: sha256(snapshot) };
  }));
}

// Runs in the page.
async function hashesInPage({ names }) {
  const { replay: run } = await import("./replay.js");
  const { default: createModule } = await import("./hearth.js");
  const bytes = async (path) => new Uint8Array(await (await fetch(path)).arrayBuffer());
  const text = async (path) => (await fetch(path)).text();
  const hash = async (data) => [...new Uint8Array(await crypto.subtle.digest("SHA-256", data))]
    .map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const wasmBinary = await bytes("hearth.wasm");
  const words = await bytes("hearth.words");
  const hashes = [];
  for (const { name, packed } of names) {
    const { answers, snapshot } = run(await createModule({ wasmBinary, locateFile: (path) => path }), {
      words,
      requests: await text(`${name}.jsonl`),
      pack: packed ? await bytes(`${name}.hpack`) : null,
      catalog: packed ? null : await text(`${name}.json`),
    });
    hashes.push({ answers: await hash(new TextEncoder().encode(answers)), snapshot: await hash(snapshot) });
  }
  return hashes;
}

test("gives the same bytes natively, in Node and in Chromium", { timeout: 240_000 }, async (t) => {
  const from_native = worlds.map(nativeHashes);
  const requests = from_native.reduce((sum, { text }) => sum + text.trimEnd().split("\n").length, 0);
  assert.ok(requests >= 2000, `${requests} requests`);
  const slates = from_native.reduce((sum, { text }) => sum + text.split("\n").filter((line) => line.startsWith('{"ok":{"surface"')).length, 0);
  assert.ok(slates >= 700, `${slates} slates, so that the hashes say something`);
  const expected = from_native.map(({ answers, snapshot }) => ({ answers, snapshot }));

  assert.deepEqual(await nodeHashes(), expected, "Node");

  writeFileSync(join(corpus, "replay.js"), `export ${replay.toString()}`);
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
  const names = worlds.map((name) => ({ name, packed: existsSync(join(corpus, `${name}.hpack`)) }));
  assert.deepEqual(await page.evaluate(hashesInPage, { names }), expected, "Chromium");
  t.diagnostic(`${requests} requests, ${slates} slates in ${worlds.length} worlds: the same SHA-256 in all three`);
});
