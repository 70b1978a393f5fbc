// A surprise does not exist for anybody else: the pages of the others, their DOM and accessibility tree,
// are those of a household where it never happened. On its day it appears.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  BUNTING, CAKE_STAND, closeHistory, entry, NOON, openBrowser, openHistory, openPicker, openServer, pick, picker, RED_BAG, reload,
  setTime, settled, shopping, visit,
} from "./shop.mjs";

let server;
before(async () => {
  server = await openServer();
});
after(() => server.close());

const MINUTE = 60_000;
const SEARCH_REST_MS = 2000;
const HOUR = 60 * MINUTE;
const CHRISTMAS_EVE = Date.UTC(2026, 11, 24);
const PRESENT = "22423";

const surprise = (page) => page.getByRole("switch", { name: /^This is a surprise/ });
const until = (page, date) => page.locator(".surprise").getByLabel("Visible from").fill(date);

async function putInBasket(page, sku) {
  await visit(page, server, `#/item/${sku}`);
  await page.getByRole("button", { name: "Add to basket" }).click();
  await page.getByText(/added to your basket\.$/).waitFor();
}

// The present is in the basket, and the switch is on.
async function beginSurprise(page) {
  await putInBasket(page, PRESENT);
  await visit(page, server, "#/basket");
  await surprise(page).click();
  await page.locator(".surprise.on").waitFor();
}

async function buy(page) {
  await page.getByRole("button", { name: "Buy", exact: true }).click();
  await settled(page, "#/thanks");
}

// What Anna does that nobody may ever notice.
async function arrangeSurprise(page, then = "reveal") {
  await visit(page, server, `#/item/${BUNTING}`);
  await beginSurprise(page);
  await until(page, "2026-12-24");
  await page.locator(".surprise").getByLabel("It is for").selectOption({ label: "Ben" });
  if (then === "forget") await page.locator(".surprise").getByLabel("Then delete it").check();
  await buy(page);
  await page.getByText("It stays off everyone else’s pages until 24 December.").waitFor();
  await page.getByRole("button", { name: "Add more to the surprise" }).click();
  await page.locator(".who-mode", { hasText: "Surprise" }).waitFor();
  await putInBasket(page, RED_BAG); // one more, which waits in her basket
  await openHistory(page);
  await entry(page, "buy", PRESENT).waitFor();
  await closeHistory(page);
  await openPicker(page);
  await picker(page).getByText("Surprise mode is on").waitFor();
  await page.keyboard.press("Escape");
  await recordShown(page);
}

// What was shown is recorded before the clock moves on.
const recordShown = (page) => page.evaluate(async () => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  for (let i = 0; i < 2; ++i) {
    await frame();
    await frame();
    await Promise.all([...document.querySelectorAll("hearth-shelf")].map((each) => each.flush()));
  }
});

// Everything of the document that could tell something, shadow trees included; only lit's own comments,
// whose text is random, are left out.
const domOf = (page) => page.evaluate(() => {
  const lines = [];
  const walk = (node, depth) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const text = node.data.replace(/\s+/g, " ").trim();
      if (text) lines.push(`${" ".repeat(depth)}${text}`);
    }
    if (node.nodeType !== Node.ELEMENT_NODE && node.nodeType !== Node.DOCUMENT_FRAGMENT_NODE) return;
    if (node.nodeType === Node.ELEMENT_NODE) {
      const attributes = [...node.attributes].map(({ name, value }) => `${name}=${value}`).sort().join(" ");
      const state = ["value", "checked", "open", "disabled"].filter((name) => name in node).map((name) => `${name}:${node[name]}`).join(" ");
      lines.push(`${" ".repeat(depth)}<${node.localName} ${attributes} ${state}>`);
      if (node.shadowRoot) walk(node.shadowRoot, depth + 1);
    }
    for (const child of node.childNodes) walk(child, depth + 1);
  };
  walk(document.documentElement, 0);
  return [document.title, location.hash, ...lines].join("\n");
});

async function treeOf(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  await session.detach();
  const plain = (property) => `${property.name}=${JSON.stringify(property.value.value ?? null)}`;
  return nodes.filter(({ ignored }) => !ignored).map(({ role, name, value, description, properties = [] }) =>
    [role?.value, name?.value, value?.value, description?.value, ...properties.filter((each) => !each.value.relatedNodes).map(plain)].join("|")).join("\n");
}

