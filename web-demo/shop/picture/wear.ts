// Bags, jewellery, clothes and what goes with them.
import {
  at, bow, BRASS, box, circle, faint, FLAME, flower, hanging, heart, INK, METAL, oval, path, ring, shade, shine, standing,
  star, stroke, WOOD_DARK,
} from "./draw.ts";

const gem = (fill: string): string =>
  path("M0-9 9-1 0 11-9-1z", fill) + faint(0.45, path("M0-9-9-1H0z", "#fff"));

export const WEAR = {
  bag: standing((p) =>
    stroke("M70 78c0-58 60-58 60 0", p.dark, 8) + path("M46 76h108l10 90H36z", p.body) + shade("M130 76h24l10 90h-38z") + box(46, 76, 108, 10, p.light)),
  handbag: standing((p) =>
    stroke("M64 92c0-60 72-60 72 0", p.dark, 8) + path("M42 88h116c10 30 12 60 2 78H40c-10-18-8-48 2-78z", p.body) + path("M42 88h116c-6 34-30 40-58 40s-52-6-58-40z", p.dark) + circle(100, 124, 9, BRASS)),
  shopper: standing((p) =>
    stroke("M72 66c0-36 18-36 18 0M112 66c0-36 18-36 18 0", p.dark, 6) + box(44, 64, 112, 102, p.body, 6) + shade("M130 64h20a6 6 0 0 1 6 6v90a6 6 0 0 1-6 6h-26z") + box(44, 64, 112, 9, p.dark) + box(44, 157, 112, 9, p.dark)),
  backpack: standing((p) =>
    stroke("M84 46c0-20 32-20 32 0", p.dark, 6) + path("M56 166V86c0-56 88-56 88 0v80z", p.body) + shade("M124 56c14 8 20 20 20 30v80h-24c10-30 12-80 4-110z") + box(66, 112, 68, 44, p.dark, 10) + box(92, 108, 16, 14, BRASS, 3) + circle(88, 80, 5, INK) + circle(112, 80, 5, INK) + stroke("M92 92c6 5 10 5 16 0", INK, 3)),
  purse: standing((p) =>
    path("M46 100h108c14 36-6 66-54 66s-68-30-54-66z", p.body) + shade("M130 100h24c14 36-6 66-54 66 34-12 42-40 30-66z") + path("M46 102c0-44 108-44 108 0z", p.dark) + box(44, 96, 112, 10, BRASS, 5) + circle(92, 62, 8, BRASS) + circle(108, 62, 8, BRASS)),
  pouch: standing((p) =>
    box(40, 78, 120, 86, p.body, 14) + shade("M136 78h10a14 14 0 0 1 14 14v58a14 14 0 0 1-14 14h-24c16-22 18-60 14-86z") + box(46, 82, 108, 7, METAL, 3) + path("M148 86h8l6 26h-10z", p.accent)),
  necklace: hanging((p) =>
    stroke("M46 30c2 74 34 98 54 98s52-24 54-98", p.main, 5) + [[52, 74], [66, 104], [84, 122], [116, 122], [134, 104], [148, 74]].map(([x = 0, y = 0]) => circle(x, y, 7, p.accent)).join("") + at(100, 144, gem(p.body), 2)),
  heartNecklace: hanging((p) =>
    stroke("M46 28c4 66 34 92 54 92s50-26 54-92", METAL, 4) + at(100, 142, heart(p.body), 2.6) + circle(100, 118, 5, METAL)),
  bracelet: standing((p) =>
    `<ellipse cx="100" cy="112" rx="62" ry="42" fill="none" stroke="${p.dark}" stroke-width="5"/>` +
    [0, 30, 60, 90, 120, 150, 180, 210, 240, 270, 300, 330].map((turn, i) => {
      const angle = (turn * Math.PI) / 180;
      return circle(Math.round(100 + 62 * Math.cos(angle)), Math.round(112 + 42 * Math.sin(angle)), i % 3 === 0 ? 12 : 9, i % 3 === 0 ? p.accent : p.main);
    }).join("") + faint(0.5, circle(58, 138, 3, "#fff") + circle(98, 150, 3, "#fff"))),
  bangle: standing((p) =>
    `<ellipse cx="100" cy="110" rx="58" ry="44" fill="none" stroke="${p.main}" stroke-width="20"/><ellipse cx="100" cy="106" rx="58" ry="44" fill="none" stroke="${p.light}" stroke-width="4"/>` + [[60, 142], [100, 154], [140, 142]].map(([x = 0, y = 0]) => at(x, y, gem(p.accent), 0.8)).join("")),
  earrings: hanging((p) =>
    [70, 130].map((x) => stroke(`M${x - 8} 52c0-22 20-18 16 0v14`, METAL, 4) + circle(x + 6, 74, 9, p.accent) + at(x + 6, 118, gem(p.body), 3)).join("")),
  hoops: hanging((p) =>
    [66, 134].map((x) => stroke(`M${x - 6} 46c0-16 14-14 10 0v12`, METAL, 4) + ring(x, 96, 34, p.main, 9) + circle(x, 130, 9, p.accent)).join("")),
  ringJewel: standing((p) =>
    ring(100, 120, 40, p.dark, 10) + at(100, 68, gem(p.body), 2.8) + faint(0.7, stroke("M52 60l-8-6M148 60l8-6M100 30v-10", FLAME, 4))),
  hair: hanging((p) =>
    at(100, 100, box(-62, 16, 124, 12, p.dark, 6) + flower(p.body.startsWith("url") ? p.main : p.body, p.accent), 1, -14) + at(92, 92, flower(p.main, p.accent), 3.6)),
  hairband: hanging((p) =>
    stroke("M46 156C26 30 174 30 154 156", p.main, 13) + at(134, 74, bow(p.accent, p.accentDark), 1.7)),
  brooch: hanging((p) => at(100, 100, flower(p.main, p.accent), 5.4) + ring(100, 100, 19, BRASS, 3) + at(100, 100, gem(p.light), 0.9)),
  charm: hanging((p) =>
    stroke("M100 14c-22 20 22 30 0 54", p.accent, 5) + ring(100, 76, 9, METAL, 4) + at(100, 122, heart(p.body), 3.6) + circle(64, 98, 8, p.accent) + circle(138, 98, 8, p.accent) + stroke("M94 80 66 94M106 80l30 14", METAL, 3)),
  keyring: hanging((p) =>
    ring(100, 46, 24, METAL, 6) + stroke("M100 70v22", METAL, 5) + at(100, 132, star(p.body), 3.6) + at(100, 132, star(p.light), 1.2)),
  scarf: hanging((p) =>
    path("M60 40c20 20 60 20 80 0l10 24c-22 24-78 24-100 0z", p.body) + path("M108 66h34l6 96h-36z", p.body) + path("M76 70h28l-6 62H68z", p.dark) + stroke("M114 162v12M124 162v12M134 162v12M144 162v12", p.main, 4)),
  hat: standing((p) => oval(100, 144, 74, 18, p.dark) + path("M58 140c0-70 84-70 84 0 0 10-84 10-84 0z", p.body) + path("M58 126c20 10 64 10 84 0v14c-20 10-64 10-84 0z", p.accent)),
  slippers: standing((p) =>
    [72, 128].map((x) => path(`M${x - 22} 92c0-30 44-30 44 0v50c0 26-44 26-44 0z`, p.dark) + path(`M${x - 22} 88c0-30 44-30 44 0v22c-14 10-30 10-44 0z`, p.body) + at(x, 96, bow(p.accent, p.accentDark), 0.7)).join("")),
  gloves: hanging((p) =>
    [70, 132].map((x, i) => at(x, 100, path("M-20 50V-20c0-34 34-34 36 0v8c10-10 20-2 14 10L16 26v24z", p.body) + box(-24, 46, 44, 16, p.dark, 5), 1, i ? 8 : -8)).join("")),
  shirt: hanging((p) => path("M72 46c10 14 46 14 56 0l34 22-14 30-14-6v72H66V92l-14 6-14-30z", p.body) + shade("M118 54c4-2 8-4 10-8l34 22-14 30-14-6v72h-24c12-30 12-80 8-110z")),
  umbrella: hanging((p) =>
    path("M100 34c44 0 70 34 72 66-14-12-32-12-42 0-14-12-46-12-60 0-10-12-28-12-42 0 2-32 28-66 72-66z", p.body) + shade("M100 34c44 0 70 34 72 66-14-12-32-12-42 0-2-30-12-52-30-66z") + stroke("M100 34V22", WOOD_DARK, 5) + stroke("M100 94v58c0 18 24 18 24 0", WOOD_DARK, 6)),
  parasol: hanging((p) =>
    at(104, 96, path("M0-70C44-62 66-20 66 10-66 10-66 10-66 10-66-20-44-62 0-70z", p.body) + faint(0.3, stroke("M0-70C-20-40-26-10-26 10M0-70C20-40 26-10 26 10", INK, 2)) + path("M-66 10q11 14 22 0 11 14 22 0 11 14 22 0 11 14 22 0 11 14 22 0 11 14 22 0z", p.light) + stroke("M0 12v66", WOOD_DARK, 6), 1, -16)),
  lipstick: standing((p) => box(80, 92, 40, 74, p.body, 4) + box(84, 70, 32, 26, BRASS, 2) + path("M88 70V48l24-14v36z", p.accent) + shine("M86 98h6v60h-6z")),
  perfume: standing((p) => box(86, 36, 28, 24, p.dark, 4) + box(94, 58, 12, 14, BRASS) + box(54, 70, 92, 94, p.body, 18) + box(72, 96, 56, 42, "#fffaf1", 4) + at(100, 117, flower(p.accent, FLAME), 1.3)),
  mirrorCompact: standing((p) => circle(100, 76, 44, p.dark) + circle(100, 76, 35, "#dbe9ee") + faint(0.8, path("M78 88 108 48l10 6-30 42z", "#fff")) + oval(100, 142, 54, 24, p.body) + circle(100, 120, 5, BRASS)),
  sunglasses: hanging((p) => circle(66, 104, 32, p.body) + circle(134, 104, 32, p.body) + faint(0.6, circle(66, 104, 24, INK) + circle(134, 104, 24, INK)) + stroke("M94 96c4-6 8-6 12 0M36 92 22 80M164 92l14-12", p.dark, 7)),
  passport: standing((p) => box(56, 40, 92, 124, p.body, 8) + ring(102, 90, 22, BRASS, 4) + at(102, 90, star(BRASS), 1) + stroke("M78 134h48", BRASS, 5) + box(56, 40, 12, 124, p.dark, 4)),
  bling: hanging((p) => at(100, 104, gem(p.body), 6) + faint(0.3, path("M46 98h108L100 170z", "#fff")) + stroke("M150 46v20M140 56h20M50 40v14M43 47h14", FLAME, 4)),
};
