// Custom properties of the shelf, all inheritable from the page: --hearth-accent, --hearth-ink,
// --hearth-ink-soft, --hearth-surface, --hearth-surface-soft, --hearth-line, --hearth-radius,
// --hearth-gap, --hearth-tile (the least width of a tile), --hearth-picture-ratio, --hearth-font.
// Parts: shelf, heading, list, tile, picture, title, price, was, reason, badge, why, dismiss, popover.
// Light or dark as the page's own color-scheme says (`:root { color-scheme: light dark }`).
// The height of a tile depends on none of its texts, so that nothing jumps when the slate arrives.
export const SHELF_CSS = `
:host {
  --ink: var(--hearth-ink, light-dark(#1d1b18, #f3efe9));
  --soft: var(--hearth-ink-soft, light-dark(#5e5850, #b9b1a6));
  --surface: var(--hearth-surface, light-dark(#ffffff, #211f1c));
  --surface-soft: var(--hearth-surface-soft, light-dark(#f4f0ea, #2d2a26));
  --line: var(--hearth-line, light-dark(#e2dbd1, #3d3933));
  --accent: var(--hearth-accent, light-dark(#a03d14, #ffb38a));
  --radius: var(--hearth-radius, 14px);
  display: block;
  container-type: inline-size;
  font-family: var(--hearth-font, inherit);
  line-height: 1.35;
}
:host([hidden]) { display: none; }
*, ::before, ::after { box-sizing: border-box; }
h2 { margin: 0 0 0.75rem; font-size: 1.25rem; line-height: 1.25; text-wrap: balance; }
h2:empty { display: none; }
ul { margin: 0; padding: 0; list-style: none; }
.list {
  display: grid;
  grid-template-columns: repeat(auto-fill, minmax(min(var(--hearth-tile, 11rem), 100%), 1fr));
  gap: var(--hearth-gap, 1rem);
}
:host([layout="row"]) .list {
  grid-template-columns: none;
  grid-auto-flow: column;
  grid-auto-columns: minmax(var(--hearth-tile, 11rem), 1fr);
  overflow-x: auto;
  overscroll-behavior-x: contain;
  scroll-snap-type: x proximity;
  scroll-padding-inline: 4px;
  padding: 4px 4px 0.75rem;
  margin: -4px;
}
.tile {
  position: relative;
  display: grid;
  grid-template-rows: auto 2.7em 1.5em 2.7em 2.75rem;
  row-gap: 0.25rem;
  min-width: 0;
  padding-bottom: 0.25rem;
  overflow: hidden;
  scroll-snap-align: start;
  color: var(--ink);
  background: var(--surface);
  border: 1px solid var(--line);
  border-radius: var(--radius);
}
.tile:has(.title:hover) { border-color: var(--accent); }
.tile:has(.title:focus-visible) { outline: 3px solid var(--accent); outline-offset: 1px; }
.picture {
  aspect-ratio: var(--hearth-picture-ratio, 4 / 3);
  overflow: hidden;
  background: var(--surface-soft);
}
.picture > :not(slot), ::slotted(*) { display: block; width: 100%; height: 100%; object-fit: cover; }
.letters {
  display: grid;
  place-items: center;
  font-size: 2rem;
  font-weight: 650;
  letter-spacing: 0.04em;
  color: light-dark(oklch(38% 0.09 var(--hue)), oklch(88% 0.07 var(--hue)));
  background: linear-gradient(145deg,
    light-dark(oklch(95% 0.03 var(--hue)), oklch(37% 0.05 var(--hue))),
    light-dark(oklch(87% 0.06 var(--hue)), oklch(28% 0.05 var(--hue))));
}
.title, .price, .reason { margin: 0; padding-inline: 0.75rem; }
.title {
  align-self: start;
  display: -webkit-box;
  -webkit-box-orient: vertical;
  -webkit-line-clamp: 2;
  overflow: hidden;
  border: 0;
  background: none;
  color: inherit;
  font: inherit;
  font-weight: 600;
  line-height: 1.35;
  text-align: start;
  text-decoration: none;
  cursor: pointer;
  outline: none;
}
.title::after { content: ""; position: absolute; inset: 0 0 2.9rem; }
.price { font-variant-numeric: tabular-nums; }
.was { font-size: 0.8125rem; color: var(--soft); }
.reason {
  display: -webkit-box;
  -webkit-box-orient: vertical;
  -webkit-line-clamp: 2;
  overflow: hidden;
  font-size: 0.875rem;
  line-height: 1.5;
  color: var(--soft);
}
.badge {
  position: absolute;
  top: 0.5rem;
  left: 0.5rem;
  padding: 0.1rem 0.5rem;
  border-radius: 99px;
  font-size: 0.75rem;
  background: var(--surface);
  color: var(--ink);
}
.actions { display: flex; justify-content: space-between; padding-inline: 0.25rem; }
.quiet {
  min-height: 2.5rem;
  padding: 0 0.5rem;
  border: 0;
  border-radius: 8px;
  background: none;
  color: var(--soft);
  font: inherit;
  font-size: 0.8125rem;
  cursor: pointer;
}
.quiet:hover { color: var(--accent); text-decoration: underline; }
.quiet:focus-visible { outline: 3px solid var(--accent); outline-offset: -2px; }
.gone > :not(.undo) { visibility: hidden; }
.undo {
  position: absolute;
  inset: 0;
  display: grid;
  place-content: center;
  justify-items: center;
  padding: 1rem;
  text-align: center;
  background: var(--surface-soft);
  color: var(--soft);
}
.waiting .picture, .waiting .line { animation: breathe 1.6s ease-in-out infinite alternate; }
.line { margin: 0.4em 0.75rem; border-radius: 6px; background: var(--surface-soft); }
.line.short { width: 40%; }
@keyframes breathe { to { opacity: 0.45; } }
.note { min-height: 4rem; margin: 0; }
.hearth-why {
  position: fixed;
  inset: auto;
  width: min(22rem, calc(100vw - 2rem));
  max-height: min(30rem, calc(100vh - 2rem));
  overflow: auto;
  margin: 0;
  padding: 1rem;
  border: 1px solid var(--line);
  border-radius: var(--radius);
  background: var(--surface);
  color: var(--ink);
  box-shadow: 0 10px 40px rgb(0 0 0 / 0.28);
}
.hearth-why h3 { margin: 0 2.5rem 0.5rem 0; font-size: 1rem; }
.hearth-why p { margin: 0 0 0.5rem; }
.hearth-why p:last-of-type { margin: 0; }
.hearth-why ul { margin: 0 0 0.75rem; font-size: 0.9rem; }
.hearth-why li { display: flex; justify-content: space-between; gap: 1rem; padding: 0.2rem 0; }
.hearth-why li + li { border-top: 1px solid var(--line); }
.hearth-why .what { overflow-wrap: anywhere; }
.hearth-why time, .hearth-why .private { color: var(--soft); font-size: 0.8125rem; }
.hearth-why time { flex: none; }
.hearth-why .close {
  position: absolute;
  top: 0.5rem;
  right: 0.5rem;
  width: 2.5rem;
  height: 2.5rem;
  border: 0;
  border-radius: 50%;
  background: none;
  color: inherit;
  font: inherit;
  font-size: 1.25rem;
  line-height: 1;
  cursor: pointer;
}
.hearth-why .close:focus-visible { outline: 3px solid var(--accent); outline-offset: -3px; }
@media (prefers-reduced-motion: reduce) { *, ::before { animation: none !important; } }
`;
