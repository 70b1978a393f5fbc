// What the browser tests share.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { openShelves } from "./open-shelves.mjs";
import { serve } from "../../web-demo/serve.mjs";

export const SHOP_FOLDER = process.env.HEARTH_SHOP_DIR ?? fileURLToPath(new URL("../../build/shop", import.meta.url));
export const DESKTOP = { width: 1280, height: 900 };
export const PHONE = { width: 390, height: 844 };
export const CAKE_STAND = "22423";
export const BUNTING = "47566";
export const RED_BAG = "85099B";
export const NOON = Date.UTC(2026, 11, 10, 12); // a Thursday

const ARGUMENTS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
];

const open_contexts = new Set();
const to_pick = new WeakMap(); // the shopper of a context, until the first visit

// A server of the shop that keeps a log of what it was asked: the truth about what was sent.
export async function openServer() {
  assert.ok(existsSync(join(SHOP_FOLDER, "index.html")), `${SHOP_FOLDER} holds no shop: build it first`);
  const log = [];
  const server = await serve({ folder: SHOP_FOLDER, port: 0, onRequest: (request) => log.push(request) });
  return {
    ...server,
    log,
    // Browsers that a failed test left open would keep the run from ending.
    close: async () => {
      await Promise.all([...open_contexts].map((context) => context.close()));
      await server.close();
    },
  };
}

// A browser with an empty profile on disk, as a person has it (an off-the-record window keeps nothing
// and prefetches nothing). `shopper` is "me", an empty household, or somebody of the sample family, who is
// picked at the first visit; "willow" is the family while nobody has said who. With `time` the pages' clock
// stands still there until setTime(); `zone` is where the browser is ("Pacific/Auckland"). `closed`: the shelves stay
// as a page has them.
export async function openBrowser(server, { viewport = DESKTOP, colorScheme = "light", shopper = "me", time, zone, closed = false } = {}) {
  const profile = mkdtempSync(join(tmpdir(), "hearth-browser-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ARGUMENTS, viewport, colorScheme, reducedMotion: "reduce", acceptDownloads: true,
    ...(zone && { timezoneId: zone }),
  });
  context.setDefaultTimeout(30_000); // a busy machine is no fault
  open_contexts.add(context);
  if (time !== undefined) {
    await context.clock.setFixedTime(time);
    await context.addInitScript(believePages);
  }
  const troubles = [];
  const requests = [];
  if (!["me", "willow"].includes(shopper)) to_pick.set(context, shopper);
  if (!closed) await context.addInitScript(openShelves);
  await context.addInitScript((household) => {
    if (location.protocol !== "http:") return; // about:blank
    if (localStorage.getItem("wren-willow.household") === null) localStorage.setItem("wren-willow.household", household);
    addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
      console.error(`policy violation: ${violatedDirective} ${blockedURI}`));
  }, shopper === "me" ? "me" : "willow");
  const watch = (page) => {
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) troubles.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => troubles.push(`error: ${error.message}`));
    page.on("crash", () => troubles.push("the page crashed"));
    page.on("request", (request) => requests.push(`${request.method()} ${request.url()} ${request.postData() ?? ""}`));
    page.on("websocket", (socket) => requests.push(`WEBSOCKET ${socket.url()}`));
  };
  context.pages().forEach(watch);
  context.on("page", watch);
  return {
    context,
    requests,
    troubles,
    page: context.pages()[0] ?? await context.newPage(),
    // Fails when anything went wrong on a page meanwhile.
    close: async () => {
      await context.close();
      open_contexts.delete(context);
      rmSync(profile, { recursive: true, force: true });
      assert.deepEqual(troubles, []);
    },
  };
}

// Follows a link to there, until the page of that address has taken the place of the one before, which may be of
// the same address. In a surprise or a private visit the browser's address does not say which page that was.
async function moveTo(page, hash) {
  await page.evaluate((to) => {
    const main = document.querySelector("main");
    const is_there = document.querySelector(".who-mode") ? to === "#/" && main.matches(".page-home") : location.hash === to;
    const types_on = main.matches(".page-search") && to.startsWith("#/search/");
    globalThis.page_before = is_there || types_on ? null : main;
    const link = Object.assign(document.createElement("a"), { href: to });
    document.body.append(link);
    link.click();
    link.remove();
  }, hash);
  await page.waitForFunction(() => document.querySelector("main") !== globalThis.page_before);
}

// Opens the shop at one of its addresses, or moves there, and waits until everything is drawn.
export async function visit(page, server, hash = "#/") {
  const url = `${server.address}/${hash}`;
  if (page.url().startsWith(server.address)) await moveTo(page, hash);
  else await page.goto(url);
  await settled(page, new URL(url).hash);
  const shopper = to_pick.get(page.context());
  if (!shopper) return;
  to_pick.delete(page.context());
  await pick(page, shopper[0].toUpperCase() + shopper.slice(1));
}

