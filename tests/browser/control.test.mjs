// Each control takes effect at once, and survives a reload.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  BUNTING, CAKE_STAND, chooseHousehold, closeHistory, entriesBecome, entry, importHistory, openBrowser, openHistory, openServer, pick,
  RED_BAG, reload, shelf, shelfTitles, visit,
} from "./shop.mjs";

let server;
before(async () => {
  server = await openServer();
});
after(() => server.close());

async function lookAt(page, ...skus) {
  for (const sku of skus) await visit(page, server, `#/item/${sku}`);
}

const eraseEverything = async (page) => {
  await page.locator("#history").getByRole("button", { name: "Erase everything", exact: true }).click();
  await page.locator("#erase-question").getByRole("button", { name: "Erase everything", exact: true }).click();
};

async function exportAnyway(page) {
  await page.getByRole("button", { name: "Export as a file" }).click();
  await page.locator("#export-question").getByRole("button", { name: "Export", exact: true }).click();
}

test("erases one entry", async () => {
  const browser = await openBrowser(server);
  const { page } = browser;
  await lookAt(page, CAKE_STAND, BUNTING, RED_BAG);
  await openHistory(page);
  await entriesBecome(page, [`view ${RED_BAG}`, `view ${BUNTING}`, `view ${CAKE_STAND}`]);
  await entry(page, "view", BUNTING).getByRole("button", { name: /^Erase: / }).click();
  await entriesBecome(page, [`view ${RED_BAG}`, `view ${CAKE_STAND}`]);
  await reload(page);
  await openHistory(page);
  await entriesBecome(page, [`view ${RED_BAG}`, `view ${CAKE_STAND}`]);
  await browser.close();
});

test("erases everything about an item", async () => {
  const browser = await openBrowser(server);
  const { page } = browser;
  await lookAt(page, CAKE_STAND);
  await page.getByRole("button", { name: "Add to basket" }).click();
  await lookAt(page, BUNTING, CAKE_STAND);
  await openHistory(page);
  await entriesBecome(page, [`view ${CAKE_STAND}`, `view ${BUNTING}`, `basket_add ${CAKE_STAND}`, `view ${CAKE_STAND}`]);
  await entry(page, "view", CAKE_STAND).first().getByRole("button", { name: /^More: / }).click();
  await entry(page, "view", CAKE_STAND).first().getByRole("button", { name: /^Erase all about it/ }).click();
  await entriesBecome(page, [`view ${BUNTING}`]);
  await reload(page);
  await openHistory(page);
  await entriesBecome(page, [`view ${BUNTING}`]);
  await browser.close();
});

test("erases everything, after asking, and the shop is a stranger's again", async () => {
  const browser = await openBrowser(server);
  const { page } = browser;
  await visit(page, server);
  const for_a_stranger = await shelfTitles(page, "home");
  await openHistory(page);
  const DAY = 86_400_000;
  await importHistory(page, [90, 60, 30].flatMap((days) => [CAKE_STAND, BUNTING, RED_BAG].map((sku) =>
    ({ type: "buy", sku, time: Date.now() - days * DAY }))));
  await closeHistory(page);
  await shelf(page, "buy_again").locator("[part=tile]").first().waitFor();
  await reload(page);
  assert.notDeepEqual(await shelfTitles(page, "home"), for_a_stranger);
  await openHistory(page);
  await page.locator("#history").getByRole("button", { name: "Erase everything", exact: true }).click();
  await page.getByRole("button", { name: "Keep it" }).click();
  assert.ok(await page.locator("#history .entry").count() > 0);
  await eraseEverything(page);
  await page.waitForSelector("#history .nothing");
  await closeHistory(page);
  await shelf(page, "buy_again").waitFor({ state: "detached" });
  assert.deepEqual(await shelfTitles(page, "home"), for_a_stranger);
  await reload(page); // what was shown meanwhile cools down a little, so the slate itself may move
  assert.equal(await shelf(page, "buy_again").count(), 0);
  assert.equal(await shelf(page, "home").getAttribute("heading"), "A good place to start");
  await browser.close();
});