const ROUTES = ["#/", "#/departments", "#/category/Home%20%26%20Garden", `#/item/${PRESENT}`, `#/item/${RED_BAG}`, "#/search/cake",
  "#/basket", "#/buy-again", "#/thanks", "#/household", "#/nowhere"];

// Every page and dialog as whoever is picked sees it. The clock moves a minute a page, the same in every world.
async function everything(page, who, start) {
  const seen = {};
  let time = start;
  const look = async (name) => {
    await recordShown(page);
    seen[`${who}: ${name}: DOM`] = await domOf(page);
    seen[`${who}: ${name}: accessibility tree`] = await treeOf(page);
  };
  for (const hash of ROUTES) {
    await setTime(page, time += MINUTE);
    await visit(page, server, hash);
    if (hash.startsWith("#/search/")) await page.waitForTimeout(SEARCH_REST_MS); // it counts before the clock moves on
    await recordShown(page);
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await look(hash);
  }
  await setTime(page, time += MINUTE);
  await openHistory(page);
  await look("drawer");
  await closeHistory(page);
  await openPicker(page);
  await look("picker");
  await page.keyboard.press("Escape");
  await visit(page, server, "#/household");
  await page.getByRole("button", { name: "Change Anna" }).click();
  await look("Anna's name and colour");
  await page.keyboard.press("Escape");
  return seen;
}

// Anna was here in every world. What she does in it is `secret`.
async function worldOf(secret, viewers = ["Ben", "Chloe", "Guest"]) {
  const browser = await openBrowser(server, { shopper: "anna", time: NOON });
  const { page } = browser;
  await visit(page, server, "#/household");
  await secret(page);
  await visit(page, server, "#/household");
  const seen = {};
  for (const [i, name] of viewers.entries()) {
    const start = NOON + (i + 1) * 20 * MINUTE;
    await setTime(page, start);
    await pick(page, name);
    await recordShown(page);
    Object.assign(seen, await everything(page, name, start));
  }
  if (viewers.length === 1) {
    await browser.close();
    return seen;
  }
  const reloaded = NOON + 5 * 60 * MINUTE; // nobody has said who
  await setTime(page, reloaded);
  await reload(page);
  await recordShown(page);
  Object.assign(seen, await everything(page, "whoever opens the shop", reloaded));
  await browser.close();
  return seen;
}

function firstDifference(one, other) {
  const [a, b] = [one.split("\n"), other.split("\n")];
  const i = a.findIndex((line, n) => line !== b[n]);
  return `line ${i}: ${a[i]} | ${b[i]}`;
}

function differences(one, other) {
  assert.deepEqual(Object.keys(one), Object.keys(other));
  return Object.keys(one).filter((page) => one[page] !== other[page]).map((page) => `${page}: ${firstDifference(one[page], other[page])}`);
}

let never; // the world in which Anna did nothing
const worldWithout = () => (never ??= worldOf(async () => {}));

test("the others' pages are those of a household where the surprise never happened", async () => {
  const [with_it, without] = [await worldOf(arrangeSurprise), await worldWithout()];
  assert.ok(Object.keys(without).length > 100);
  assert.deepEqual(differences(with_it, without), []);
});

test("nor does a private visit show anywhere", async () => {
  const with_it = await worldOf(async (page) => {
    await openHistory(page);
    await page.getByRole("switch", { name: /^Private visit/ }).click();
    await page.locator(".who-mode", { hasText: "Private" }).waitFor();
    await closeHistory(page);
    await putInBasket(page, PRESENT);
    await visit(page, server, "#/basket");
    await buy(page);
    await recordShown(page);
  });
  assert.deepEqual(differences(with_it, await worldWithout()), []);
});

test("the comparison does notice what Anna does openly", async () => {
  const openly = await worldOf(async (page) => {
    for (const visits of [1, 2]) {
      await setTime(page, NOON + visits * MINUTE);
      await page.getByRole("button", { name: /^It was me/ }).first().click();
      await page.getByText("It is yours now.").waitFor();
    }
  }, ["Ben"]);
  const { length } = differences(openly, Object.fromEntries(Object.entries(await worldWithout()).filter(([page]) => page in openly)));
  assert.ok(length > 0);
});

// Opens Anna's drawer at a time.
async function annasHistoryAt(page, time) {
  await setTime(page, time);
  await reload(page);
  await pick(page, "Anna");
  await openHistory(page);
}