// Presses a link, or an item of a shelf, and waits for the page that it leads to.
export async function follow(page, press) {
  await page.evaluate(() => {
    globalThis.followed = new Promise((leadsTo) => {
      addEventListener("hearth-select", ({ detail }) => leadsTo(`#/item/${encodeURIComponent(detail.sku)}`), { once: true });
      addEventListener("click", (event) => {
        const link = event.composedPath().find((each) => each instanceof HTMLAnchorElement);
        if (link) leadsTo(link.hash);
      }, { once: true, capture: true });
    });
  });
  await press();
  await settled(page, await page.evaluate(() => globalThis.followed));
}

// Types into the search, and waits for what is found.
export async function searchFor(page, words) {
  await page.getByRole("searchbox").fill(words);
  await settled(page, searchAddress(words));
}
export const searchAddress = (words) => `#/search/${encodeURIComponent(words)}`;

// No test can set a worker's clock: its worker goes by what pages say, as where `now` is given.
function believePages() {
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message, ...rest) {
    if (message?.method === "start") message.args[0].clock = "caller";
    return post.call(this, message, ...rest);
  };
}

export const setTime = (page, time) => page.context().clock.setFixedTime(time);

export async function reload(page) {
  await page.reload();
  await settled(page, null);
}

// The page of that address is there and its shelves are drawn. Until it is, the page before stands, which may
// be of the same kind. null: of whatever address, where no page was there before.
export async function settled(page, address = null) {
  await page.waitForFunction((wanted) => {
    const main = document.querySelector("main[data-address]");
    const shelves = [...document.querySelectorAll("hearth-shelf")];
    return main?.querySelector("h1") && (wanted === null || main.dataset.address === wanted) &&
      shelves.every((shelf) => shelf.shadowRoot.querySelector("[part=list] [part=tile], .note") &&
        !shelf.shadowRoot.querySelector("[aria-busy]"));
  }, address);
}

export const shelf = (page, surface) => page.locator(`hearth-shelf[surface=${surface}]`);
export const shelfTitles = (page, surface) => shelf(page, surface).locator("[part=title]").allTextContents();

export async function chooseHousehold(page, name) {
  await Promise.all([page.waitForEvent("load"), page.locator(".demo").getByRole("button", { name, exact: true }).click()]);
  await settled(page, null);
}

export const picker = (page) => page.locator("#picker");

export async function openPicker(page) {
  await page.locator(".who button").last().click();
  await page.waitForSelector("#picker[open]");
}

// Picks a face and waits for that member's pages. Asked whether the visit that was guessed as another's is theirs,
// they say yes, or whatever else.
export async function pick(page, name, whose = "Yes") {
  await openPicker(page);
  await picker(page).getByRole("button", { name, exact: true }).click();
  await page.waitForSelector("#picker:not([open])", { state: "attached" });
  await page.waitForFunction((who) => document.querySelector("#whose-visit[open]") ||
    [...document.querySelectorAll(".who-button.picked")].some((each) => each.textContent.includes(who)), name);
  const question = page.locator("#whose-visit[open]");
  if (await question.count() > 0) await question.getByRole("button", { name: whose }).click();
  await shopping(page, name);
}

// The bar says who is shopping, and the pages are theirs.
export async function shopping(page, name) {
  await page.locator(".who-button", { hasText: name }).waitFor();
  await settled(page, null); // the pages of the one before have no address any more
}

// Reads a history from a file, as a person does.
export async function importHistory(page, events) {
  await page.getByLabel("Import a history from a file").setInputFiles({
    name: "history.json", mimeType: "application/json",
    buffer: Buffer.from(JSON.stringify({ format: "hearth-history", version: 1, events })),
  });
  await page.getByText(/added\.$/).waitFor();
}

export async function openHistory(page) {
  await page.locator(".header-button").first().click();
  await page.waitForSelector("#history[open]");
}

export async function closeHistory(page) {
  await page.locator("#history .drawer-head button").click();
  await page.waitForSelector("#history:not([open])", { state: "attached" });
}

// What the drawer lists: "view 22423" and so on, newest first, without what was merely shown.
export const entries = (page) => page.locator("#history .day > ul .entry").evaluateAll((list) =>
  list.map((entry) => `${entry.dataset.type} ${entry.dataset.sku}`));

export const entry = (page, type, sku) => page.locator(`#history .entry[data-type=${type}][data-sku="${sku}"]`);

export async function entriesBecome(page, expected) {
  for (let tries = 0; ; ++tries) {
    const found = await entries(page);
    if (JSON.stringify(found) === JSON.stringify(expected) || tries === 60) return assert.deepEqual(found, expected);
    await page.waitForTimeout(50);
  }
}
