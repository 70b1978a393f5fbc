// The control that belongs to a Hearth, for the package's own elements: a shelf explains itself and takes a dismissal
// back although the page was given no control. Not exported by the package.
import type { Hearth } from "./hearth.js";
import type { HearthControl } from "./hearth-control.js";

const controls = new WeakMap<Hearth, HearthControl>();

export const controlOf = (hearth: Hearth): HearthControl | undefined => controls.get(hearth);

export function rememberControl(hearth: Hearth, control: HearthControl): void {
  controls.set(hearth, control);
}
