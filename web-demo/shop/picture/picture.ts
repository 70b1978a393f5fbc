// Draws an item from its title and category, the same way every time and without fetching anything.
import type { Paint, Shape } from "./draw.ts";
import { faint, oval } from "./draw.ts";
import { coloursOf, patternOf } from "./paints.ts";
import { shapeName, shapeOf } from "./shapes.ts";

export interface Pictured {
  readonly title: string;
  readonly category: string;
}

// Sets and sizes that the title tells.
const SEVERAL = ["SET", "PACK", "PAIR", "TRIO", "ASSORTED"];
const SMALL = ["SMALL", "MINI", "TINY", "LITTLE", "PETIT", "PETITE"];
const BIG = ["LARGE", "JUMBO", "BIG", "GIANT", "EXTRA", "GRAND"];
// Shapes that hold several things already or fill the picture.
const ALONE = new Set([
  "candles", "tealights", "dinnerCandles", "cutlery", "spoons", "ribbons", "coasters", "napkins", "stickers", "bunting", "garland", "fairyLights",
  "paperChain", "balloon", "cakeTins", "cakeCases", "earrings", "hoops", "pencils", "skittles", "blocks", "dominoes", "playingCards", "keys",
  "magnet", "birthdayCandles", "straws", "snackTubs", "tape", "slippers", "gloves", "tray", "curtain", "towel", "teaTowel", "craftKit", "wreath",
]);

// A heart with hearts on it is no longer seen as one: only a pattern that the title insists on.
const MADE_OF_HEARTS: ReadonlySet<string> = new Set(["hangingVotive", "heartDecoration", "heartNecklace"]);

let patterns_drawn = 0; // gives each pattern of the page its own id

// Starts numbering anew: how many pictures were drawn for one shopper is not for the next.
export function restartPictureIds(): void {
  patterns_drawn = 0;
}

export function pictureOf(item: Pictured): SVGSVGElement {
  const template = document.createElement("template");
  template.innerHTML = pictureMarkup(item);
  return template.content.firstElementChild as SVGSVGElement;
}

export function pictureMarkup(item: Pictured): string {
  const words = wordsOf(item.title);
  const seed = seedOf(item.title);
  const name = shapeName(words, item.category);
  const { paint, ground } = coloursOf(words, seed);
  const pattern = patternOf(words, paint, MADE_OF_HEARTS.has(name));
  const id = `pattern-${++patterns_drawn}`;
  const definition = pattern
    ? `<defs><pattern id="${id}" width="${pattern.side}" height="${pattern.side}" patternUnits="userSpaceOnUse"` +
      ` patternTransform="rotate(${pattern.side > 60 ? 0 : -8})"><rect width="${pattern.side}" height="${pattern.side}" fill="${paint.main}"/>` +
      `${pattern.markup}</pattern></defs>`
    : "";
  const several = SEVERAL.some((word) => words.has(word)) && !ALONE.has(name);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200" preserveAspectRatio="xMidYMid slice" aria-hidden="true">${definition}` +
    backdrop(ground, paint.main) +
    placed(shapeOf(name), { ...paint, body: pattern ? `url(#${id})` : paint.main }, several, scaleOf(words)) + `</svg>`;
}

// The ground is tinted stronger or fainter by the page, so that it fits both themes.
function backdrop(ground: string, tint: string): string {
  return `<rect x="-60" y="-60" width="320" height="320" fill="${ground}" fill-opacity="var(--picture-ground, 1)"/>` +
    `<rect x="-60" y="-60" width="320" height="320" fill="${tint}" fill-opacity="var(--picture-tint, 0)"/>` +
    `<circle cx="100" cy="96" r="84" fill="#fff" fill-opacity="var(--picture-glow, .38)"/>`;
}

function placed(shape: Shape, paint: Paint, several: boolean, scale: number): string {
  const shadow = shape.stands ? faint(0.16, oval(100, 167, 58, 7, "#2a1a10")) : "";
  const one = shadow + shape.draw(paint);
  if (!several) return around(one, 100, shape.stands ? 168 : 100, scale * 0.92, 0, shape.stands ? -6 : 0);
  const other = shadow + shape.draw({ ...paint, body: paint.accent, main: paint.accent, dark: paint.accentDark });
  return around(other, 100, shape.stands ? 168 : 100, scale * 0.66, 32, shape.stands ? -24 : -22) +
    around(one, 100, shape.stands ? 168 : 100, scale * 0.74, -22, shape.stands ? -6 : 12);
}

// Scaled about a point and moved.
function around(markup: string, x: number, y: number, scale: number, dx: number, dy: number): string {
  const [left, top] = [x + dx - x * scale, y + dy - y * scale].map((value) => Math.round(value * 10) / 10);
  return `<g transform="translate(${left} ${top}) scale(${scale.toFixed(2)})">${markup}</g>`;
}

function scaleOf(words: ReadonlySet<string>): number {
  if (SMALL.some((word) => words.has(word))) return 0.84;
  return BIG.some((word) => words.has(word)) ? 1.07 : 1;
}

function wordsOf(title: string): ReadonlySet<string> {
  return new Set(title.toUpperCase().replace(/['’]/g, "").split(/[^A-Z0-9]+/));
}

// FNV-1a.
function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; ++i) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
