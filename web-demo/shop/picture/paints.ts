// Which colours and which pattern a title asks for.
import type { Paint } from "./draw.ts";
import { at, box, circle, flower, heart, INK, leaf, LEAF, oval, path, star, stroke } from "./draw.ts";

// In the order in which a title's words count: colours first, then materials.
const COLOURS: Readonly<Record<string, string>> = {
  RED: "#c0443f", PINK: "#e597ad", FUSCHIA: "#c84a86", FUCHSIA: "#c84a86", CRIMSON: "#a5303c", BURGUNDY: "#7c2f3e", RUBY: "#a82e4a", BLUE: "#6f9cc0",
  NAVY: "#3c5075", TURQUOISE: "#4fa9a8", TURQ: "#4fa9a8", AQUA: "#7cc3c0", AQUAMARINE: "#7cc3c0", TEAL: "#3f8786", SKY: "#9cc6dd", DENIM: "#57779c", GREEN: "#7fa275", MINT: "#a9d3b7",
  OLIVE: "#8b8c50", EMERALD: "#3d8a63", LIME: "#aac45a", JADE: "#5fa389", YELLOW: "#ecc65a", LEMON: "#f0d873", AMBER: "#d99a3d", ORANGE: "#e28d4c", PEACH: "#f2b796", CORAL: "#e7836f", TERRACOTTA: "#c56e4a",
  PURPLE: "#8f78b0", LILAC: "#bda7d2", LAVENDER: "#a998cb", MAUVE: "#b092ae", VIOLET: "#7f6bb0", AMETHYST: "#9778bd", PLUM: "#7a4468", BROWN: "#94694a", CHOCOLATE: "#76503a", COFFEE: "#8a6146", BEIGE: "#d8c2a2", NATURAL: "#d3b88f",
  CREAM: "#f3e7cd", IVORY: "#f4ecda", WHITE: "#f7f4ee", PEARL: "#efe7dd", BLACK: "#3b3836", GREY: "#9a9a9c", GRAY: "#9a9a9c", CHARCOAL: "#55555a", SILVER: "#bfc4ca", GOLD: "#d2a94c", GOLDEN: "#d2a94c", COPPER: "#c07a54", BRONZE: "#a27b4e",
  STRAWBERRY: "#d8545c", CHERRY: "#bd3848", ROSE: "#dd92a0", ROSES: "#dd92a0", RASPBERRY: "#b93e6b", BLUEBERRY: "#5a6ca8", PISTACHIO: "#b5cb8b", VANILLA: "#f2e2b5", POPPY: "#d04a3d",
};
const MATERIALS: Readonly<Record<string, string>> = {
  GLASS: "#a9cfd2", CRYSTAL: "#bcd6e6", ZINC: "#aab0b4", METAL: "#98a0a6", WOODEN: "#bd9163", WOOD: "#bd9163", WICKER: "#caa36c", RATTAN: "#caa36c", SLATE: "#59636a", CERAMIC: "#ecdfcc", PORCELAIN: "#eef0f1",
  ENAMEL: "#e9eef0", ANTIQUE: "#c9b27f", FELT: "#cf7f6d", KNITTED: "#cf9384", TIN: "#8fb0a8", PAPER: "#e7cba4", LINEN: "#ded0b6", HESSIAN: "#c9ac7c", JUTE: "#c9ac7c",
  CHRISTMAS: "#b53a3c", SANTA: "#b53a3c", EASTER: "#f0d47a", VALENTINE: "#cf4a5d", WOODLAND: "#8fa277", SPACEBOY: "#5d86b5", DOLLY: "#e597ad", LOVE: "#cf4a5d", SWEETHEART: "#e29aa4", VINTAGE: "#a9c0ae", REGENCY: "#dcaab0",
  BABUSHKA: "#c7434b", CIRCUS: "#d0533f", PARISIENNE: "#d8aeb6", SKULLS: "#3b3836", SKULL: "#3b3836", LEOPARD: "#d9ae6b", ZEBRA: "#f4f1ea", DIAMANTE: "#c9d3dc", PANTRY: "#a8bfae", GARDEN: "#7fa275", BOTANICAL: "#8aa982",
};
const DEFAULTS = ["#d98b78", "#8fb09a", "#7fa3bd", "#e0b567", "#b48fb0", "#c9a58a", "#86b3ae", "#d89aa2"] as const;
const GROUNDS = ["#f1dfd0", "#dfe8dc", "#dbe6ee", "#f4e6c3", "#ebdde6", "#f4dcd6", "#dcebe8", "#e9e2d3"] as const;

