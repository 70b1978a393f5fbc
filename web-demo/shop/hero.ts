// The still life at the top of the home page, composed of the same shapes as the items' pictures.
import type { Paint } from "./picture/draw.ts";
import { shapeOf, type ShapeName } from "./picture/shapes.ts";

interface Thing {
  readonly shape: ShapeName;
  readonly x: number;
  readonly y: number; // where it stands
  readonly scale: number;
  readonly colours: readonly [main: string, dark: string, light: string, accent: string, accentDark: string];
  readonly dotted?: boolean;
}

const RED = ["#c0443f", "#8f332f", "#eab9ac", "#f0d9a8", "#c9a05a"] as const;
const BLUE = ["#7fa3bd", "#58788f", "#d5e3ea", "#e0b567", "#b5883d"] as const;
const GREEN = ["#7f9f7c", "#587258", "#d6e2cf", "#d98b78", "#a85f50"] as const;
const CREAM = ["#f3e7cd", "#c8b48f", "#fffaf0", "#c0443f", "#8f332f"] as const;
const BRASS = ["#c9a24d", "#96763a", "#f0dfae", "#7f9f7c", "#587258"] as const;
const ROSE = ["#dd92a0", "#a8646f", "#f6dcdf", "#7f9f7c", "#587258"] as const;

const THINGS: readonly Thing[] = [
  { shape: "bunting", x: 150, y: 128, scale: 1.15, colours: RED },
  { shape: "bunting", x: 380, y: 118, scale: 1.15, colours: GREEN },
  { shape: "clock", x: 262, y: 208, scale: 0.62, colours: BLUE },
  { shape: "wreath", x: 470, y: 200, scale: 0.6, colours: RED },
  { shape: "lantern", x: 74, y: 330, scale: 0.86, colours: GREEN },
  { shape: "teapot", x: 176, y: 330, scale: 0.78, colours: CREAM },
  { shape: "mug", x: 254, y: 330, scale: 0.5, colours: RED, dotted: true },
  { shape: "cakeStand", x: 344, y: 330, scale: 0.92, colours: ROSE },
  { shape: "candle", x: 432, y: 330, scale: 0.56, colours: BRASS },
  { shape: "flowerPot", x: 504, y: 330, scale: 0.86, colours: BLUE },
];

// Constant markup: nothing of the catalog is in it.
export function heroMarkup(): string {
  return `<svg viewBox="0 66 560 304" preserveAspectRatio="xMidYMax meet" aria-hidden="true">
    <defs><pattern id="hero-dots" width="26" height="26" patternUnits="userSpaceOnUse"><rect width="26" height="26" fill="${RED[0]}"/>
      <circle cx="7" cy="7" r="5" fill="#fff6ea"/><circle cx="20" cy="20" r="5" fill="#fff6ea"/></pattern></defs>
    ${THINGS.map(thing).join("")}
    <rect x="-900" y="330" width="2400" height="14" fill="var(--hero-shelf)"/><rect x="-900" y="344" width="2400" height="60" fill="var(--hero-below)"/>
  </svg>`;
}

function thing({ shape, x, y, scale, colours, dotted }: Thing): string {
  const [main, dark, light, accent, accentDark] = colours;
  const paint: Paint = { main, dark, light, accent, accentDark, body: dotted ? "url(#hero-dots)" : main };
  const { draw, stands } = shapeOf(shape);
  const base = stands ? 168 : 100;
  return `<g transform="translate(${x - 100 * scale} ${y - base * scale}) scale(${scale})">${draw(paint)}</g>`;
}
