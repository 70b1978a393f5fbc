// Runs page.mjs in headless Chromium and gathers what it measured.
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "./server.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const FLAGS = [
  "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
const MEMBER = 2_000; // events
export const SIZES = [1_000, 10_000, 100_000];
export const FAMILIES = [4, 8]; // members

// `wasm`: folder of hearth.mjs and hearth.wasm; `bench`: that of parts_bench; `data`: what bench_shop wrote; `pack`: the real
// shop's pack, or undefined. `progress` takes a line of text.
export async function runInBrowser({ wasm, bench, data, pack, progress }) {
  const server = await serve([
    ["/wasm/", wasm],
    ["/bench/", bench],
    ["/data/", data],
    ["/pack/", pack ? dirname(pack) : data],
    ["/", here],
  ]);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    headless: true,
    args: FLAGS,
  });
  try {
    const context = await browser.newContext();
    // Calls a function of page.mjs on a page of its own.
    const onFreshPage = async (name, ...args) => {
      const page = await context.newPage();
      await page.goto(`${server.origin}/page.html`);
      try {
        return await page.evaluate(
          async ([name, args]) => (await import("/page.mjs"))[name](...args),
          [name, args],
        );
      } finally {
        await page.close();
      }
    };
    const results = { version: browser.version(), rank: {}, load: {}, household: {}, ranker: {}, ready: [] };
    for (const items of SIZES) {
      progress(`chromium: rank and dot products, ${items} items`);
      results.rank[items] = await onFreshPage("rankAndDots", items, MEMBER, 60);
    }
    for (const items of SIZES) {
      progress(`chromium: features and trees, ${items} items`);
      results.ranker[items] = await onFreshPage("ranker", items, MEMBER, 60);
    }
    progress("chromium: fold of 100000 events");
    results.fold = await onFreshPage("fold", 10_000, 100_000, 50);
    for (const items of SIZES) {
      progress(`chromium: pack load, ${items} items`);
      results.load[items] = await onFreshPage("loadPack", items, MEMBER, items === 100_000 ? 15 : 50);
    }
    const [packPath, shop] = pack ? [`/pack/${pack.split("/").pop()}`, "pack"] : ["/data/shop_4000.hpack", "4000"];
    for (const members of FAMILIES) {
      progress(`chromium: a household of ${members}`);
      results.household[members] = await onFreshPage("household", packPath, shop, members, 60);
    }
    progress("chromium: ready to rank, 15 fresh pages");
    for (let i = 0; i < 16; ++i) {
      const times = await onFreshPage("ready", packPath, `${shop}_${MEMBER}`);
      if (i > 0) results.ready.push(times); // the first filled the HTTP cache
    }
    return results;
  } finally {
    await browser.close();
    server.close();
  }
}