for (const then of ["reveal", "forget"]) {
  test(`until the day only its giver sees it, with a sign; on the day ${then === "reveal" ? "it appears" : "it is forgotten"}`, async () => {
    const browser = await openBrowser(server, { shopper: "anna", time: NOON });
    const { page } = browser;
    await visit(page, server, "#/household");
    await arrangeSurprise(page, then);
    const bought = entry(page, "buy", PRESENT);
    await openHistory(page);
    await bought.getByText("Surprise for Ben, visible from 24 December").waitFor();
    await closeHistory(page);
    await annasHistoryAt(page, CHRISTMAS_EVE - MINUTE);
    await bought.getByText("Surprise for Ben, visible from 24 December").waitFor();
    await closeHistory(page);
    await annasHistoryAt(page, CHRISTMAS_EVE + MINUTE);
    await page.locator("#history .entry").first().waitFor({ state: "attached" });
    assert.equal(await bought.count(), then === "reveal" ? 1 : 0);
    assert.equal(await page.locator("#history .sign", { hasText: "Surprise" }).count(), 0);
    if (then === "reveal") assert.match(await bought.innerText(), /You bought\s+Regency Cakestand/);
    await browser.close();
  });
}

test("answers given faster than they take effect all hold, and none is taken back meanwhile", async () => {
  const browser = await openBrowser(server, { shopper: "anna", time: NOON });
  const { page } = browser;
  await visit(page, server, "#/household");
  await beginSurprise(page);
  await settled(page, "#/basket");
  const taken_back = await page.evaluate(async () => {
    const find = (selector) => document.querySelector(`.surprise ${selector}`);
    const answer = (selector, change) => {
      Object.assign(find(selector), change);
      find(selector).dispatchEvent(new Event("change", { bubbles: true }));
    };
    const [, ben] = find("select").options;
    answer("input[type=date]", { value: "2026-12-20" });
    answer("input[type=date]", { value: "2026-12-24" });
    answer("select", { value: ben.value });
    answer("input[value=forget]", { checked: true });
    let times = 0;
    const until = performance.now() + 1000;
    while (performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve));
      if (!find("input[value=forget]").checked || find("select").value !== ben.value || find("input[type=date]").value !== "2026-12-24") ++times;
    }
    return times;
  });
  assert.equal(taken_back, 0);
  await openHistory(page);
  await entry(page, "basket_add", PRESENT).getByText("Surprise for Ben, visible from 24 December").waitFor();
  await browser.close();
});

