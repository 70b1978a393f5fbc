// The pens the pictures are drawn with. Everything is SVG text in a box of 200 by 200, made only of
// constants of this folder: no title or other catalog text ever enters the markup.

// What a shape is painted with. `body` may be a pattern; the others are plain colours.
export interface Paint {
  readonly body: string;
  readonly main: string;
  readonly dark: string;
  readonly light: string;
  readonly accent: string;
  readonly accentDark: string;
}

export interface Shape {
  readonly draw: (paint: Paint) => string;
  readonly stands: boolean; // on a table, with a shadow; else it hangs on a wall
}

export const standing = (draw: (paint: Paint) => string): Shape => ({ draw, stands: true });
export const hanging = (draw: (paint: Paint) => string): Shape => ({ draw, stands: false });

export const WOOD = "#b98a5e";
export const WOOD_DARK = "#8d6240";
export const METAL = "#a9adb3";
export const LEAF = "#5f8a62";
export const LEAF_DARK = "#456b4b";
export const FLAME = "#f5b544";
export const PAPER = "#fffaf1";
export const INK = "#4a3a30";
export const WAX = "#fbf1dc";
export const TWINE = "#a58d6f";
export const BRASS = "#c9a24d";

export const path = (d: string, fill: string): string => `<path d="${d}" fill="${fill}"/>`;
export const circle = (x: number, y: number, r: number, fill: string): string =>
  `<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}"/>`;
export const oval = (x: number, y: number, rx: number, ry: number, fill: string): string =>
  `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="${fill}"/>`;
export const box = (
  x: number, y: number, width: number, height: number, fill: string, round = 0,
): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${round}" fill="${fill}"/>`;
export const stroke = (d: string, colour: string, width: number): string =>
  `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round"` +
  ` stroke-linejoin="round"/>`;
export const ring = (x: number, y: number, r: number, colour: string, width: number): string =>
  `<circle cx="${x}" cy="${y}" r="${r}" fill="none" stroke="${colour}" stroke-width="${width}"/>`;
export const faint = (opacity: number, markup: string): string =>
  `<g opacity="${opacity}">${markup}</g>`;
export const at = (x: number, y: number, markup: string, scale = 1, turn = 0): string =>
  `<g transform="translate(${x} ${y}) rotate(${turn}) scale(${scale})">${markup}</g>`;

// Light comes from the upper left.
export const shade = (d: string): string => faint(0.13, path(d, "#2a1a10"));
export const shine = (d: string): string => faint(0.4, path(d, "#fff"));

// Small motifs round (0, 0), about 20 across, shared by shapes and patterns.
export const heart = (fill: string): string =>
  path("M0 9C-14-1-9-10-4-10q4 0 4 4 0-4 4-4c5 0 10 9-4 19z", fill);
export const star = (fill: string): string =>
  path("M0-11 3-4l8 1-6 5 2 8-7-4-7 4 2-8-6-5 8-1z", fill);
export const flower = (fill: string, eye: string): string =>
  [0, 72, 144, 216, 288]
    .map((turn) => `<ellipse cy="-6" rx="4.4" ry="5.6" fill="${fill}" transform="rotate(${turn})"/>`)
    .join("") + circle(0, 0, 3.4, eye);
export const leaf = (fill: string): string => path("M0 10C-8 2-6-6 0-11 6-6 8 2 0 10z", fill);
export const bow = (fill: string, dark: string): string =>
  path("M0 0C-10-12-20-10-18 0s10 8 18 0zM0 0c10-12 20-10 18 0S8 8 0 0z", fill) +
  path("M-2 0-9 16l5-2 2 4L2 2zM2 0l7 16-5-2-2 4L-2 2z", fill) +
  circle(0, 0, 4, dark);
export const flame = (): string =>
  path("M0-14C8-4 7 4 0 4s-8-8 0-18z", FLAME) + path("M0-5c3 4 3 8 0 8s-3-4 0-8z", "#fff2c9");
