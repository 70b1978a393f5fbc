import type { RankedItem } from "../shared/api.js";
import { make, makeButton } from "./make.js";
import type { ShelfTexts } from "./shelf-texts.js";

export interface TileActions {
  select(item: RankedItem, event: Event): void;
  why(item: RankedItem, button: HTMLButtonElement): void;
  dismiss(item: RankedItem, tile: HTMLLIElement): void;
}

export interface TileOptions {
  readonly texts: ShelfTexts;
  readonly price: string;
  readonly regular: string; // the price before a sale; "" where there is none
  readonly picture: Element;
  readonly actions: TileActions;
}

export function makeTile(item: RankedItem, options: TileOptions): HTMLLIElement {
  const { texts, price, regular, picture, actions } = options;
  const tile = make("li", { class: "tile", part: "tile" },
    make("div", { class: "picture", part: "picture" }, picture),
    makeTitle(item, actions),
    make("p", { class: "price", part: "price" }, price,
      ...(regular ? [" ", make("span", { class: "was", part: "was" }, texts.was(regular))] : [])),
    make("p", { class: "reason", part: "reason" }, texts.reason(item.reason)));
  const why = makeButton({
    "class": "quiet", "part": "why", "aria-label": texts.whyOf(item),
    "aria-haspopup": "dialog", "aria-expanded": "false",
  }, texts.why, (button) => actions.why(item, button));
  const dismiss = makeButton({
    "class": "quiet", "part": "dismiss", "aria-label": texts.dismissOf(item),
  }, texts.dismiss, () => actions.dismiss(item, tile));
  tile.append(make("div", { class: "actions" }, why, dismiss));
  const badge = texts.unavailable[item.availability];
  if (badge) tile.append(make("span", { class: "badge", part: "badge" }, badge));
  return tile;
}

// A link where the shop gave one, else a button: both fire hearth-select.
function makeTitle(item: RankedItem, actions: TileActions): HTMLElement {
  const attributes = { class: "title", part: "title" };
  const title = isWebLink(item.link)
    ? make("a", { ...attributes, href: item.link }, item.title)
    : make("button", { ...attributes, type: "button" }, item.title);
  title.addEventListener("click", (event) => actions.select(item, event));
  return title;
}

function isWebLink(link: string): boolean {
  if (link === "") return false;
  try {
    return ["http:", "https:"].includes(new URL(link, document.baseURI).protocol);
  } catch {
    return false;
  }
}

// A place of the same size, until the slate is there.
export function makeWaitingTile(): HTMLLIElement {
  return make("li", { "class": "tile waiting", "aria-hidden": "true" },
    make("div", { class: "picture" }),
    make("div", { class: "line" }), make("div", { class: "line short" }),
    make("div", { class: "line" }), make("div"));
}

// The default picture fetches nothing: two letters on a colour that its category decides.
export function letterPicture(item: RankedItem): Element {
  const words = item.title.split(/\s+/).filter((word) => /\p{L}/u.test(word));
  const letters = words.slice(0, 2).map((word) => [...word.replace(/[^\p{L}]/gu, "")][0] ?? "");
  const picture = make("div", { "class": "letters", "aria-hidden": "true" }, letters.join("").toUpperCase());
  let hue = 7;
  for (const letter of item.category || item.title) hue = (hue * 31 + letter.charCodeAt(0)) % 360;
  picture.style.setProperty("--hue", String(hue));
  return picture;
}
