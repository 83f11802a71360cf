import { styleText } from "node:util";
import type { Problem } from "../../core/problems/problem.ts";
import { printable } from "../../core/text/printable.ts";

const colours = { error: "red", warning: "yellow", note: "cyan" } as const satisfies Record<
  Problem["severity"],
  string
>;

/** A problem as people read it, cleaned; in a terminal its severity has a colour. NO_COLOR and FORCE_COLOR are obeyed by Node. */
export const coloured = (
  { problem: { severity }, text }: { readonly problem: Problem; readonly text: string },
  stream: NodeJS.WriteStream,
): string =>
  printable(text).replace(` ${severity} [`, ` ${styleText(["bold", colours[severity]], severity, { stream })} [`);
