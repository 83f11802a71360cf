import { chainOf } from "../../conventions/read-conventions.ts";
import { quotable } from "../../problems/problem.ts";
import type { Production } from "../../production/production.ts";
import type { ProductionSource } from "../../text/source-file.ts";
import { namesOnly } from "./rules-text.ts";

export type Governed = {
  /** The nearest first; `commit`: the one that gave it its content, `undefined` where it is in none yet. */
  readonly files: readonly { readonly file: string; readonly commit: string | undefined }[];
  readonly scope: string;
  readonly setups: readonly { readonly setup: string; readonly steps: readonly string[] }[];
};

export const governedBy = (
  { conventions, trial, steps }: Production,
  source: Pick<ProductionSource, "conventions">,
  madeBy: ReadonlyMap<string, string>,
): Governed => {
  const lines = new Map<string, string[]>();
  for (const { name, setup } of steps) if (setup !== undefined) lines.set(setup, [...(lines.get(setup) ?? []), name]);
  return {
    files: chainOf(source.conventions).map(({ file }) => ({ file, commit: madeBy.get(file) })),
    scope: trial ? conventions.scopes.trial : conventions.scopes.release,
    setups: [...lines].map(([setup, of]) => ({ setup, steps: of })),
  };
};

export const governedLines = ({ files, scope, setups }: Governed): readonly string[] => {
  const named = files.map(({ file, commit }) => `${file} (${commit?.slice(0, 12) ?? "not committed"})`);
  return [
    `Rules: ${named.length === 0 ? "none" : named.join(", ")}; scope ${scope}.`,
    ...(setups.length === 0 ? ["No set-up line."] : setups.map(setupLine)),
  ].map(quotable);
};

export const setupText = (steps: readonly string[]): string => `Set-up before the payload of ${namesOnly(steps)}:`;
const setupLine = ({ setup, steps }: Governed["setups"][number]): string => `${setupText(steps)} ${setup}`;
