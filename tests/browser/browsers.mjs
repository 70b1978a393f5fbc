// The same test in every browser: Chromium and Debian's Firefox ESR, both driven over WebDriver BiDi, each
// with an empty profile on disk, as a person has it. CHROMIUM and FIREFOX name other executables.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { test } from "node:test";
import puppeteer from "puppeteer-core";
import { DESKTOP } from "./shop.mjs";
import { openShelves } from "./open-shelves.mjs";

const WAIT_MS = 30_000; // a busy machine is no fault

export const BROWSERS = {
  chromium: {
    executable: process.env.CHROMIUM ?? "chromium",
    options: {
      browser: "chrome",
      args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost"],
    },
  },
  firefox: {
    executable: process.env.FIREFOX ?? "firefox-esr",
    options: {
      browser: "firefox",
      extraPrefsFirefox: { "ui.prefersReducedMotion": 1, "browser.contentblocking.category": "standard", "places.history.enabled": true,
        "toolkit.startup.max_resumed_crashes": -1 },
    },
  },
};

const running = new Set();

// `shopper` is "me", an empty household, or "willow", the sample family while nobody has said who.
// `profile`: a folder that an earlier one left.
export async function launch(name, { viewport = DESKTOP, shopper = "me", profile = newProfile(name) } = {}) {
  const { executable, options } = BROWSERS[name];
  const browser = await puppeteer.launch({
    ...options, protocol: "webDriverBiDi", executablePath: found(executable), headless: true, userDataDir: profile,
    defaultViewport: viewport, timeout: 2 * WAIT_MS, protocolTimeout: 4 * WAIT_MS,
  });
  const troubles = [];
  const open = async () => {
    const page = await browser.newPage();
    page.setDefaultTimeout(WAIT_MS);
    page.on("pageerror", (error) => troubles.push(`error: ${error.message}`));
    page.on("console", (message) => {
      if (["error", "warn"].includes(message.type())) troubles.push(`console: ${message.text()}`);
    });
    await page.evaluateOnNewDocument(openShelves);
    await page.evaluateOnNewDocument((household) => {
      if (location.protocol === "http:" && localStorage.getItem("wren-willow.household") === null) {
        localStorage.setItem("wren-willow.household", household);
      }
    }, shopper);
    return page;
  };
  const stop = async () => {
    if (running.delete(stop)) await browser.close();
  };
  running.add(stop);
  return {
    name,
    profile,
    page: await open(),
    open, // another tab
    stop, // closes the browser and keeps the profile
    // As when the machine runs out of memory: no warning, nothing is written any more.
    kill: async () => {
      running.delete(stop);
      const child = browser.process();
      const gone = new Promise((ended) => child.once("exit", ended));
      child.kill("SIGKILL");
      await gone;
      // The driver still puts its settings back.
      while (readdirSync(profile).some((file) => file.endsWith(".puppeteer"))) await new Promise((wait) => setTimeout(wait, 50));
      await new Promise((wait) => setTimeout(wait, 200));
    },
    // Fails when anything went wrong on a page meanwhile.
    close: async () => {
      await stop();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
      assert.deepEqual(troubles, []);
    },
  };
}

export const newProfile = (name) => mkdtempSync(join(tmpdir(), `hearth-${name}-`));

// One test a browser. `body` is given the name.
export function inEachBrowser(title, body) {
  for (const name of Object.keys(BROWSERS)) test(`${title} (${name})`, (t) => body(name, t));
}

// Those that a failed test left open would keep the run from ending.
export const closeAll = () => Promise.all([...running].map((stop) => stop()));

function found(executable) {
  const places = executable.includes("/") ? [executable] : process.env.PATH.split(delimiter).map((folder) => join(folder, executable));
  const path = places.find((each) => existsSync(each));
  assert.ok(path, `${executable} is not installed: .ci/setup test`);
  return path;
}

// ---- What a shopper does, in the words of shop.mjs

// Presses the first `selector` whose text (or label) is `text`, as soon as it is there.
export async function press(page, selector, text) {
  const button = await page.waitForFunction((which, words) => [...document.querySelectorAll(which)].find((each) =>
    each.checkVisibility() && (each.getAttribute("aria-label") ?? each.textContent).replace(/\s+/g, " ").trim().startsWith(words)), {}, selector, text);
  await button.click();
}

// Until `main` of the route is there and its shelves are drawn.
export async function arrived(page, name) {
  await page.waitForFunction((route) => document.querySelector(`main.page-${route} h1`) &&
    [...document.querySelectorAll("hearth-shelf")].every((shelf) => shelf.shadowRoot.querySelector("[part=list] [part=tile], .note")), {}, name);
}

export async function openShop(page, server, hash = "#/", name = "home") {
  await page.goto(`${server.address}/${hash}`, { waitUntil: "domcontentloaded" });
  await arrived(page, name);
}

export async function pick(page, name) {
  await page.waitForSelector(".who button");
  await page.evaluate(() => [...document.querySelectorAll(".who button")].at(-1).click());
  await page.waitForSelector("#picker[open]");
  await press(page, "#picker[open] button", name);
  const sits = (who) => document.querySelector("#whose-visit[open]") ? "asked" : document.querySelector(".who-button.picked")?.textContent.includes(who);
  const state = await page.waitForFunction(sits, {}, name);
  if (await state.jsonValue() !== "asked") return;
  await press(page, "#whose-visit button", "Yes");
  await page.waitForFunction(sits, {}, name);
}

// An address typed into the tab's bar.
export async function type(page, hash, name) {
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
  await arrived(page, name);
}

// The tab's history, by so many steps, as the browser's own button goes; the document may be another then.
export async function travel(page, steps) {
  await page.evaluate((delta) => void setTimeout(() => history.go(delta)), steps);
}

// Loads the page again.
export async function reload(page, name) {
  await page.evaluate(() => {
    globalThis.before_reload = true;
    setTimeout(() => location.reload());
  });
  await page.waitForFunction(() => !globalThis.before_reload);
  await arrived(page, name);
}

// Goes on to a page that is not the shop's.
export async function leave(page) {
  await page.evaluate(() => void setTimeout(() => {
    location.href = "/elsewhere.txt";
  }));
  await page.waitForFunction(() => location.pathname === "/elsewhere.txt");
}

// Views and searches, as the drawer lists them: "view 22423", newest first.
export async function listedEvents(page) {
  await page.click(".header-button");
  await page.waitForSelector("#history[open]");
  const list = await page.$$eval("#history .day > ul .entry", (entries) => entries.map(({ dataset, innerText }) =>
    dataset.type === "search" ? `search ${innerText.match(/You searched for (.*)/)?.[1]}` : `${dataset.type} ${dataset.sku}`));
  await page.click("#history .drawer-head button");
  await page.waitForSelector("#history:not([open])");
  return list.filter((each) => /^(view|search) /.test(each));
}
