import type { Why } from "../shared/api.js";
import { make, makeButton } from "./make.js";
import type { ShelfTexts } from "./shelf-texts.js";

const SHOWN_EVENTS = 5;

// Opens the explanation beside `button`. A native popover: Escape or a click elsewhere closes it.
// Focus goes back to the button, by hand, for browsers do not look into a shadow root for it.
export function showWhy(
  root: ShadowRoot, button: HTMLButtonElement, why: Why, texts: ShelfTexts, language: string | undefined,
): void {
  root.querySelector(".popover")?.remove();
  const popover = make("div", {
    "class": "popover", "part": "popover", "popover": "auto", "role": "dialog",
    "aria-labelledby": "why-title",
  }, make("h3", { id: "why-title" }, why.title), ...explain(why, texts, language));
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
  root.append(popover);
  popover.showPopover();
  placeBeside(popover, button);
  button.setAttribute("aria-expanded", "true");
  close.focus();
}

function explain(why: Why, texts: ShelfTexts, language: string | undefined): Node[] {
  const reasons = why.reasons.map((reason) => make("p", {}, texts.reason(reason)));
  const day = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", year: "numeric" });
  const events = why.events.slice(0, SHOWN_EVENTS).map((event) =>
    make("li", {},
      make("span", { class: "what" }, `${texts.event[event.type]}: ${event.title || event.sku}`),
      make("time", { datetime: new Date(event.time).toISOString() }, day.format(event.time))));
  const grounds = events.length > 0
    ? [make("p", {}, texts.basedOn), make("ul", {}, ...events)]
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
