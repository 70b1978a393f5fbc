// Things for the kitchen and the table.
import {
  at, box, circle, faint, flame, heart, hanging, INK, LEAF, METAL, oval, PAPER, path, ring, shade, shine,
  standing, stroke, WAX, WOOD, WOOD_DARK,
} from "./draw.ts";

const cherry = at(0, 0, stroke("M0-6c1-8 5-10 9-11", LEAF, 2) + circle(0, 0, 6, "#c8323f"));

export const KITCHEN = {
  mug: standing((p) =>
    stroke("M132 88c30-6 34 46-2 50", p.dark, 11) +
    path("M54 68h84v76a22 22 0 0 1-22 22H76a22 22 0 0 1-22-22z", p.body) +
    shade("M116 68h22v76a22 22 0 0 1-22 22h-10c8-4 10-12 10-22z") +
    shine("M62 82h7v58h-7z") +
    oval(96, 68, 42, 9, p.light) + oval(96, 69, 36, 6, "#6b4a35")),
  teacup: standing((p) =>
    oval(100, 158, 62, 11, p.light) + oval(100, 155, 46, 7, p.dark) +
    stroke("M140 96c26-8 30 30-6 34", p.dark, 8) +
    path("M50 84h96c0 42-18 68-48 68S50 126 50 84z", p.body) +
    shade("M124 84h22c0 42-18 68-48 68 20-8 28-34 26-68z") +
    oval(98, 84, 48, 9, p.light) + oval(98, 85, 41, 6, "#8a5a36")),
  teapot: standing((p) =>
    stroke("M142 98c30-10 34 44-2 46", p.dark, 9) +
    path("M60 112C40 110 44 84 28 80l-2 8c10 10 8 40 36 48z", p.dark) +
    path("M98 74c36 0 52 26 52 48 0 26-18 44-52 44s-52-18-52-44c0-22 16-48 52-48z", p.body) +
    shade("M118 78c22 8 32 26 32 44 0 26-18 44-52 44 34-12 38-60 20-88z") +
    path("M68 84c4-14 56-14 60 0-18 6-42 6-60 0z", p.light) + circle(98, 68, 8, p.accent)),
  jug: standing((p) =>
    stroke("M128 78c38-6 32 56 0 54", p.dark, 9) +
    path("M64 54h60l8-8c2 16-6 22-4 34 18 20 14 86-4 86H76c-18 0-22-66-4-86 2-10-4-16-8-26z", p.body) +
    shade("M116 62c-2 12 4 16 12 18 18 20 14 86-4 86h-18c18-10 20-70 10-104z") +
    shine("M70 98c-4 16-2 40 2 54h6c-4-16-6-38-1-54z")),
  plate: hanging((p) =>
    circle(100, 102, 66, "#00000014") + circle(100, 99, 66, p.light) + circle(100, 99, 62, p.body) +
    circle(100, 99, 40, p.light) + ring(100, 99, 40, p.dark, 1.5) +
    faint(0.5, stroke("M58 70a52 52 0 0 1 26-20", "#fff", 4))),
  bowl: standing((p) =>
    oval(100, 164, 28, 5, p.dark) +
    path("M36 94h128c0 42-26 70-64 70S36 136 36 94z", p.body) +
    shade("M134 94h30c0 42-26 70-64 70 28-12 38-38 34-70z") +
    oval(100, 94, 64, 13, p.light) + oval(100, 96, 56, 9, p.dark)),
  cakeStand: standing((p) =>
    path("M94 74h12v88H94z", p.dark) + oval(100, 164, 32, 6, p.dark) +
    path("M36 128h128c-6 12-30 16-64 16s-58-4-64-16z", p.body) + oval(100, 128, 64, 9, p.light) +
    [60, 86, 114, 140].map((x) => box(x - 9, 112, 18, 13, p.accent, 3) + circle(x, 111, 9, PAPER) +
      circle(x, 103, 3.4, "#c8323f")).join("") +
    path("M58 74h84c-6 10-20 12-42 12s-36-2-42-12z", p.body) + oval(100, 74, 42, 7, p.light) +
    [82, 100, 118].map((x) => box(x - 8, 59, 16, 12, p.accent, 3) + circle(x, 58, 8, PAPER)).join("") +
    circle(100, 46, 5, p.accentDark)),
  cake: standing((p) =>
    oval(100, 160, 64, 9, p.light) + path("M48 98h104v54c0 12-104 12-104 0z", p.body) +
    shade("M128 98h24v54c0 6-22 9-46 9 20-6 24-30 22-63z") +
    path("M48 98c0-18 104-18 104 0v12c-6 12-14 12-18 0-6 16-16 14-20 0-8 20-18 16-22 0-6 12-16 12-20 0-6 14-18 10-24 0z", PAPER) +
    at(76, 86, cherry) + at(102, 82, cherry) + at(128, 87, cherry)),
  cupcake: standing((p) =>
    path("M60 112h80l-12 52H72z", p.body) +
    faint(0.25, stroke("M76 114l6 48M92 114l3 48M108 114l-3 48M124 114l-6 48", "#fff", 3)) +
    shade("M120 112h20l-12 52h-16z") +
    path("M52 112c-6-16 10-24 16-24 0-20 16-24 22-24 4-14 22-10 24 2 14 2 20 10 20 22 12 2 18 12 14 24z", p.light) +
    at(104, 58, cherry, 1.3) +
    [72, 92, 116, 132].map((x, i) => circle(x, 98 - (i % 2) * 12, 2.6, p.accent)).join("")),
  cakeCases: standing((p) =>
    [[64, 0], [136, 0], [100, 22]].map(([x = 0, y = 0]) =>
      path(`M${x - 34} ${100 + y}h68l-11 44h-46z`, p.body) +
      faint(0.3, stroke(`M${x - 20} ${102 + y}l5 40M${x - 7} ${102 + y}l2 40M${x + 7} ${102 + y}l-2 40M${x + 20} ${102 + y}l-5 40`, "#fff", 3)) +
      oval(x, 100 + y, 34, 8, p.light) + oval(x, 101 + y, 28, 5, p.dark)).join("")),
  tin: standing((p) =>
    path("M52 74h96v82c0 14-96 14-96 0z", p.body) + shade("M124 74h24v82c0 8-30 11-56 10 26-4 34-20 32-92z") +
    shine("M60 92h7v60h-7z") +
    path("M48 58h104v20c0 14-104 14-104 0z", p.dark) + oval(100, 58, 52, 10, p.light) +
    box(70, 104, 52, 34, PAPER, 6) + stroke("M80 116h32M86 126h20", p.dark, 3)),
  cakeTins: standing((p) =>
    path("M36 118h128v40c0 12-128 12-128 0z", p.body) + path("M34 108h132v14c0 10-132 10-132 0z", p.dark) +
    path("M50 76h100v32c0 10-100 10-100 0z", p.accent) + path("M48 68h104v12c0 9-104 9-104 0z", p.accentDark) +
    path("M66 46h68v22c0 8-68 8-68 0z", p.body) + path("M64 40h72v10c0 7-72 7-72 0z", p.dark) +
    oval(100, 40, 36, 6, p.light) + circle(100, 34, 5, p.accent)),
  jar: standing((p) =>
    box(62, 46, 76, 20, p.main, 6) + shade("M120 46h12a6 6 0 0 1 6 6v14h-18z") +
    faint(0.55, path("M66 66h68c10 8 14 14 14 26v58a16 16 0 0 1-16 16H68a16 16 0 0 1-16-16V92c0-12 4-18 14-26z", "#dcecee")) +
    path("M58 104h84v46a10 10 0 0 1-10 10H68a10 10 0 0 1-10-10z", p.body) +
    box(72, 112, 56, 32, PAPER, 4) + at(100, 128, heart(p.dark), 0.9) + shine("M60 90h6v56h-6z")),
  bottle: standing((p) =>
    box(88, 30, 24, 16, WOOD, 4) +
    path("M88 44h24v28c2 14 24 18 24 42v40a12 12 0 0 1-12 12H76a12 12 0 0 1-12-12v-40c0-24 22-28 24-42z", p.body) +
    shade("M112 72c2 14 24 18 24 42v40a12 12 0 0 1-12 12h-14c14-10 12-60 0-94z") +
    shine("M72 112h7v42h-7z") + box(66, 112, 68, 32, PAPER, 2) + stroke("M80 123h40M88 133h24", p.dark, 3)),
  waterBottle: standing((p) =>
    box(86, 28, 28, 16, p.dark, 5) + box(80, 42, 40, 12, p.accent, 4) +
    path("M78 54h44c14 10 16 20 16 34v62a16 16 0 0 1-16 16H78a16 16 0 0 1-16-16V88c0-14 2-24 16-34z", p.body) +
    shade("M116 54h6c14 10 16 20 16 34v62a16 16 0 0 1-16 16h-12c14-20 12-80 6-112z") + shine("M70 86h7v64h-7z")),
  hotWaterBottle: hanging((p) =>
    path("M86 26h28l-4 22H90z", p.dark) + box(82, 22, 36, 10, p.accent, 4) +
    path("M84 46h32c4 8 32 8 32 34v70c0 18-14 24-48 24s-48-6-48-24V80c0-26 28-26 32-34z", p.body) +
    shade("M128 60c12 4 20 8 20 20v70c0 18-14 24-48 24 34-14 38-80 28-118z") +
    box(80, 44, 40, 12, p.light, 6) + faint(0.6, stroke("M64 86v66M136 86v66", p.light, 2))),
  lunchBox: standing((p) =>
    stroke("M74 74c0-34 52-34 52 0", p.dark, 8) +
    box(40, 72, 120, 92, p.body, 14) + shade("M136 72h10a14 14 0 0 1 14 14v64a14 14 0 0 1-14 14h-30c18-10 22-60 20-92z") +
    box(40, 106, 120, 6, p.dark) + box(60, 100, 14, 20, METAL, 3) + box(126, 100, 14, 20, METAL, 3)),
  snackTubs: standing((p) =>
    box(46, 118, 108, 46, p.body, 8) + box(42, 108, 116, 14, p.dark, 6) +
    box(62, 74, 76, 34, p.accent, 7) + box(58, 66, 84, 12, p.accentDark, 5) +
    box(76, 44, 48, 22, p.body, 6) + box(72, 36, 56, 11, p.dark, 5)),
  glass: standing((p) =>
    faint(0.85, path("M60 54h80l-10 104c-1 8-59 8-60 0z", p.light)) + path("M64 92h72l-6 66c-1 8-59 8-60 0z", p.body) +
    oval(100, 54, 40, 7, p.light) + oval(100, 92, 36, 6, p.main) + shine("M72 66l6 0 4 84-6 0z") +
    stroke("M112 92 130 34", p.accent, 6)),
  wineGlass: standing((p) =>
    path("M96 108h8v50h-8z", p.light) + oval(100, 160, 32, 6, p.light) +
    path("M62 46h76c4 44-12 66-38 66S58 90 62 46z", p.light) + path("M62 66h76c0 28-14 46-38 46S62 94 62 66z", p.body) +
    shine("M70 56h6c-2 20 2 34 8 44-12-8-16-26-14-44z")),
  cutlery: hanging((p) =>
    stroke("M62 96v66", p.main, 11) + stroke("M62 62v36", METAL, 6) + stroke("M50 36v24q12 14 24 0V36M62 36v26", METAL, 5) +
    stroke("M100 100v62", p.main, 11) + path("M95 102V52c0-12 12-20 14-20v70z", METAL) +
    stroke("M140 96v66", p.main, 11) + stroke("M140 70v30", METAL, 6) + oval(140, 52, 13, 19, METAL) +
    faint(0.3, oval(137, 48, 5, 10, "#fff"))),
  spoons: hanging((p) =>
    [[66, -9], [100, 0], [134, 9]].map(([x = 0, turn = 0]) =>
      at(x, 100, stroke("M0-8V68", p.main, 8) + oval(0, -34, 17, 25, p.body) + faint(0.25, oval(-4, -38, 7, 14, "#fff")), 1, turn)).join("")),
  rollingPin: hanging((p) =>
    at(100, 100, box(-80, -6, 160, 12, WOOD_DARK, 6) + box(-52, -19, 104, 38, p.body, 12) + shine("M-44-12h88v6h-88z"), 1, -32)),
  whisk: hanging((p) =>
    at(100, 104, box(-7, 20, 14, 56, p.body, 7) + stroke("M0 22C-50-10-26-76 0-76S50-10 0 22M0 22C-20-10-12-76 0-76s12 66 0 98M0 22v-96", METAL, 4), 1, 25)),
  board: hanging((p) =>
    at(100, 104, box(-14, -78, 28, 44, WOOD, 12) + box(-46, -44, 92, 112, p.body, 16) + circle(0, -62, 6, "#00000055") +
      faint(0.2, stroke("M-28-24v72M-8-28v80M14-26v76M32-20v64", INK, 2)), 1, 12)),
  scales: standing((p) =>
    path("M60 104h80l14 60H46z", p.body) + shade("M124 104h16l14 60h-24z") + circle(100, 134, 22, PAPER) +
    ring(100, 134, 22, p.dark, 3) + stroke("M100 134l10-12", "#b9412f", 3) + box(92, 86, 16, 18, p.dark) +
    path("M44 70h112c-6 16-24 20-56 20S50 86 44 70z", METAL) + oval(100, 70, 56, 7, "#d5d8dc")),
  tray: standing((p) =>
    path("M34 108h132l14 42H20z", p.body) + path("M20 150h160v10H20z", p.dark) +
    stroke("M30 126c-14-2-14 16-4 16M170 126c14-2 14 16 4 16", p.dark, 6) +
    at(78, 106, box(-16, -24, 32, 30, p.light, 6) + oval(0, -24, 16, 4, "#8a5a36")) +
    at(126, 108, box(-20, -12, 40, 14, p.accent, 4) + circle(0, -16, 12, p.light) + circle(0, -29, 4, "#c8323f"))),
  napkins: hanging((p) =>
    at(100, 100, box(-54, -50, 108, 108, "#00000014", 4) + box(-56, -56, 108, 108, p.light, 4) +
      path("M-56-56H52V52z", p.body) + stroke("M-50-44 40 46", p.light, 2), 1, -6)),
  placemat: hanging((p) =>
    box(30, 58, 140, 92, "#00000014", 10) + box(30, 54, 140, 92, p.body, 10) + circle(100, 100, 34, PAPER) +
    ring(100, 100, 25, p.dark, 1.5) + stroke("M50 78v44M46 76v14M54 76v14", METAL, 4) + stroke("M150 78v44", METAL, 5)),
  coasters: hanging((p) =>
    at(122, 118, box(-36, -36, 72, 72, p.dark, 10), 1, 14) + at(84, 92, box(-40, -40, 80, 80, p.light, 10) +
      box(-35, -35, 70, 70, p.body, 8), 1, -8) + at(84, 92, ring(0, 0, 18, p.light, 3))),
  teaTowel: hanging((p) =>
    stroke("M36 44h128", WOOD, 8) + path("M60 42h80v122H60z", p.body) + path("M60 42h36v94H60z", p.light) +
    box(96, 142, 44, 6, p.dark) + box(96, 152, 44, 3, p.dark) + box(60, 118, 36, 5, p.dark) + shade("M96 42h8v122h-8z")),
  apron: hanging((p) =>
    stroke("M78 62c-6-44 50-44 44 0M62 104 36 118M138 104l26 14", p.dark, 5) +
    path("M76 58h48l4 34 18 14v58H54v-58l18-14z", p.body) + shade("M112 58h12l4 34 18 14v58h-28c6-30 2-70-6-106z") +
    path("M78 116h44v18a14 14 0 0 1-14 14H92a14 14 0 0 1-14-14z", p.light)),
  ovenGlove: hanging((p) =>
    path("M66 90c0-50 60-50 62 0v6c8-14 28-10 22 8l-22 30v30H66z", p.body) + box(62, 152, 70, 16, p.light, 5) +
    shade("M112 90c2 30 2 60 0 62h16v-18l22-30c6-18-14-22-22-8v-6c0-10-2-18-6-24z")),
  teaCosy: standing((p) =>
    path("M100 50c44 0 58 60 58 114H42c0-54 14-114 58-114z", p.body) + shade("M120 56c28 20 38 66 38 108h-30c4-40 4-80-8-108z") +
    box(38, 150, 124, 16, p.light, 8) + circle(100, 46, 13, p.accent) + path("M40 116c-18-2-22-20-30-22l0 8c6 6 12 26 30 28z", p.dark) ),
  beaker: standing((p) =>
    path("M62 48h76l-9 108c-1 10-57 10-58 0z", p.body) + shade("M118 48h20l-9 108c-1 6-16 8-30 8 18-20 22-80 19-116z") +
    oval(100, 48, 38, 8, p.light) + oval(100, 49, 32, 5, p.dark)),
  straws: standing((p) =>
    [[-16, "accent"], [-6, "body"], [4, "main"], [14, "accent"]].map(([turn = 0, key]) =>
      at(100, 150, box(-4, -112, 8, 100, key === "body" ? p.body : key === "main" ? p.main : p.accent, 3), 1, Number(turn))).join("") +
    path("M68 92h64l-8 74H76z", p.light) + box(72, 112, 57, 30, p.body)),
  eggCup: standing((p) =>
    oval(100, 72, 30, 38, WAX) + shade("M116 42c18 16 18 44 4 62l-12 4c16-16 16-46 8-66z") +
    path("M62 84h76c0 26-14 40-28 44l-2 22 20 14H72l20-14-2-22c-14-4-28-18-28-44z", p.body) + oval(100, 84, 38, 6, p.light)),
  jelly: standing((p) =>
    oval(100, 158, 60, 9, PAPER) + path("M56 150c0-30 10-38 12-58 2-22 16-32 32-32s30 10 32 32c2 20 12 28 12 58 0 8-88 8-88 0z", p.body) +
    faint(0.25, stroke("M78 96c-2 22-6 34-6 52M100 92v58M122 96c2 22 6 34 6 52", "#fff", 5)) + oval(100, 64, 20, 5, p.light)),
  birthdayCandles: standing((p) =>
    [60, 87, 113, 140].map((x, i) => box(x - 6, 84 - (i % 2) * 10, 12, 80 + (i % 2) * 10, i % 2 ? p.accent : p.body, 3) +
      at(x, 76 - (i % 2) * 10, flame())).join("")),
};
