// "Why this?" for the shop's own tiles; the shelves bring theirs.
import type { Hearth, Item, Why } from "hearth";
import { html, type TemplateResult } from "lit";
import { sentence } from "./format.ts";
import { closeIcon } from "./icons.ts";

const SHOWN_EVENTS = 4;

export class WhyPopover {
  readonly #draw: () => void;
  #why: Why | null = null;

  constructor(draw: () => void) {
    this.#draw = draw;
  }

  async show(hearth: Hearth, item: Item, button: HTMLElement): Promise<void> {
    this.#why = await hearth.why(item.sku);
    this.#draw();
    const popover = document.getElementById("why");
    if (!popover || !button.isConnected) return;
    popover.showPopover();
    placeBeside(popover, button);
    popover.querySelector("button")?.focus();
    popover.addEventListener("beforetoggle", () => button.focus(), { once: true }); // it closes: the next one there is
  }

  template(): TemplateResult {
    return html`
      <div id="why" class="why" popover role="dialog" aria-labelledby="why-heading">
        <button type="button" class="round" aria-label="Close" popovertarget="why" popovertargetaction="hide">${closeIcon}</button>
        <h2 id="why-heading">${this.#why?.title ?? "Why this?"}</h2>
        ${this.#why ? explanation(this.#why) : ""}
      </div>`;
  }
}

function explanation({ reasons, events }: Why): TemplateResult {
  const [first] = reasons;
  return html`
    ${first ? html`<p>${first.text}.</p>` : ""}
    ${events.length > 0
      ? html`<p>Based on what you did here:</p>
        <ul>${events.slice(0, SHOWN_EVENTS).map((event) => html`<li>${sentence(event)} ${event.title}</li>`)}</ul>`
      : html`<p>This comes from the shop, not from anything you did.</p>`}
    <p class="soft">Worked out in this browser. Your history was not sent anywhere.</p>`;
}

// Above the button where there is room, else below, never past the window's edge.
function placeBeside(popover: HTMLElement, button: HTMLElement): void {
  const margin = 8;
  const anchor = button.getBoundingClientRect();
  const { width, height } = popover.getBoundingClientRect();
  const above = anchor.top - height - margin;
  const top = above >= margin ? above : Math.min(anchor.bottom + margin, innerHeight - height - margin);
  popover.style.top = `${Math.max(margin, top)}px`;
  popover.style.left = `${Math.max(margin, Math.min(anchor.left, innerWidth - width - margin))}px`;
}