test("a newer release's record outlives “Erase everything”, which says so", async () => {
  const browser = await openBrowser(server);
  const { page } = browser;
  await lookAt(page, CAKE_STAND);
  await page.evaluate(async (key) => { // as if a newer release had written it
    const storage = await new Promise((resolve, reject) => {
      const request = indexedDB.open("hearth-sealed");
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const store = storage.transaction("records", "readwrite").objectStore("records");
    const read = store.get(key);
    await new Promise((resolve) => (read.onsuccess = resolve));
    read.result[0] = 9;
    const write = store.put(read.result, key);
    await new Promise((resolve) => (write.onsuccess = resolve));
    storage.close();
  }, "history/wren-willow/me");
  await reload(page);
  await lookAt(page, BUNTING);
  await openHistory(page);
  await entriesBecome(page, [`view ${BUNTING}`]);
  await eraseEverything(page);
  await page.getByText("A newer version of this shop keeps your history.").waitFor();
  await entriesBecome(page, [`view ${BUNTING}`]);
  await entry(page, "view", BUNTING).getByRole("button", { name: /^Erase: / }).click(); // that is only here
  await entriesBecome(page, []);
  await reload(page);
  await openHistory(page);
  await entriesBecome(page, []);
  await browser.close();
});

test("while paused nothing is recorded and nothing recorded before is used", async () => {
  const browser = await openBrowser(server);
  const { page } = browser;
  await visit(page, server);
  const for_a_stranger = await shelfTitles(page, "home");
  await chooseHousehold(page, "The Willow family");
  await pick(page, "Ben");
  const for_ben = await shelfTitles(page, "home");
  await page.waitForTimeout(1200); // what was shown is recorded by then
  assert.notDeepEqual(for_ben, for_a_stranger);
  await openHistory(page);
  const total = await page.locator("#history-count").textContent();
  await page.getByRole("switch", { name: /^Pause/ }).click();
  await shelf(page, "buy_again").waitFor({ state: "detached" });
  await closeHistory(page);
  assert.deepEqual(await shelfTitles(page, "home"), for_a_stranger);
  await lookAt(page, CAKE_STAND);
  await visit(page, server);
  await reload(page);
  assert.deepEqual(await shelfTitles(page, "home"), for_a_stranger);
  await openHistory(page);
  assert.equal(await page.getByRole("switch", { name: /^Pause/ }).isChecked(), true);
  assert.equal(await page.locator("#history-count").textContent(), total);
  assert.equal(await entry(page, "view", CAKE_STAND).count(), 0);
  await page.getByRole("switch", { name: /^Pause/ }).click();
  await closeHistory(page);
  await shelf(page, "buy_again").waitFor();
  await reload(page);
  assert.notDeepEqual(await shelfTitles(page, "home"), for_a_stranger);
  assert.equal(await shelf(page, "home").getAttribute("heading"), "Picked for you");
  await browser.close();
});

test("what is not for the shopper is not shown again, until that is undone", async () => {
  const browser = await openBrowser(server);
  const { page } = browser;
  await visit(page, server);
  const [first] = await shelfTitles(page, "home");
  await shelf(page, "home").getByRole("button", { name: /^Not for me/ }).first().click();
  await shelf(page, "home").getByRole("button", { name: "Undo" }).waitFor();
  await reload(page);
  assert.ok(!(await shelfTitles(page, "home")).includes(first));
  await openHistory(page);
  await page.locator("#history .entry[data-type=dismiss]").getByRole("button", { name: /^Erase: / }).click();
  await page.locator("#history .entry[data-type=dismiss]").waitFor({ state: "detached" });
  await closeHistory(page);
  await reload(page);
  assert.ok((await shelfTitles(page, "home")).includes(first));
  await browser.close();
});

test("an exported file holds the history and can be imported again", async () => {
  const browser = await openBrowser(server);
  const { page } = browser;
  await lookAt(page, CAKE_STAND, BUNTING);
  await openHistory(page);
  const [download] = await Promise.all([page.waitForEvent("download"), exportAnyway(page)]);
  const file = await download.path();
  await eraseEverything(page);
  await page.waitForSelector("#history .nothing");
  await page.getByLabel("Import a history from a file").setInputFiles(file);
  await entriesBecome(page, [`view ${BUNTING}`, `view ${CAKE_STAND}`]);
  await browser.close();
});

test("an export says first that private and surprise entries stand in it in clear, and can be left", async () => {
  const browser = await openBrowser(server, { shopper: "anna" });
  const { page } = browser;
  await visit(page, server);
  await openHistory(page);
  await page.getByRole("switch", { name: /^Private visit/ }).click();
  await page.locator(".who-mode", { hasText: "Private" }).waitFor();
  await closeHistory(page);
  await visit(page, server, `#/item/${RED_BAG}`);
  await openHistory(page);
  await entry(page, "view", RED_BAG).first().waitFor();
  let downloads = 0;
  page.on("download", () => ++downloads);
  await page.getByRole("button", { name: "Export as a file" }).click();
  await page.getByText(/^[\d,]+ entries, among them \d+ private.*\. The file is not encrypted/).waitFor();
  await page.locator("#export-question").getByRole("button", { name: "Cancel" }).click();
  await page.waitForTimeout(300);
  assert.equal(downloads, 0);
  const [download] = await Promise.all([page.waitForEvent("download"), exportAnyway(page)]);
  assert.match(download.suggestedFilename(), /\.json$/);
  await browser.close();
});

test("a pause is said to be everybody's, and can be ended from its bar", async () => {
  const browser = await openBrowser(server, { shopper: "anna" });
  const { page } = browser;
  await visit(page, server);
  await openHistory(page);
  await page.getByRole("switch", { name: /^Pause for the whole household/ }).click();
  await closeHistory(page);
  await pick(page, "Ben");
  const bar = page.locator(".notice", { hasText: "Paused for the whole household" });
  await bar.getByRole("button", { name: "Resume" }).click();
  await page.getByText("Recording again.").waitFor();
  await bar.waitFor({ state: "detached" });
  await browser.close();
});
