import type { Why } from "../shared/api.js";
import { make, makeButton } from "./make.js";
import { ENGLISH, eventPhrase, isSharedByOthers, type ShelfTexts } from "./shelf-texts.js";

const SHOWN_EVENTS = 4;

// What stands where it does because the shop put it there asks for no reasons: only its title.
export type Explained = Why | { readonly title: string; readonly shopOrder: true };

export interface WhyOptions {
  readonly texts?: ShelfTexts; // default ENGLISH
  readonly language?: string | undefined; // of the dates
}

// Opens the explanation beside `button`: in the button's shadow root, or at the end of the document,
// where the page styles its class "hearth-why". A native popover: Escape or a click elsewhere closes
// it. Focus goes back to the button, by hand, for browsers do not look into a shadow root for it.
export function showWhy(button: HTMLElement, why: Explained, options: WhyOptions = {}): void {
  const { texts = ENGLISH, language } = options;
  const root = button.getRootNode() as Document | ShadowRoot;
  closeWhy(root);
  const popover = make("div", {
    "class": "hearth-why", "part": "popover", "popover": "auto", "role": "dialog",
    "aria-labelledby": "hearth-why-title",
  }, make("h3", { id: "hearth-why-title" }, why.title), ...explain(why, texts, language));
  const close = makeButton({ "class": "close", "aria-label": texts.close }, "×", () => popover.hidePopover());
  popover.append(close);
  let had_focus = false;
  popover.addEventListener("beforetoggle", () => {
    had_focus = popover.contains(root.activeElement);
  });
  popover.addEventListener("toggle", (event) => {
    if ((event as ToggleEvent).newState === "open") return;
    button.setAttribute("aria-expanded", "false");
    popover.remove();
    if (had_focus && document.activeElement === document.body) button.focus();
  });
  (root instanceof Document ? root.body : root).append(popover);
  popover.showPopover();
  placeBeside(popover, button);
  button.setAttribute("aria-expanded", "true");
  close.focus();
}

// For a page that moves on underneath it.
export function closeWhy(root: Document | ShadowRoot = document): void {
  const popover = root.querySelector<HTMLElement>(".hearth-why");
  popover?.hidePopover();
  popover?.remove();
}

function explain(why: Explained, texts: ShelfTexts, language: string | undefined): Node[] {
  if ("shopOrder" in why) return [make("p", {}, texts.shopOrder)];
  const reasons = why.reasons.map((reason) => make("p", {}, texts.reason(reason)));
  const day = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", year: "numeric" });
  const events = why.events.slice(0, SHOWN_EVENTS).map((event) =>
    make("li", {},
      make("span", { class: "what" }, `${eventPhrase(event, texts)} ${event.title || event.sku}`),
      make("time", { datetime: new Date(event.time).toISOString() }, day.format(event.time))));
  const grounds = events.length > 0
    ? [make("p", {}, why.events.some(isSharedByOthers) ? texts.basedOnHousehold : texts.basedOn), make("ul", {}, ...events)]
    : [make("p", {}, texts.basedOnNothing)];
  return [...reasons, ...grounds, make("p", { class: "private" }, texts.private)];
}

// Above the button when there is room, else below; never past an edge of the window.
function placeBeside(popover: HTMLElement, button: HTMLElement): void {
  const margin = 8;
  const anchor = button.getBoundingClientRect();
  const { width, height } = popover.getBoundingClientRect();
  const above = anchor.top - height - margin;
  const top = above >= margin ? above : Math.min(anchor.bottom + margin, innerHeight - height - margin);
  const left = Math.min(anchor.left, innerWidth - width - margin);
  popover.style.top = `${Math.max(margin, top)}px`;
  popover.style.left = `${Math.max(margin, left)}px`;
}
