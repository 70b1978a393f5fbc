// A chosen file of purchases becomes history: asked where it must be, added, taken back; in Chromium and in Firefox.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { closeAll, inEachBrowser, launch, openShop, press } from "./browsers.mjs";
import { CAKE_STAND, closeHistory, DESKTOP, openBrowser, openHistory, openServer, PHONE, visit } from "./shop.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const csv = (name, text) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
const AMAZON = csv("Retail.OrderHistory.1.csv", [
  '"Website","Order ID","Order Date","Currency","Unit Price","ASIN","Quantity","Order Status","Product Name"',
  '"Amazon.co.uk","026-1","2024-03-01T10:15:00Z","GBP","12.75","B0CAKE","1","Closed","Regency cakestand 3 tier"',
  '"Amazon.co.uk","026-1","2024-03-01T10:15:00Z","GBP","12.75","B0CAKE","1","Closed","Regency cakestand 3 tier"',
  '"Amazon.co.uk","026-2","2024-03-02T10:15:00Z","GBP","9.00","B0HOSE","1","Closed","Garden hose"',
  '"Amazon.co.uk","026-3","2024-03-03T10:15:00Z","GBP","9.00","B0HOSE","1","Cancelled","Garden hose"',
].join("\r\n"));
const UNKNOWN = csv("till.csv", "Delivery date;What;Paid\n03/04/2024;Garden hose;9,00\n");

let server;
before(async () => {
  server = await openServer();
});
after(() => Promise.all([closeAll(), server.close()]));

async function choose(page, file) {
  await openHistory(page);
  await page.getByLabel("Import a history from a file").setInputFiles(file);
}

for (const viewport of [DESKTOP, PHONE]) {
  test(`an order history is recognised, added and taken back, ${viewport.width} pixels wide`, async () => {
    const browser = await openBrowser(server, { viewport });
    const { page } = browser;
    await visit(page, server);
    await page.waitForLoadState("networkidle");
    server.log.length = 0;
    await choose(page, AMAZON);
    const dialog = page.locator("#import");
    await dialog.getByRole("button", { name: "Add 2 purchases" }).waitFor();
    // The module alone: the pack comes out of the cache, and nothing of the file goes anywhere.
    assert.deepEqual([...new Set(server.log.map(({ url }) => url))].sort(), ["/import-worker.js", "/import.wasm"]);
    const words = await dialog.textContent();
    for (const said of ["Amazon order history, comma, UTF-8", "1 is of this shop", "1 row is left out", "1 equal line"]) {
      assert.ok(words.includes(said), `${said}: ${words}`);
    }
    await page.evaluate(AXE);
    const faults = await page.evaluate(async () => (await globalThis.axe.run("#import")).violations.map(({ id }) => id));
    assert.deepEqual(faults, []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing is wider than the page");
    await dialog.getByRole("button", { name: "Add 2 purchases" }).click();
    await dialog.getByText("2 purchases were added").waitFor();
    const bought = page.locator("#history .entry[data-type=buy]");
    assert.deepEqual(await bought.evaluateAll((entries) => entries.map((each) => each.dataset.sku)), ["amazon:B0HOSE", CAKE_STAND]);
    await dialog.getByRole("button", { name: "Undo" }).click();
    await page.waitForFunction(() => document.querySelectorAll("#history .entry[data-type=buy]").length === 0);
    await closeHistory(page);
    await browser.close();
  });
}

inEachBrowser("a chosen file becomes history", async (name) => {
  const browser = await launch(name);
  const { page } = browser;
  const folder = mkdtempSync(join(tmpdir(), "hearth-import-"));
  writeFileSync(join(folder, AMAZON.name), AMAZON.buffer);
  await openShop(page, server);
  await page.click(".header-button");
  await page.waitForSelector("#history[open]");
  await (await page.$("#history input[type=file]")).uploadFile(join(folder, AMAZON.name));
  await press(page, "#import button", "Add 2 purchases");
  await page.waitForFunction(() => document.querySelector("#import").textContent.includes("2 purchases were added"));
  assert.deepEqual(await page.$$eval("#history .entry[data-type=buy]", (entries) => entries.map(({ dataset }) => dataset.sku)),
    ["amazon:B0HOSE", CAKE_STAND]);
  await browser.close();
  rmSync(folder, { recursive: true });
});

test("what columns and dates mean is asked, and twice is once", async () => {
  const browser = await openBrowser(server, { viewport: PHONE });
  const { page } = browser;
  await visit(page, server);
  const dialog = page.locator("#import");
  for (const added of [1, 0]) {
    await choose(page, UNKNOWN);
    await dialog.getByRole("heading", { name: "What do the columns mean?" }).waitFor();
    await page.evaluate(AXE);
    const faults = await page.evaluate(async () => (await globalThis.axe.run("#import")).violations.map(({ id }) => id));
    assert.deepEqual(faults, []);
    await dialog.getByLabel("What it was").selectOption("What");
    await dialog.getByLabel("3 April").check();
    if (added === 1) {
      await dialog.getByRole("button", { name: "Add 1 purchase" }).click();
      await dialog.getByText("1 purchase was added").waitFor();
    } else {
      await dialog.getByText("1 is in your history already").waitFor();
    }
    await page.keyboard.press("Escape");
    await closeHistory(page);
  }
  await browser.close();
});

test("what was added before it was stopped can be taken back", async () => {
  const browser = await openBrowser(server);
  const { page } = browser;
  await visit(page, server);
  const rows = Array.from({ length: 3000 }, (_, i) =>
    `"Amazon.co.uk","026-${i}","2024-03-01T10:15:00Z","GBP","9.00","B${i}","1","Closed","Garden hose ${i}"`);
  await choose(page, csv("long.csv", [AMAZON.buffer.toString().split("\r\n")[0], ...rows].join("\n")));
  const dialog = page.locator("#import");
  // As soon as it can be pressed: a hand that waits for the drawing may come too late.
  await page.evaluate(() => {
    const asked = document.querySelector("#import");
    new MutationObserver((_, observer) => {
      if (!asked.textContent.includes("500 of 3,000")) return;
      observer.disconnect();
      asked.querySelector("button").click();
    }).observe(asked, { subtree: true, childList: true, characterData: true });
  });
  await dialog.getByRole("button", { name: "Add 3,000 purchases" }).click();
  await dialog.getByText(/You stopped it\. 500 purchases were added before/).waitFor();
  await dialog.getByRole("button", { name: "Undo" }).click();
  await page.waitForFunction(() => document.querySelectorAll("#history .entry[data-type=buy]").length === 0);
  await closeHistory(page);
  await browser.close();
});

test("what is no history is said in words, and changes nothing", async () => {
  const browser = await openBrowser(server);
  const { page } = browser;
  await visit(page, server);
  await choose(page, { name: "history.zip", mimeType: "application/zip", buffer: Buffer.from("PK\x03\x04") });
  await page.locator("#import").getByText("this is a zip file").waitFor();
  await page.locator("#import").getByRole("button", { name: "Close" }).click();
  await closeHistory(page);
  await browser.close();
});
