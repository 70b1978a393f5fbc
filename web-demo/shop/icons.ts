import { svg, type SVGTemplateResult } from "lit";

const icon = (paths: SVGTemplateResult): SVGTemplateResult => svg`
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor"
    stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round">${paths}</svg>`;

export const searchIcon = icon(svg`<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>`);
export const basketIcon = icon(svg`<path d="M3.5 9.5h17l-1.6 9.2a2 2 0 0 1-2 1.8H7.1a2 2 0 0 1-2-1.8zM8 9.5l3-6M16 9.5l-3-6M9.5 13v4M14.5 13v4"/>`);
export const hearthIcon = icon(svg`<path d="M3 20.5h18M5 20.5V9.8L12 4l7 5.8v10.7"/><path d="M12 18.5c-2 0-3.2-1.3-3.2-3 0-2.3 2.4-3 2.8-5.3 2.1 1.1 3.6 3 3.6 5.3 0 1.7-1.2 3-3.2 3z"/>`);
export const closeIcon = icon(svg`<path d="m6 6 12 12M18 6 6 18"/>`);
export const lockIcon = icon(svg`<rect x="5" y="10.5" width="14" height="10" rx="2"/><path d="M8 10.5V7.5a4 4 0 0 1 8 0v3"/>`);
export const minusIcon = icon(svg`<path d="M6 12h12"/>`);
export const plusIcon = icon(svg`<path d="M6 12h12M12 6v12"/>`);

export const giftIcon = icon(svg`<rect x="4" y="10.5" width="16" height="10" rx="1.6"/><path d="M3 7.5h18v3H3zM12 7.5v13M12 7.5C9 7.5 7 6.4 7 4.9 7 3.7 8 3 9 3c1.7 0 2.6 1.9 3 4.5C12.4 4.9 13.3 3 15 3c1 0 2 .7 2 1.9 0 1.5-2 2.6-5 2.6z"/>`);
export const moreIcon = icon(svg`<path d="M5.5 12h.01M12 12h.01M18.5 12h.01" stroke-width="2.6"/>`);
export const sharedIcon = icon(svg`<circle cx="8.5" cy="8.5" r="3"/><circle cx="16" cy="9.5" r="2.4"/><path d="M3 19c.4-3.3 2.6-5.2 5.5-5.2S13.600 15.700 14 19M16 14.500c2.600 0 4.400 1.500 4.900 4.200"/>`);
export const caretIcon = icon(svg`<path d="m7 10 5 5 5-5"/>`);

// The shop's mark: a wren on a willow leaf.
export const mark = svg`
  <svg class="mark" viewBox="0 0 40 40" aria-hidden="true">
    <path d="M5 33C12 27 24 27 36 31 26 37 12 38 5 33z" fill="var(--leaf)"/>
    <path d="M8 20c1-9 12-12 17-6l3-7c3 1 4 5 2 9l-3 4c-1 8-8 11-13 10l-7 1c3-3 3-6 1-11z" fill="var(--wren)"/>
    <circle cx="13.5" cy="17.5" r="1.4" fill="var(--paper)"/>
    <path d="M8 19.5 3.5 21l4.7 1.2z" fill="var(--beak)"/>
  </svg>`;
