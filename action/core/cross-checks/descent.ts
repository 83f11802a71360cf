import { join } from "node:path/posix";
import { keysOf, namesRun } from "../production/file-names.ts";
import type { InputSource, Step, UpstreamSource } from "../production/production.ts";
import { inShared } from "../request/named-sources.ts";
import { type Request, readsList } from "../request/request.ts";
import { withoutScope } from "../validate/wiring/supply.ts";

/** What each file of a step comes from; else files are alike: each job of a simulation made events of its own. */
export type Descent =
  | { readonly kind: "production"; readonly tag: string; readonly version: string; readonly step: string }
  /** `keyed`: each file is that of a run or of a key in its name. */
  | { readonly kind: "data"; readonly name: string; readonly keyed: boolean };

/** By step. A pool that is reused gives its files to any job: nothing descends from it. */
export const descentsOf = (
  steps: readonly Pick<Step, "name" | "inputs">[],
  request: Request,
  folder: string,
): ReadonlyMap<string, readonly Descent[]> => {
  const found = new Map<string, readonly Descent[]>();
  // Producers stand before their consumers.
  for (const { name, inputs } of steps)
    found.set(name, [
      ...rowsOf(request, name, folder),
      ...inputs.flatMap(({ reuse, source }) => (reuse ? [] : descentOf(request, source, found))),
    ]);
  return found;
};

export const descentOf = (
  request: Request,
  source: InputSource,
  found: ReadonlyMap<string, readonly Descent[]>,
): readonly Descent[] => {
  switch (source.kind) {
    case "step":
      return found.get(source.step) ?? [];
    case "production":
      return [descentFrom(source)];
    case "dataset": {
      const { dataset = source.dataset, names = "" } = request.inputs?.[source.input] ?? {};
      return [{ kind: "data", name: withoutScope(dataset), keyed: namesRun(dataset) || keysOf(names).length > 0 }];
    }
  }
};

const descentFrom = ({ tag, version, step }: UpstreamSource): Descent => ({ kind: "production", tag, version, step });

/** Each job of a table, and each that is cut from lists, has values of its own. */
const rowsOf = (request: Request, name: string, folder: string): readonly Descent[] => {
  const step = request.steps[name];
  if (step === undefined) return [];
  const lists = readsList(request, step)
    ? (step.in ?? []).flatMap(({ from }) => request.inputs?.[from]?.list ?? [])
    : [];
  return [...(step.table === undefined ? [] : [step.table]), ...lists].map((file) => ({
    kind: "data",
    name: file.startsWith(inShared) ? file : join(folder, file),
    keyed: true,
  }));
};