// Anna answers faster than it takes effect, buys on those terms or does not, and Ben sits down.
async function answerThenBen(page, { buys = false, wait = 0 }) {
  await visit(page, server, "#/household");
  await beginSurprise(page);
  await settled(page, "#/basket");
  await openPicker(page);
  const ben = await picker(page).getByRole("button", { name: "Ben", exact: true }).elementHandle();
  await page.evaluate(async ([his_face, is_bought, milliseconds]) => {
    for (const date of ["2026-12-20", "2026-12-24", "2026-12-21", "2026-12-24"]) {
      const input = document.querySelector(".surprise input[type=date]");
      input.value = date;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
    if (is_bought) [...document.querySelectorAll(".summary button")].find((each) => each.textContent === "Buy").click();
    if (milliseconds > 0) await new Promise((resolve) => setTimeout(resolve, milliseconds));
    his_face.click();
  }, [ben, buys, wait]);
  await shopping(page, "Ben");
  await page.waitForTimeout(1000); // for whatever still comes
}

for (const wait of [0, 20]) {
  test(`answers that have not taken effect when Ben comes (after ${wait} ms) are not his surprise`, async () => {
    const browser = await openBrowser(server, { shopper: "anna", time: NOON });
    const { page } = browser;
    await answerThenBen(page, { wait });
    await openPicker(page);
    assert.doesNotMatch(await picker(page).innerText(), /surprise/i);
    await browser.close();
  });
}

test("a purchase that waits for its terms when Ben comes is not his, and stays in the basket", async () => {
  const browser = await openBrowser(server, { shopper: "anna", time: NOON });
  const { page } = browser;
  await answerThenBen(page, { buys: true });
  assert.equal(await page.getByRole("heading", { name: "Thank you" }).count(), 0);
  await openHistory(page);
  assert.equal(await entry(page, "buy", PRESENT).count(), 0);
  await closeHistory(page);
  await pick(page, "Anna");
  await visit(page, server, "#/basket");
  assert.equal(await page.locator(".line").count(), 1);
  await browser.close();
});

test("what is opened after a surprise’s sitting is over is no view of whoever comes next, nor of nobody", async () => {
  const browser = await openBrowser(server, { shopper: "anna", time: NOON });
  const { page } = browser;
  await visit(page, server, "#/household");
  await openHistory(page);
  const before = await entry(page, "view", RED_BAG).count();
  await closeHistory(page);
  await beginSurprise(page);
  await setTime(page, NOON + 31 * MINUTE); // the page has not heard of it
  await page.evaluate((sku) => {
    const link = document.createElement("a");
    link.href = `#/item/${sku}`;
    document.body.append(link);
    link.click();
    link.remove();
  }, RED_BAG);
  await settled(page, null);
  await page.waitForTimeout(500); // for whatever still comes
  assert.equal(await page.locator(".who-button.picked").count(), 0);
  await openHistory(page);
  assert.equal(await entry(page, "view", RED_BAG).count(), 0);
  await closeHistory(page);
  await pick(page, "Anna");
  await openHistory(page);
  await entry(page, "view", PRESENT).first().waitFor();
  assert.equal(await entry(page, "view", RED_BAG).count(), before);
  await browser.close();
});

// The day after Christmas Day, which is what is suggested: where it begins, at what hour in UTC.
const SUGGESTED = CHRISTMAS_EVE + 48 * HOUR;
for (const [zone, the_day] of [
  ["UTC", SUGGESTED], ["America/Los_Angeles", SUGGESTED + 8 * HOUR], ["Pacific/Auckland", SUGGESTED - 13 * HOUR],
]) {
  test(`in ${zone} the day begins at the midnight there`, async () => {
    const browser = await openBrowser(server, { shopper: "anna", time: the_day - 100 * HOUR, zone });
    const { page } = browser;
    await visit(page, server, "#/household");
    await putInBasket(page, PRESENT);
    await visit(page, server, "#/basket");
    const offer = page.locator(".surprise").getByText("Show from 26 December.");
    await offer.waitFor();
    await setTime(page, the_day - 3 * HOUR);
    await reload(page);
    await pick(page, "Anna");
    await visit(page, server, "#/basket");
    await offer.waitFor(); // it is tomorrow
    await surprise(page).click();
    const date = page.locator(".surprise.on").getByLabel("Visible from");
    assert.deepEqual([await date.inputValue(), await date.getAttribute("min")], ["2026-12-26", "2026-12-26"]);
    await buy(page);
    await page.getByText("It stays off everyone else’s pages until 26 December.").waitFor();
    await recordShown(page);
    const bought = entry(page, "buy", PRESENT);
    const hidden = bought.getByText("Surprise, visible from 26 December");
    await annasHistoryAt(page, the_day - MINUTE);
    await hidden.waitFor();
    await closeHistory(page);
    await annasHistoryAt(page, the_day);
    await bought.waitFor();
    assert.equal(await hidden.count(), 0);
    await browser.close();
  });
}

test("a surprise in the basket is in its giver's basket alone", async () => {
  const browser = await openBrowser(server, { shopper: "anna" });
  const { page } = browser;
  await visit(page, server);
  await beginSurprise(page);
  await pick(page, "Ben");
  assert.equal(await page.locator(".header .badge").isVisible(), false);
  await visit(page, server, "#/basket");
  await page.getByText("There is nothing in it yet.").waitFor();
  assert.equal(await page.locator(".who-mode").count(), 0);
  await visit(page, server, `#/item/${PRESENT}`);
  assert.equal(await page.getByText("in your basket").count(), 0);
  await browser.close();
});

test("who is not known is asked first, and the basket and the visit go with the answer", async () => {
  const browser = await openBrowser(server, { shopper: "willow" });
  const { page } = browser;
  await putInBasket(page, PRESENT);
  await visit(page, server, "#/basket");
  await surprise(page).click();
  await page.getByText("A surprise is kept for one of you.").waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await surprise(page).isChecked(), false);
  await surprise(page).click();
  await picker(page).getByRole("button", { name: "Anna", exact: true }).click();
  await shopping(page, "Anna");
  await page.locator(".surprise.on").waitFor();
  assert.equal(await surprise(page).isChecked(), true);
  assert.equal(await page.locator(".line").count(), 1);
  await openHistory(page);
  await entry(page, "basket_add", PRESENT).getByText("Surprise, visible from").waitFor();
  await entry(page, "view", PRESENT).getByText("Surprise, visible from").waitFor();
  await closeHistory(page);
  await openPicker(page);
  await picker(page).getByText("Surprise mode is on").waitFor();
  await browser.close();
});

