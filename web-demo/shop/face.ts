// The drawn faces of the household: a member's colour is the ground, the rest comes from the name.
import type { Colour, Kind, Member } from "hearth";
import { svg, type SVGTemplateResult } from "lit";

const HAIR = [
  svg`<path d="M9.500 21c-1-9 4-13.500 10.500-13.500S31.500 12 30.500 21c-.8-3.500-2.500-6-5-7.500-3 2-8 2.500-12 1.500-2 1.500-3.500 3.500-4 6z"/>`,
  svg`<path d="M8.500 29c-2-13 2-21.500 11.500-21.500S33.500 16 31.500 29c-2.500-1-3.500-4-3.500-8-1.500-3-4-5.500-6.500-6.500-2 3-6 5-9.500 5.500.5 4-.5 8-3.500 9z"/>`,
  svg`<path d="M10 19.500c-1.500-2.500-.5-5 1.500-6 0-3 3-5 5.500-4.500 2-2.500 6.500-2 8 .5 3-.5 5 2 4.500 4.500 1.800 1.200 2 3.800.5 5.500-.7-2.300-2.300-4-4.500-4.800-3.500 1.300-8 1.300-11.500.3-2 .8-3.300 2.300-4 4.500z"/>`,
  svg`<path d="M10 20c-.5-8 4-12 10-12 7 0 10.500 4.500 10 12-1.500-1-2.500-3-3-5-4.500.5-10-1-12.500-3.500-.5 3.500-2 6.500-4.500 8.500z"/><circle cx="20" cy="6.500" r="3.200"/>`,
];
const SKIN = ["#f3d3b8", "#e3b48f", "#c98f66", "#f0c9a8", "#a8714b"] as const;
const HAIR_COLOUR = ["#4a3226", "#2c2523", "#8a5a34", "#b98a4a", "#6d3b2a"] as const;

export type Faced = Pick<Member, "name" | "colour" | "kind">;

// Hidden from assistive technology: the name is always beside it.
export function face({ name, colour, kind }: Faced): SVGTemplateResult {
  const seed = [...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0, 7);
  const pick = <T>(list: readonly T[], salt: number): T | undefined => list[(seed >>> salt) % list.length];
  const head = kind === "child" ? "translate(20 23) scale(.88) translate(-20 -20)" : "translate(20 22) translate(-20 -20)";
  return svg`<svg class="face face-${colour}" viewBox="0 0 40 40" aria-hidden="true">
    <circle cx="20" cy="20" r="20" class="face-ground"/>
    <g transform=${head}>
      <path d="M20 27c6 0 10.500 4 11.500 13h-23c1-9 5.500-13 11.500-13z" fill="#fff" fill-opacity=".55"/>
      <ellipse cx="20" cy="19.500" rx="8.800" ry="9.800" fill=${pick(SKIN, 3)}/>
      <circle cx="16.600" cy="19.800" r="1.150" fill="#2b2520"/><circle cx="23.400" cy="19.800" r="1.150" fill="#2b2520"/>
      <path d="M16.800 24c1.800 1.900 4.600 1.900 6.400 0" fill="none" stroke="#2b2520" stroke-width="1.200" stroke-linecap="round"/>
      ${kind === "child" ? svg`<circle cx="14.300" cy="22.800" r="1.500" fill="#d9705f" fill-opacity=".4"/><circle cx="25.700" cy="22.800" r="1.500" fill="#d9705f" fill-opacity=".4"/>` : ""}
      <g fill=${pick(HAIR_COLOUR, 6)}>${pick(HAIR, 0)}</g>
    </g>
  </svg>`;
}

export const nobodysFace = svg`<svg class="face face-nobody" viewBox="0 0 40 40" aria-hidden="true">
  <circle cx="20" cy="20" r="19.300" fill="none" stroke="currentColor" stroke-width="1.400" stroke-dasharray="3.400 2.600"/>
  <circle cx="20" cy="16" r="5.500" fill="none" stroke="currentColor" stroke-width="1.600"/>
  <path d="M9.500 32c1.200-6 5.300-9 10.500-9s9.300 3 10.500 9" fill="none" stroke="currentColor" stroke-width="1.600" stroke-linecap="round"/>
</svg>`;

export const addFace = svg`<svg class="face face-add" viewBox="0 0 40 40" aria-hidden="true">
  <circle cx="20" cy="20" r="19.300" fill="none" stroke="currentColor" stroke-width="1.400" stroke-dasharray="3.400 2.600"/>
  <path d="M20 13v14M13 20h14" stroke="currentColor" stroke-width="1.800" stroke-linecap="round"/>
</svg>`;

export const COLOUR_NAMES: Readonly<Record<Colour, string>> = {
  clay: "Clay", moss: "Moss", sea: "Sea", plum: "Plum", sun: "Sun", slate: "Slate", rose: "Rose", pine: "Pine",
};
export const KIND_NAMES: Readonly<Record<Kind, string>> = { adult: "Grown-up", child: "Child" };
