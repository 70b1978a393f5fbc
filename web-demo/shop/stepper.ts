import { html, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { MAX_QUANTITY } from "./basket.ts";
import { minusIcon, plusIcon } from "./icons.ts";

// A number of pieces, from 1 to MAX_QUANTITY.
export function stepper(value: number, label: string, onChange: (value: number) => void): TemplateResult {
  const change = (wanted: number): void => onChange(Math.min(MAX_QUANTITY, Math.max(1, wanted)));
  const read = (event: Event): void => {
    const input = event.currentTarget as HTMLInputElement;
    const wanted = Number.parseInt(input.value, 10);
    change(Number.isNaN(wanted) ? value : wanted);
    input.value = String(Math.min(MAX_QUANTITY, Math.max(1, Number.isNaN(wanted) ? value : wanted)));
  };
  return html`<div class="stepper" role="group" aria-label=${label}>
    <button type="button" aria-label="One fewer" ?disabled=${value <= 1} @click=${() => change(value - 1)}>${minusIcon}</button>
    <input type="text" inputmode="numeric" autocomplete="off" size="2" maxlength="2" aria-label=${label}
      .value=${live(String(value))} @change=${read}>
    <button type="button" aria-label="One more" ?disabled=${value >= MAX_QUANTITY} @click=${() => change(value + 1)}>${plusIcon}</button>
  </div>`;
}