test("a first face is asked for where there is none, and the surprise goes on from there", async () => {
  const browser = await openBrowser(server);
  const { page } = browser;
  await putInBasket(page, PRESENT);
  await visit(page, server, "#/basket");
  await surprise(page).click();
  await page.locator("#member-name").fill("Dora");
  await page.locator("#member-editor").getByRole("button", { name: "Add" }).click();
  await shopping(page, "Dora");
  await page.locator(".surprise.on").waitFor();
  assert.equal(await page.locator(".line").count(), 1);
  await browser.close();
});

test("buying ends the surprise: what was bought stays hidden, and what comes next is ordinary", async () => {
  const browser = await openBrowser(server, { shopper: "anna", time: NOON });
  const { page } = browser;
  await visit(page, server, "#/household");
  await beginSurprise(page);
  await until(page, "2026-12-24");
  await buy(page);
  await page.locator(".announcement", { hasText: "Surprise saved." }).waitFor();
  assert.equal(await page.locator(".who-mode").count(), 0);
  await page.getByText("It stays off everyone else’s pages until 24 December.").waitFor();
  await visit(page, server, `#/item/${RED_BAG}`);
  await openHistory(page);
  await entry(page, "buy", PRESENT).getByText("Surprise, visible from 24 December").waitFor();
  assert.equal(await entry(page, "view", RED_BAG).locator(".sign").count(), 0);
  await closeHistory(page);
  await visit(page, server, "#/thanks");
  await page.getByRole("button", { name: "Add more to the surprise" }).click();
  await page.locator(".who-mode", { hasText: "Surprise" }).waitFor();
  await openPicker(page);
  await picker(page).getByRole("button", { name: "Finish surprise" }).click();
  await page.locator(".who-mode").waitFor({ state: "detached" });
  await page.keyboard.press("Escape");
  await pick(page, "Ben");
  await visit(page, server, "#/thanks");
  assert.equal(await page.getByText("everyone else").count(), 0);
  await browser.close();
});

test("terms that were asked for just before buying are those of the purchase, and the surprise ends all the same", async () => {
  const browser = await openBrowser(server, { shopper: "anna", time: NOON });
  const { page } = browser;
  await visit(page, server, "#/household");
  await beginSurprise(page);
  await page.evaluate(() => {
    const date = document.querySelector(".surprise input[type=date]");
    for (const value of ["2026-12-20", "2026-12-21", "2026-12-24"]) {
      date.value = value;
      date.dispatchEvent(new Event("change", { bubbles: true }));
    }
    [...document.querySelectorAll(".summary button")].find((each) => each.textContent === "Buy").click();
  });
  await page.locator(".announcement", { hasText: "Surprise saved." }).waitFor();
  await page.waitForTimeout(500); // for whatever still comes
  assert.equal(await page.locator(".who-mode").count(), 0);
  await openHistory(page);
  await entry(page, "buy", PRESENT).getByText("Surprise, visible from 24 December").waitFor();
  await browser.close();
});

test("“Undo” makes the purchase that was saved an ordinary one, and leaves another surprise hidden", async () => {
  const browser = await openBrowser(server, { shopper: "anna", time: NOON });
  const { page } = browser;
  await visit(page, server, "#/household");
  await beginSurprise(page);
  await until(page, "2026-12-24");
  await buy(page);
  await setTime(page, NOON + MINUTE);
  await putInBasket(page, RED_BAG);
  await visit(page, server, "#/basket");
  await surprise(page).click();
  await page.locator(".surprise.on").waitFor();
  await until(page, "2026-12-24");
  await buy(page);
  await page.locator(".announcement", { hasText: "Surprise saved." }).getByRole("button", { name: "Undo" }).click();
  await page.getByText("It is an ordinary purchase now.").waitFor();
  await openHistory(page);
  for (const type of ["buy", "basket_add", "view"]) assert.equal(await entry(page, type, RED_BAG).locator(".sign").count(), 0, type);
  await entry(page, "buy", PRESENT).getByText("Surprise, visible from 24 December").waitFor();
  await browser.close();
});

