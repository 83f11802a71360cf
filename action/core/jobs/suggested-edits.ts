import type { Step } from "../production/production.ts";
import type { Edit } from "../text/edit-yaml.ts";
import type { Suggested } from "./measured.ts";

type Written = { readonly memory?: unknown; readonly walltime?: unknown; readonly estimate?: unknown };

/** What a step, as its request writes it, must say instead; a new key goes after `out`, which every step has. */
export const suggestedEdits = (
  step: Step["name"],
  written: Written,
  { memory, walltime, estimate = {} }: Suggested,
): readonly (Edit & { readonly after: string })[] => {
  const at = ["steps", step];
  const figures = Object.entries(estimate);
  const said = typeof written.estimate === "object" && written.estimate !== null ? Object.keys(written.estimate) : [];
  const [first] = said;
  return [
    ...(first === undefined
      ? figures.length === 0
        ? []
        : [{ path: [...at, "estimate"], text: Object.fromEntries(figures), after: "out" }]
      : figures.map(([name, value]) => ({ path: [...at, "estimate", name], text: value, after: first }))),
    ...(memory === undefined ? [] : [{ path: [...at, "memory"], text: memory, after: "out" }]),
    ...(walltime === undefined ? [] : [{ path: [...at, "walltime"], text: walltime, after: "out" }]),
  ];
};
