// The browser's own history, in every browser: nobody is led into what another did, and a surprise or a
// private visit leaves nothing there.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { arrived, closeAll, inEachBrowser, launch, leave, listedEvents, openShop, pick, press, reload, travel, type } from "./browsers.mjs";
import { BUNTING, CAKE_STAND, openServer, RED_BAG } from "./shop.mjs";

let server;
before(async () => {
  server = await openServer();
});
after(async () => {
  await closeAll();
  await server.close();
});

const PAUSE_MS = 300; // for what may not happen
const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
const addressOf = (page) => page.evaluate(() => location.hash || "#/");
const titleOf = (page) => page.evaluate(() => document.title);

// The first link of the page to there, as a person follows it.
async function follow(page, link, name) {
  await page.waitForSelector(`main a[href="${link}"], .header a[href="${link}"], .navigation a[href="${link}"]`);
  await page.evaluate((href) => document.querySelector(`main a[href="${href}"], .header a[href="${href}"], .navigation a[href="${href}"]`).click(), link);
  await arrived(page, name);
}

async function search(page, words) {
  await page.evaluate((text) => {
    const input = document.querySelector("#query");
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.form.requestSubmit();
  }, words);
  await page.waitForFunction((text) => document.querySelector("main.page-search .lead")?.textContent.includes(`“${text}”`), {}, words);
}

// Searches, and opens the first that is found.
async function lookFor(page, words) {
  await search(page, words);
  const link = await page.$eval(".listing .tile-title", (title) => title.getAttribute("href"));
  await follow(page, link, "item");
  return decodeURIComponent(link.split("/").at(-1));
}

async function setPrivate(page, on) {
  await page.click(".header-button");
  await page.waitForSelector("#history[open]");
  await press(page, "#history label.switch", "Private visit");
  await page.waitForFunction((wanted) => (document.querySelector(".who-mode") !== null) === wanted, {}, on);
  await page.click("#history .drawer-head button");
}

// As far back as the shop goes: every page on the way is the home page.
async function backThroughTheShop(page) {
  const entries = await page.evaluate(() => history.length);
  for (let step = 1; step < entries; ++step) {
    await travel(page, -1);
    await pause();
    if (await page.evaluate(() => location.protocol) !== "http:") return; // out of it
    await arrived(page, "home");
    assert.equal(await addressOf(page), "#/", `${step} back`);
  }
}

inEachBrowser("Back after somebody else's visit goes home and records nothing", async (name) => {
  const browser = await launch(name, { shopper: "willow" });
  const { page } = browser;
  await openShop(page, server);
  await pick(page, "Ben");
  const found = await lookFor(page, "necklace");
  await follow(page, "#/basket", "basket");
  await pick(page, "Anna");
  await arrived(page, "home");
  const before = await listedEvents(page);
  for (let step = 0; step < 3; ++step) {
    await travel(page, -1);
    await pause();
    await arrived(page, "home");
    assert.equal(await addressOf(page), "#/");
    assert.equal(await page.$eval("#query", ({ value }) => value), "");
    assert.doesNotMatch(await titleOf(page), /necklace/i);
  }
  await travel(page, 2);
  await pause();
  await arrived(page, "home");
  assert.equal(await addressOf(page), "#/");
  assert.deepEqual(await listedEvents(page), before);
  assert.ok(!before.includes(`view ${found}`));
  await browser.close();
});

inEachBrowser("one's own Back goes back, also after a reload", async (name) => {
  const browser = await launch(name, { shopper: "willow" });
  const { page } = browser;
  await openShop(page, server);
  await pick(page, "Anna");
  const found = await lookFor(page, "lantern");
  await follow(page, "#/departments", "departments");
  await reload(page, "departments");
  await travel(page, -1);
  await arrived(page, "item");
  assert.equal(await addressOf(page), `#/item/${found}`);
  await travel(page, -1);
  await arrived(page, "search");
  assert.equal(await addressOf(page), "#/search/lantern");
  await travel(page, 2);
  await arrived(page, "departments");
  await browser.close();
});