test("the switch can be taken back, and what it hid is ordinary again", async () => {
  const browser = await openBrowser(server, { shopper: "anna" });
  const { page } = browser;
  await visit(page, server, `#/item/${CAKE_STAND}`);
  await beginSurprise(page);
  await reload(page);
  assert.equal(await surprise(page).isChecked(), true); // a reload keeps it
  await surprise(page).click();
  await page.waitForSelector(".surprise:not(.on)");
  await openHistory(page);
  await entry(page, "basket_add", PRESENT).waitFor();
  assert.equal(await page.locator("#history .sign", { hasText: "Surprise" }).count(), 0);
  await browser.close();
});

test("a present that was bought stays hidden when the switch is taken back for the next thing", async () => {
  const browser = await openBrowser(server, { shopper: "anna", time: NOON });
  const { page } = browser;
  await visit(page, server, "#/household");
  await arrangeSurprise(page); // RED_BAG waits in the basket
  await setTime(page, NOON + MINUTE);
  await putInBasket(page, PRESENT); // one more of it, for herself
  await visit(page, server, "#/basket");
  await surprise(page).click();
  await page.waitForSelector(".surprise:not(.on)");
  await openHistory(page);
  await entry(page, "basket_add", RED_BAG).waitFor();
  const signs = (type, sku) => entry(page, type, sku).locator(".sign", { hasText: "Surprise" }).count();
  assert.deepEqual([await signs("basket_add", RED_BAG), await signs("view", RED_BAG)], [0, 0]);
  assert.equal(await signs("buy", PRESENT), await entry(page, "buy", PRESENT).count());
  for (const type of ["view", "basket_add"]) assert.ok(await signs(type, PRESENT) > 0, type);
  await browser.close();
});

test("an entry can be kept private or made a surprise after the fact, and back", async () => {
  const browser = await openBrowser(server, { shopper: "anna", time: NOON });
  const { page } = browser;
  await visit(page, server, `#/item/${CAKE_STAND}`);
  await openHistory(page);
  const look = entry(page, "view", CAKE_STAND).first();
  const more = async (name) => {
    await look.getByRole("button", { name: /^More: / }).click();
    await look.getByRole("button", { name }).click();
  };
  await more(/^Keep it private/);
  await look.getByText("Private", { exact: true }).waitFor();
  await more(/^Not private any more/);
  await look.locator(".sign").waitFor({ state: "detached" });
  await more(/^Make it a surprise/);
  await page.locator("#surprise").getByLabel("Visible from").fill("2026-12-24");
  await page.locator("#surprise").getByRole("button", { name: "Hide it" }).click();
  await look.getByText("Surprise, visible from 24 December").waitFor();
  await reload(page);
  await openHistory(page);
  await look.getByText("Surprise, visible from 24 December").waitFor();
  await browser.close();
});

test("what looks like a present is offered to be hidden", async () => {
  const browser = await openBrowser(server, { shopper: "anna", time: NOON });
  const { page } = browser;
  await visit(page, server, "#/category/Toys%20%26%20Games");
  const sku = await page.locator(".listing .tile").first().getAttribute("data-sku");
  await putInBasket(page, sku);
  await visit(page, server, "#/basket");
  await page.locator(".surprise.suggested").getByText(/Buying a gift\? Show from \d+ \w+/).waitFor();
  await browser.close();
});

test("an idle half hour ends the surprise too, and a stale page records nothing", async () => {
  const browser = await openBrowser(server, { shopper: "anna", time: NOON });
  const { page } = browser;
  await visit(page, server, "#/household");
  await beginSurprise(page);
  await recordShown(page); // or that would find out before the click does
  await setTime(page, NOON + 31 * MINUTE);
  await page.getByRole("button", { name: "Buy", exact: true }).click(); // before the page has heard
  await page.locator(".who-button.picked").waitFor({ state: "detached" });
  await reload(page);
  await openHistory(page);
  assert.equal(await entry(page, "buy", PRESENT).count(), 0);
  await closeHistory(page);
  await pick(page, "Anna");
  await openHistory(page);
  assert.equal(await entry(page, "buy", PRESENT).count(), 0);
  await entry(page, "basket_add", PRESENT).getByText("Surprise, visible from").waitFor();
  await browser.close();
});