type Colour = readonly [number, number, number];
const channels = (hex: string): Colour =>
  [parseInt(hex.slice(1, 3), 16), parseInt(hex.slice(3, 5), 16), parseInt(hex.slice(5, 7), 16)];
const distance = (a: string, b: string): number => {
  const [[r, g, b1], [r2, g2, b2]] = [channels(a), channels(b)];
  return Math.abs(r - r2) + Math.abs(g - g2) + Math.abs(b1 - b2);
};

function mix(from: string, to: string, share: number): string {
  const target = channels(to);
  return "#" + channels(from)
    .map((value, i) => Math.round(value + ((target[i] ?? 0) - value) * share).toString(16).padStart(2, "0"))
    .join("");
}

const brightness = (hex: string): number => {
  const [r, g, b] = channels(hex);
  return (r * 3 + g * 6 + b) / 2550;
};

export interface Colours {
  readonly paint: Omit<Paint, "body">;
  readonly ground: string;
}

export function coloursOf(words: ReadonlySet<string>, seed: number): Colours {
  const named = [...words].flatMap((word) => COLOURS[word] ?? []);
  const made_of = [...words].flatMap((word) => MATERIALS[word] ?? []);
  const pick = <T>(list: readonly T[], shift: number): T => list[(seed >>> shift) % list.length] as T;
  const main = named[0] ?? made_of[0] ?? pick(DEFAULTS, 0);
  const accent = [named[1], made_of.find((colour) => colour !== main), pick(DEFAULTS, 3), pick(DEFAULTS, 7), "#e0b567", "#b5504a"]
    .find((colour) => colour !== undefined && distance(colour, main) > 90) ?? "#8fb09a";
  const grounds = GROUNDS.filter((ground) => distance(ground, main) > 60);
  return {
    paint: {
      main, accent,
      dark: mix(main, "#35211a", brightness(main) > 0.85 ? 0.22 : 0.3),
      light: mix(main, "#fffdf8", 0.5),
      accentDark: mix(accent, "#35211a", 0.3),
    },
    ground: pick(grounds.length > 0 ? grounds : GROUNDS, 11),
  };
}

// A pattern: the side of its square and what is drawn in it on top of the main colour.
interface Pattern {
  readonly side: number;
  readonly draw: (on: string, paint: Omit<Paint, "body">) => string;
}

const twice = (side: number, markup: string, scale: number): string =>
  at(side * 0.25, side * 0.25, markup, scale) + at(side * 0.75, side * 0.75, markup, scale, 24);

