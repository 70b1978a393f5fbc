// Cards, wrapping, stationery, parties and toys.
import {
  at, bow, BRASS, box, circle, faint, FLAME, flower, hanging, heart, INK, LEAF, METAL, oval, PAPER, path, ring,
  shade, shine, standing, star, stroke, TWINE, WOOD, WOOD_DARK,
} from "./draw.ts";

const FLAG_TOPS = [[18, 58], [58, 74], [100, 80], [142, 74]] as const;

export const PAPER_AND_PLAY = {
  card: standing((p) =>
    path("M70 44 156 36v118l-86 12z", "#e9ddcb") + box(46, 44, 92, 122, PAPER, 3) + box(54, 52, 76, 106, p.body, 2) +
    circle(92, 104, 26, PAPER) + at(92, 104, heart(p.accent), 1.7) + shade("M132 44h6v122h-6z")),
  notebook: standing((p) =>
    box(54, 38, 100, 128, PAPER, 4) + box(46, 36, 100, 130, p.body, 6) + box(46, 36, 16, 130, p.dark, 4) +
    box(80, 62, 50, 30, PAPER, 3) + stroke("M88 72h34M88 82h24", p.dark, 3) + stroke("M134 38v124", p.accent, 5)),
  book: standing((p) =>
    path("M100 62c-20-14-44-14-62-8v98c18-6 42-6 62 8 20-14 44-14 62-8V54c-18-6-42-6-62 8z", p.body) +
    path("M100 66c-18-11-38-11-54-7v86c16-4 36-4 54 7 18-11 38-11 54-7V59c-16-4-36-4-54 7z", PAPER) +
    stroke("M100 66v86M56 78c12-2 24-1 34 4M56 96c12-2 24-1 34 4M56 114c12-2 24-1 34 4M144 78c-12-2-24-1-34 4M144 96c-12-2-24-1-34 4M144 114c-12-2-24-1-34 4", "#cdbfa9", 3)),
  calendar: hanging((p) =>
    box(42, 44, 116, 120, PAPER, 8) + box(42, 44, 116, 34, p.body, 8) + stroke("M68 34v20M132 34v20", INK, 6) +
    [0, 1, 2, 3].flatMap((x) => [0, 1, 2].map((y) => box(56 + x * 24, 90 + y * 23, 16, 15, (x + y) % 3 ? "#eadfce" : p.accent, 3))).join("")),
  pencils: hanging((p) =>
    [[-22, "body"], [-7, "accent"], [8, "main"], [23, "accentDark"]].map(([x = 0, key]) =>
      at(100 + Number(x), 100, box(-7, -36, 14, 96, p[key as "body"], 2) + path("M-7-36 0-62l7 26z", "#f0d3a8") +
        path("M-3-52 0-62l3 10z", INK) + box(-7, 54, 14, 10, "#e5a7a7", 3), 1, Number(x) / 2.2)).join("")),
  pen: hanging((p) =>
    at(100, 100, box(-9, -60, 18, 100, p.body, 8) + path("M-9 38 0 68l9-30z", METAL) + box(-9, 28, 18, 10, BRASS) + box(6, -56, 5, 44, BRASS, 2), 1, 35)),
  sketchbook: standing((p) =>
    box(48, 44, 108, 122, PAPER, 3) + box(44, 42, 108, 122, p.body, 5) + [56, 72, 88, 104, 120, 136].map((y) => ring(46, y, 6, METAL, 3)).join("") + at(100, 100, star(p.light), 2.2)),
  ribbon: standing((p) =>
    path("M60 60v92c0 16 80 16 80 0V60z", p.body) + oval(100, 60, 44, 14, WOOD) + oval(100, 60, 14, 5, WOOD_DARK) + oval(100, 154, 44, 13, WOOD_DARK) +
    path("M60 66v84c0 16 80 16 80 0V66c0 14-80 14-80 0z", p.body) + shade("M122 74c10-2 18-4 18-8v84c0 5-8 9-20 11z") + path("M138 112c30-4 20 30 38 26l-6 16c-22 2-16-26-32-26z", p.dark)),
  ribbons: standing((p) =>
    [[58, p.main], [100, p.accent], [142, p.dark]].map(([x = 0, fill]) => circle(Number(x), 104, 24, String(fill)) + ring(Number(x), 104, 15, "#ffffff66", 2) +
      circle(Number(x), 104, 7, PAPER) + path(`M${Number(x) + 16} 116c10 10 2 26 6 44h-12c-4-16 2-30-6-40z`, String(fill))).join("")),
  tape: hanging((p) =>
    [[72, 118, p.accent], [116, 88, p.main]].map(([x = 0, y = 0, fill], i) => circle(Number(x), Number(y), 42, i ? p.body : String(fill)) + ring(Number(x), Number(y), 24, "#00000022", 4) + circle(Number(x), Number(y), 22, PAPER)).join("") +
    path("M146 118c14 16 20 26 22 44l-10-2-8 6c-2-16-8-28-18-38z", p.main)),
  giftWrap: standing((p) =>
    at(78, 104, box(-17, -64, 34, 126, p.body, 4) + oval(0, -64, 17, 6, p.light) + oval(0, -64, 7, 3, INK), 1, -12) + at(124, 106, box(-17, -60, 34, 122, p.accent, 4) + oval(0, -60, 17, 6, PAPER) + oval(0, -60, 7, 3, INK) + box(-17, -10, 34, 14, PAPER), 1, 14)),
  giftBag: standing((p) =>
    stroke("M80 72c0-44 40-44 40 0", TWINE, 5) + path("M54 70h92l8 96H46z", p.body) + shade("M122 70h24l8 96h-36z") + box(54, 70, 92, 8, p.dark) + at(100, 116, bow(p.accent, p.accentDark), 1.5)),
  giftBox: standing((p) =>
    box(48, 94, 104, 72, p.body, 4) + shade("M126 94h26v72h-26z") + box(42, 74, 116, 24, p.main, 5) + box(90, 74, 20, 92, p.accent) + at(100, 66, bow(p.accent, p.accentDark), 1.9)),
  stickers: hanging((p) =>
    box(46, 36, 108, 132, "#00000014", 6) + box(46, 32, 108, 132, PAPER, 6) + circle(76, 64, 20, p.body) + at(124, 64, star(p.accent), 1.9) + at(76, 110, heart(p.accent), 1.9) + box(104, 92, 40, 34, p.body, 8) + circle(76, 146, 10, p.dark) + at(124, 146, flower(p.main, FLAME), 1.1)),
  tag: hanging((p) =>
    stroke("M100 52C96 26 70 34 76 12", TWINE, 4) + path("M100 40l38 28v90a6 6 0 0 1-6 6H68a6 6 0 0 1-6-6V68z", p.body) + circle(100, 64, 8, PAPER) + at(100, 116, heart(p.light), 2.2)),
  tissues: standing((p) =>
    box(42, 84, 116, 80, p.body, 8) + shade("M132 84h18a8 8 0 0 1 8 8v64a8 8 0 0 1-8 8h-22z") + oval(100, 86, 40, 8, p.dark) + path("M72 86c4-22-10-34 4-48 12 10 18-4 30-4 2 14 20 8 20 24 0 10-2 20 2 28z", "#fff")),
  bunting: hanging((p) =>
    stroke("M6 50c50 42 138 42 188 0", TWINE, 4) + FLAG_TOPS.map(([x, y], i) => path(`M${x - 2} ${y}h38l-17 52z`, i % 2 ? p.accent : p.body)).join("") +
    stroke("M6 118c50 34 138 34 188 0", TWINE, 3) + FLAG_TOPS.map(([x, y], i) => path(`M${x + 2} ${y + 62}h28l-14 36z`, i % 2 ? p.body : p.light)).join("")),
  garland: hanging((p) =>
    stroke("M8 48c40 70 144 70 184 0", TWINE, 4) + [[24, 66, 0], [54, 92, 1], [100, 104, 2], [146, 92, 1], [176, 66, 0]].map(([x = 0, y = 0, i = 0]) =>
      at(x, y + 16, i === 1 ? heart(p.body) : i === 2 ? star(p.accent) : flower(p.main, FLAME), 1.9)).join("")),
  paperChain: hanging((p) =>
    [20, 46, 73, 100, 127, 154, 180].map((x, i) => `<ellipse cx="${x}" cy="${[56, 82, 98, 104, 98, 82, 56][i] ?? 0}" rx="18" ry="15" fill="none" stroke="${[p.main, p.accent, p.dark][i % 3] ?? p.main}" stroke-width="9"/>`).join("")),
  balloon: hanging((p) =>
    stroke("M72 112c0 30 22 30 28 66M128 104c0 34-20 34-28 74M100 90v88", TWINE, 2.5) + oval(66, 76, 30, 38, p.body) + oval(134, 70, 30, 38, p.accent) + oval(100, 56, 32, 40, p.main) + shine("M80 50c0-12 6-20 14-22-6 8-8 14-8 24z")),
  confetti: hanging((p) =>
    path("M40 164 78 74l48 48z", p.body) + stroke("M96 82c20-6 12-30 32-34M112 96c22 2 22-18 40-14", p.accent, 5) + [[120, 70], [150, 60], [140, 100], [100, 50], [164, 90], [128, 34]].map(([x = 0, y = 0], i) => at(x, y, i % 2 ? star(p.main) : circle(0, 0, 5, p.accent), 0.8)).join("")),
  doll: standing((p) =>
    path("M100 92c24 0 40 50 42 74H58c2-24 18-74 42-74z", p.body) + circle(100, 66, 28, "#f0cfae") + path("M68 76c-6-46 70-46 64 0-8-18-20-26-32-26s-24 8-32 26z", "#8a5a3a") + circle(66, 80, 10, "#8a5a3a") + circle(134, 80, 10, "#8a5a3a") + circle(90, 68, 3.4, INK) + circle(110, 68, 3.4, INK) + stroke("M94 79c4 4 8 4 12 0", "#b9412f", 2.5) + circle(82, 76, 5, "#f2b5a5") + circle(118, 76, 5, "#f2b5a5") + at(100, 112, bow(p.accent, p.accentDark), 0.8)),
  babushka: standing((p) =>
    path("M100 30c26 0 36 18 34 40-2 14 24 30 20 66-3 24-20 30-54 30s-51-6-54-30c-4-36 22-52 20-66-2-22 8-40 34-40z", p.body) + circle(100, 68, 22, "#f6d9bb") + path("M78 68c2-24 42-24 44 0-10-8-16-12-22-12s-12 4-22 12z", "#5a3b2a") + circle(93, 70, 2.6, INK) + circle(107, 70, 2.6, INK) + circle(88, 77, 4, "#ee9c8f") + circle(112, 77, 4, "#ee9c8f") + oval(100, 128, 30, 28, p.light) + at(100, 128, flower(p.accent, FLAME), 1.9)),
  jigsaw: hanging((p) =>
    path("M42 62h40c-8-24 36-24 28 0h40v34c24-8 24 34 0 28v38H42v-36c22 8 22-38 0-30z", p.body) + stroke("M42 62h40c-8-24 36-24 28 0h40v34c24-8 24 34 0 28v38H42v-36c22 8 22-38 0-30z", p.light, 3)),
  teddy: standing((p) =>
    circle(68, 52, 16, p.dark) + circle(132, 52, 16, p.dark) + oval(100, 134, 42, 34, p.body) + circle(56, 130, 15, p.dark) + circle(144, 130, 15, p.dark) + circle(100, 76, 38, p.body) + oval(100, 88, 16, 12, p.light) + circle(86, 70, 4, INK) + circle(114, 70, 4, INK) + oval(100, 84, 6, 4, INK) + at(100, 114, bow(p.accent, p.accentDark), 0.9)),
  car: standing((p) =>
    path("M32 132c0-26 14-30 30-32l18-30h46l22 30c16 2 22 10 22 32v10H32z", p.body) + path("M84 78h18v24H70zM108 78h14l16 24h-30z", "#dff0f5") + circle(66, 146, 18, INK) + circle(66, 146, 8, METAL) + circle(138, 146, 18, INK) + circle(138, 146, 8, METAL)),
  helicopter: hanging((p) =>
    stroke("M44 50h112M100 50v18", INK, 5) + path("M60 106c0-28 20-38 44-38 30 0 32 22 38 30l40-10v18l-44 12c-8 16-20 22-40 22-24 0-38-12-38-34z", p.body) + path("M68 104c0-18 12-26 26-26v26z", "#dff0f5") + stroke("M62 156h76M84 140v14M118 140v14", p.dark, 5) + ring(178, 94, 12, p.accent, 4)),
  spaceRocket: hanging((p) =>
    at(100, 96, path("M0-72C30-46 30 10 22 40h-44c-8-30-8-86 22-112z", p.body) + circle(0, -18, 13, "#dff0f5") + ring(0, -18, 13, p.dark, 4) + path("M-24 8-44 46l20-6zM24 8l20 38-20-6z", p.accent) + path("M-12 42h24L0 76z", FLAME), 1, 24)),
  spinningTop: standing((p) =>
    box(96, 40, 8, 30, WOOD_DARK, 3) + circle(100, 38, 8, p.accent) + path("M40 92c10-34 110-34 120 0z", p.body) + path("M40 92h120c-8 38-44 56-60 74-16-18-52-36-60-74z", p.dark) + box(40, 88, 120, 9, p.light, 4)),
  duck: standing((p) =>
    path("M56 118c0-10 14-14 24-12-20-22-8-56 20-56 26 0 36 26 22 46 22 6 38 0 44-12 6 50-26 80-66 80-30 0-44-20-44-46z", p.body) + path("M74 74 48 80l26 10z", "#ee8a2b") + circle(92, 72, 5, INK) + path("M98 118c18-8 38-2 46 8-14 18-42 16-46-8z", p.dark)),
  playingCards: hanging((p) =>
    [[-20, p.light], [0, p.main], [20, PAPER]].map(([turn = 0, fill]) => at(100, 150, box(-32, -112, 64, 96, "#00000022", 7) + box(-32, -114, 64, 96, String(fill), 7) + (fill === PAPER ? at(0, -66, heart("#c8323f"), 2) + at(-20, -98, heart("#c8323f"), 0.7) : ""), 1, Number(turn))).join("")),
  dominoes: hanging((p) =>
    at(74, 104, box(-24, -52, 48, 104, p.body, 8) + box(-20, -1, 40, 2, PAPER) + circle(-8, -34, 5, PAPER) + circle(8, -18, 5, PAPER) + circle(0, 26, 5, PAPER), 1, -14) + at(130, 104, box(-24, -52, 48, 104, p.accent, 8) + box(-20, -1, 40, 2, PAPER) + [[-8, -34], [8, -34], [-8, -18], [8, -18], [-8, 18], [8, 34]].map(([x = 0, y = 0]) => circle(x, y, 5, PAPER)).join(""), 1, 12)),
  blocks: standing((p) =>
    box(42, 112, 54, 54, p.body, 5) + box(104, 112, 54, 54, p.accent, 5) + box(73, 56, 54, 54, p.dark, 5) + at(69, 139, star(PAPER), 1.5) + at(131, 139, heart(PAPER), 1.6) + at(100, 83, flower(PAPER, p.accent), 1.5)),
  skittles: standing((p) =>
    [[62, p.body], [100, p.accent], [138, p.main]].map(([x = 0, fill]) => path(`M${Number(x) - 6} 60c-8-26 20-26 12 0 12 18 14 30 14 50 0 20-2 40-6 56h-28c-4-16-6-36-6-56 0-20 2-32 14-50z`, String(fill)) + box(Number(x) - 16, 96, 32, 9, PAPER)).join("") + circle(118, 154, 15, p.dark)),
  windmill: hanging((p) =>
    stroke("M100 90v90", WOOD, 7) + [0, 90, 180, 270].map((turn) => at(100, 84, path("M0 0V-58C34-58 40-24 0 0z", turn % 180 ? p.accent : p.body), 1, turn)).join("") + circle(100, 84, 8, FLAME)),
  recorder: hanging((p) =>
    at(100, 100, box(-10, -70, 20, 138, p.body, 10) + box(-12, -38, 24, 8, p.light) + [-16, 2, 20, 38].map((y) => circle(0, y, 4, INK)).join(""), 1, 38)),
  harmonica: hanging((p) =>
    box(34, 76, 132, 52, p.body, 12) + box(42, 92, 116, 20, METAL) + [50, 66, 82, 98, 114, 130, 146].map((x) => box(x - 4, 95, 10, 14, INK, 2)).join("")),
  ball: standing((p) =>
    circle(100, 106, 58, p.body) + path("M100 48c-30 36-30 80 0 116 30-36 30-80 0-116z", p.light) + shade("M126 54c40 22 44 84 4 104-10 5-20 6-30 6 42-16 54-68 26-110z")),
  craftKit: standing((p) =>
    box(40, 86, 120, 80, p.body, 6) + box(34, 72, 132, 22, p.dark, 5) + at(76, 66, star(p.accent), 1.6) + at(104, 60, heart(p.light), 1.8) + at(130, 66, flower(p.accent, FLAME), 1.4) + box(62, 108, 76, 36, PAPER, 4) + stroke("M74 120h52M74 131h34", p.dark, 3)),
  sewing: standing((p) =>
    path("M66 60h68v10l-8 8v60l8 8v10H66v-10l8-8V78l-8-8z", WOOD) + box(74, 78, 52, 60, p.body) + faint(0.25, stroke("M74 88h52M74 98h52M74 108h52M74 118h52M74 128h52", "#fff", 3)) + stroke("M126 100c34 0 10 40 34 42", p.main, 3) + stroke("M150 60l14 92", METAL, 4)),
  measure: hanging((p) =>
    path("M60 52h64a20 20 0 0 1 20 20v60a20 20 0 0 1-20 20H60a20 20 0 0 1-20-20V72a20 20 0 0 1 20-20z", p.body) + circle(92, 102, 26, PAPER) + box(142, 130, 36, 16, "#f4dd8a") + stroke("M150 132v7M158 132v10M166 132v7", INK, 2)),
  photoAlbum: standing((p) =>
    box(44, 46, 116, 120, PAPER, 4) + box(40, 42, 116, 120, p.body, 8) + box(62, 66, 72, 62, PAPER, 3) + box(68, 72, 60, 44, "#d7e6e4") + path("M68 116v-14l16-14 14 14 10-8 20 18v4z", LEAF) + at(98, 144, bow(p.accent, p.accentDark), 0.8)),
  magnet: hanging((p) =>
    circle(70, 72, 30, p.body) + at(70, 72, star(p.light), 1.6) + box(104, 48, 52, 52, p.accent, 12) + at(130, 74, heart(PAPER), 1.9) + at(72, 130, flower(p.main, FLAME), 2.2) + circle(132, 132, 28, p.dark) + circle(132, 132, 14, p.light)),
  pig: standing((p) =>
    box(68, 140, 14, 26, p.dark, 4) + box(120, 140, 14, 26, p.dark, 4) + oval(100, 114, 56, 42, p.body) + path("M60 82 62 60l22 14z", p.dark) + oval(50, 114, 14, 17, p.light) + circle(46, 112, 2.6, INK) + circle(46, 120, 2.6, INK) + circle(74, 102, 4, INK) + box(96, 70, 26, 6, INK, 3) + stroke("M154 104c14-2 10 14 18 8", p.dark, 5) + circle(112, 54, 12, BRASS)),
  radio: standing((p) =>
    stroke("M124 68 152 30", METAL, 4) + box(38, 66, 124, 98, p.body, 16) + circle(76, 116, 28, PAPER) + ring(76, 116, 18, p.dark, 3) + box(116, 88, 34, 22, PAPER, 4) + circle(126, 132, 8, p.accent) + circle(146, 132, 6, p.accent)),
  phone: standing((p) => box(66, 34, 68, 132, p.body, 14) + box(74, 48, 52, 96, PAPER, 4) + at(100, 92, heart(p.accent), 1.8) + circle(100, 154, 5, p.light)),
  matchbox: hanging((p) =>
    box(40, 84, 120, 70, p.body, 5) + box(56, 98, 88, 42, PAPER, 4) + at(100, 119, star(p.accent), 1.5) + [60, 78, 96, 114].map((x) => stroke(`M${x} 82V54`, "#e6c594", 5) + oval(x, 50, 5, 7, "#c8323f")).join("")),
  plasters: standing((p) =>
    box(46, 70, 108, 96, p.body, 10) + box(42, 58, 116, 20, p.dark, 7) + box(90, 92, 20, 56, PAPER, 3) + box(72, 110, 56, 20, PAPER, 3)),
  chest: standing((p) =>
    box(38, 90, 124, 76, p.body, 6) + box(38, 66, 124, 30, p.dark, 10) + box(56, 108, 40, 22, PAPER, 3) + box(104, 108, 40, 22, PAPER, 3) + box(56, 136, 40, 22, PAPER, 3) + box(104, 136, 40, 22, PAPER, 3)),
};
