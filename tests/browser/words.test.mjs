// A shop whose catalog says nothing of topics waits for the words of the sensitive list, but not for ever.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { openBrowser, openServer, visit } from "./shop.mjs";

let server;
before(async () => {
  server = await openServer();
});
after(() => server.close());

async function openPage() {
  const { outputFiles: [bundle] } = await build({
    stdin: {
      contents: `import { openWithControl } from "./wasm/src/index.ts"; globalThis.openHearth = openWithControl;`,
      resolveDir: fileURLToPath(new URL("../..", import.meta.url)), loader: "ts",
    },
    bundle: true, format: "iife", write: false, logLevel: "error",
  });
  const browser = await openBrowser(server);
  await visit(browser.page, server, "#/departments");
  await browser.page.evaluate(bundle.text);
  await browser.page.evaluate(() => {
    const items = Array.from({ length: 30 }, (_, i) => ({ id: `M${i}`, title: `Blue mug ${i}`, price: 4, product_type: "Kitchen" }));
    globalThis.openMugs = async () => {
      const began = performance.now();
      const { hearth } = await globalThis.openHearth({
        shop: "mugs", storage: "memory", worker: "hearth-worker.js", wasm: "hearth.wasm", words: "hearth.words?mugs",
        pack: { catalog: JSON.stringify({ shop: "mugs", currency: "GBP", items }) },
      });
      const seconds = (performance.now() - began) / 1000;
      const state = async () => [(await hearth.status()).words, (await hearth.rank({ surface: "home", limit: 30 })).items.length];
      return { seconds, state };
    };
  });
  return browser;
}

test("without its words a shop opens after five seconds, shows no item that nobody judged, and heeds them when they come", async () => {
  const browser = await openPage();
  let come;
  const gate = new Promise((resolve) => (come = resolve));
  await browser.page.route("**/hearth.words?mugs", async (route) => {
    await gate;
    await route.continue();
  });
  const late = await browser.page.evaluate(async () => {
    globalThis.mugs = await globalThis.openMugs();
    return { seconds: globalThis.mugs.seconds, state: await globalThis.mugs.state() };
  });
  assert.ok(late.seconds >= 4.9 && late.seconds < 20, `${late.seconds} seconds`);
  assert.deepEqual(late.state, [false, 0]);
  come();
  assert.deepEqual(await browser.page.evaluate(async () => {
    for (;;) {
      const state = await globalThis.mugs.state();
      if (state[0]) return state;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }), [true, 30]);
  await browser.close();
});

test("a shop that has no words to fetch does not wait for them", async () => {
  const browser = await openPage();
  await browser.page.route("**/hearth.words?mugs", (route) => route.fulfill({ status: 404 }));
  const { seconds, state } = await browser.page.evaluate(async () => {
    const { seconds, state } = await globalThis.openMugs();
    return { seconds, state: await state() };
  });
  assert.ok(seconds < 4.9, `${seconds} seconds`);
  assert.deepEqual(state, [false, 0]);
  const said = browser.troubles.splice(0).join("\n");
  assert.match(said, /without the words of sensitive things much is treated as sensitive: could not fetch .* status 404/);
  await browser.close();
});