const dots = (side: number, radius: number): Pattern => ({
  side,
  draw: (on) => circle(side * 0.25, side * 0.25, radius, on) + circle(side * 0.75, side * 0.75, radius, on),
});
const bigDots = dots(30, 5.4);
const smallDots = dots(18, 2.9);
const flowers: Pattern = {
  side: 38,
  draw: (on, p) => twice(38, flower(on, p.accent), 0.72) + at(29, 9, leaf(LEAF), 0.42, 40) + at(9, 29, leaf(LEAF), 0.42, -40),
};
const checks: Pattern = {
  side: 24,
  draw: (on) => `<g fill="${on}" opacity=".55"><rect width="12" height="24"/><rect width="24" height="12"/></g>`,
};
const stripes: Pattern = { side: 22, draw: (on) => box(0, 0, 9, 22, on) };
const paisley: Pattern = {
  side: 36,
  draw: (on, p) => twice(36, path("M0 11C-11 9-10-6 0-10 4-11 8-8 6-5 4-3 2-5 3-6-4-4-2 3 4 3 8 4 6 10 0 11z", on) + circle(-1, 5, 2.2, p.accent), 0.95),
};
const flag: Pattern = {
  side: 76,
  draw: () => box(0, 0, 76, 56, "#3c5075") + stroke("M0 0 76 56M76 0 0 56", "#fbf7f0", 11) + stroke("M0 0 76 56M76 0 0 56", "#c0443f", 4) +
    box(30, 0, 16, 56, "#fbf7f0") + box(0, 20, 76, 16, "#fbf7f0") + box(34, 0, 8, 56, "#c0443f") + box(0, 24, 76, 8, "#c0443f") + box(0, 56, 76, 20, "#fbf7f0"),
};
const hearts: Pattern = { side: 34, draw: (on) => twice(34, heart(on), 0.68) };
const stars: Pattern = { side: 34, draw: (on) => twice(34, star(on), 0.66) };
const leopard: Pattern = {
  side: 32,
  draw: () => twice(32, path("M-7-3C-5-9 4-9 6-4l-3 2C1-5-3-5-5-1zM-6 2c0 5 8 7 11 1L2 1C1 4-2 4-3 1z", "#5a3d28") + circle(0, -1, 2.5, "#a8743f"), 0.95),
};
const skulls: Pattern = {
  side: 38,
  draw: (on, p) => twice(38, oval(0, -2, 8.5, 8, on) + box(-5, 3, 10, 6, on, 2) + circle(-3.4, -2, 2.3, p.main) + circle(3.4, -2, 2.3, p.main), 0.85),
};
const strawberries: Pattern = {
  side: 38,
  draw: () => twice(38, path("M0 11C-11 5-10-6 0-5 10-6 11 5 0 11z", "#d0434b") + path("M-7-5 0-9l7 4-4 2-3-2-3 2z", LEAF) + circle(-3, 1, 0.9, "#ffe9c9") + circle(3, 1, 0.9, "#ffe9c9") + circle(0, 5, 0.9, "#ffe9c9"), 0.9),
};
const cherries: Pattern = {
  side: 38,
  draw: () => twice(38, stroke("M-5 4C-4-4 0-8 4-9 5-4 6 0 5 3", LEAF, 1.8) + circle(-5, 6, 4.2, "#bd3848") + circle(5, 5, 4.2, "#bd3848"), 0.9),
};
const apples: Pattern = {
  side: 38,
  draw: (on) => twice(38, path("M0-5c6-5 12 0 10 6S4 12 0 10c-4 2-8-3-10-9S-6-10 0-5z", on) + stroke("M0-5l2-5", INK, 1.6), 0.75),
};
const woodland: Pattern = {
  side: 42,
  draw: (on) => at(11, 11, box(-2.5, 0, 5, 9, "#fbf1dc", 2) + path("M-9 1C-8-10 8-10 9 1z", "#c0443f") + circle(-3, -3, 1.4, "#fff") + circle(3, -2, 1.4, "#fff"), 0.9) +
    at(32, 31, leaf(on), 0.95, 24) + at(31, 9, leaf(LEAF), 0.65, -30) + at(10, 33, leaf("#b5834f"), 0.7, 50),
};
const snow: Pattern = {
  side: 36,
  draw: (on) => twice(36, stroke("M0-8V8M-7-4 7 4M-7 4 7-4", on, 1.8) + circle(0, 0, 1.8, on), 0.95),
};
const butterflies: Pattern = {
  side: 36,
  draw: (on) => twice(36, path("M0 0C-4-10-12-8-10-2s6 4 10 2zM0 0C4-10 12-8 10-2S4 2 0 0zM0 1c-5 0-8 4-6 7s5 0 6-7zM0 1c5 0 8 4 6 7S1 8 0 1z", on), 0.9),
};
const birds: Pattern = {
  side: 40,
  draw: (on) => twice(40, path("M-11 1c2-8 12-9 15-4l6-1-4 4c-2 6-8 7-11 6l-8 3c2-2 3-4 2-8z", on), 0.85),
};
const rockets: Pattern = {
  side: 40,
  draw: (on, p) => at(10, 11, path("M0-10C6-5 5 4 4 6h-8C-5 4-6-5 0-10z", on) + circle(0, -2, 2, p.accent) + path("M-4 3-7 9l4-2zM4 3l3 6-4-2z", p.accent)) + at(30, 30, star(on), 0.5) + circle(30, 10, 2, on) + circle(10, 31, 2.6, p.accent),
};
const letters: Pattern = {
  side: 36,
  draw: (on) => at(9, 11, stroke("M-5 6 0-6 5 6M-3 2h6", on, 2.4)) + at(27, 29, stroke("M-4-6v12h5c5 0 5-6 0-6h-5 4c4 0 4-6 0-6z", on, 2.4)),
};
const lace: Pattern = {
  side: 26,
  draw: (on) => `<g fill="none" stroke="${on}" stroke-width="1.8"><circle cx="13" cy="13" r="8"/><circle cx="13" cy="13" r="3"/><path d="M0 0l7 7M26 0l-7 7M0 26l7-7M26 26l-7-7"/></g>`,
};