inEachBrowser("a reload, and an entry of another tab's sitting, are no way round", async (name) => {
  const browser = await launch(name, { shopper: "willow" });
  const first = browser.page;
  await openShop(first, server);
  await pick(first, "Ben");
  await type(first, `#/item/${RED_BAG}`, "item");
  const second = await browser.open();
  await openShop(second, server, `#/item/${BUNTING}`, "item");
  await follow(second, "#/departments", "departments");
  await first.bringToFront();
  await leave(first); // Ben's tab is elsewhere meanwhile
  await second.bringToFront();
  await pick(second, "Anna");
  await arrived(second, "home");
  const before = await listedEvents(second);
  await travel(second, -1);
  await pause();
  await arrived(second, "home");
  assert.equal(await addressOf(second), "#/");
  await first.bringToFront();
  await travel(first, -1); // kept aside whole, or loaded again: it is Ben's
  await arrived(first, "home");
  assert.equal(await addressOf(first), "#/");
  await reload(first, "home");
  await second.bringToFront();
  assert.deepEqual(await listedEvents(second), before);
  await browser.close();
});

// Where the browser itself writes down where it has been.
const HISTORY_FILES = { chromium: /^(History|Favicons|Top Sites|Visited Links)/, firefox: /^(places|favicons)\.sqlite/ };

function writtenBy({ name, profile }) {
  const files = readdirSync(profile, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile() && HISTORY_FILES[name].test(each.name));
  assert.ok(files.length > 0, "the browser keeps a history");
  return files.map((each) => readFileSync(join(each.parentPath, each.name)).toString("latin1")).join("");
}

for (const kind of ["private visit", "surprise"]) {
  inEachBrowser(`a ${kind} leaves no entry, no address and no title in the browser's history`, async (name) => {
    const browser = await launch(name, { shopper: "willow" });
    const { page } = browser;
    await openShop(page, server);
    await pick(page, "Ben");
    if (kind === "surprise") {
      await follow(page, "#/departments", "departments");
      await type(page, `#/item/${CAKE_STAND}`, "item");
      await press(page, "main button", "Add to basket");
      await page.waitForFunction(() => !document.querySelector(".header .badge").hidden);
      await follow(page, "#/basket", "basket");
      await page.click(".surprise input[role=switch]");
      await page.waitForSelector(".surprise.on");
    } else {
      await follow(page, "#/departments", "departments");
      await setPrivate(page, true);
    }
    const entries = await page.evaluate(() => history.length);
    assert.equal(await titleOf(page), "Wren & Willow");
    const found = await lookFor(page, "necklace");
    const title = await page.$eval("main h1", ({ textContent }) => textContent);
    assert.equal(await titleOf(page), "Wren & Willow");
    assert.doesNotMatch(await addressOf(page), /item|search/);
    await follow(page, "#/basket", "basket");
    await lookFor(page, "lantern");
    assert.equal(await page.evaluate(() => history.length), entries);
    await pick(page, "Anna");
    await arrived(page, "home");
    assert.ok(!(await listedEvents(page)).includes(`view ${found}`));
    await backThroughTheShop(page);
    await new Promise((resolve) => setTimeout(resolve, 2000)); // the browser writes at its leisure
    await browser.stop();
    const written = writtenBy(browser);
    assert.match(written, /#\/departments/); // it does write down what is no secret
    for (const word of [`item/${found}`, "search/necklace", "search/lantern", title]) assert.ok(!written.includes(word), word);
    await browser.close();
  });
}

test("an older Node is told which one the tests need", () => {
  const script = fileURLToPath(new URL("needs-node.mjs", import.meta.url));
  const run = (version) => spawnSync(process.execPath, [script, version], { encoding: "utf8" });
  for (const version of ["18.19.0", "20.18.3"]) {
    const { status, stderr } = run(version);
    assert.equal(status, 1);
    assert.match(stderr, /need Node 20\.19 or newer; this is/);
  }
  for (const version of ["20.19.0", "22.1.0"]) assert.equal(run(version).status, 0);
});