// The first that fits wins.
const PATTERNS: readonly (readonly [Pattern, readonly string[]])[] = [
  [flag, ["JACK", "FLAG", "LONDON", "JUBILEE"]], [bigDots, ["RETROSPOT", "SPOTTY", "SPOT", "SPOTS", "SPOTTED"]], [smallDots, ["POLKADOT", "POLKADOTS", "DOT", "DOTS", "DOTTY", "DOTCOM"]],
  [paisley, ["PAISLEY", "BAROQUE", "FILIGREE", "FOLKART", "PARISIENNE"]], [checks, ["GINGHAM", "CHECK", "CHECKED", "TARTAN", "PICNIC"]], [stripes, ["STRIPE", "STRIPES", "STRIPED", "STRIPEY", "CIRCUS", "DECKCHAIR"]],
  [leopard, ["LEOPARD", "ANIMAL", "SAFARI"]], [skulls, ["SKULL", "SKULLS"]], [strawberries, ["STRAWBERRY", "STRAWBERRIES"]], [cherries, ["CHERRY", "CHERRIES"]], [apples, ["APPLE", "APPLES", "PEARS"]],
  [woodland, ["WOODLAND", "TOADSTOOL", "MUSHROOM", "LEAF", "BOTANICAL", "GARDENERS"]], [rockets, ["SPACEBOY", "ROCKET", "SPACE"]], [snow, ["CHRISTMAS", "SNOWFLAKE", "SNOWFLAKES", "WINTER", "SNOW", "NORDIC", "SCANDINAVIAN", "XMAS"]],
  [birds, ["BIRD", "BIRDS", "SWALLOW", "SWALLOWS", "PARADE", "DOVE", "PEACOCK"]], [butterflies, ["BUTTERFLY", "BUTTERFLIES"]], [letters, ["ALPHABET", "LETTERS", "VINTAGE"]],
  [flowers, ["FLORAL", "FLOWER", "FLOWERS", "ROSE", "ROSES", "DAISY", "DAISIES", "MORRIS", "TULIP", "BLOSSOM", "POPPY", "POSY", "GARDEN", "BLOSSOMS", "REGENCY", "LAURA", "CHARLOTTE", "DOLLY", "BABUSHKA", "SUKI"]],
  [hearts, ["HEART", "HEARTS", "LOVE", "SWEETHEART", "VALENTINE"]], [stars, ["STAR", "STARS"]], [lace, ["LACE", "DOILY", "CROCHET", "FRENCH"]],
];

// Small or shiny things stay plain.
const PLAIN = new Set([
  "GLASS", "CRYSTAL", "SILVER", "ZINC", "METAL", "WICKER", "NECKLACE", "EARRINGS", "BRACELET", "RING", "BEAD", "DIAMANTE", "SLATE",
]);
const BOLD = 12; // the patterns above this place are said by the title in so many words

// The pattern's markup, and its side; null for a plain thing.
export function patternOf(
  words: ReadonlySet<string>, paint: Omit<Paint, "body">, only_bold: boolean,
): { markup: string; side: number } | null {
  const index = PATTERNS.findIndex(([, names]) => names.some((name) => words.has(name)));
  const pattern = PATTERNS[index]?.[0];
  if (!pattern) return null;
  if (index >= BOLD && (only_bold || [...PLAIN].some((word) => words.has(word)))) return null;
  const on = brightness(paint.main) > 0.8 ? paint.accent : mix(paint.main, "#fffaf2", 0.86);
  return { markup: pattern.draw(on, paint), side: pattern.side };
}
