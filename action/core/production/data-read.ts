import { listedDataOf } from "./list-origin.ts";
import type { Production } from "./production.ts";

/** Data of another production that one reads; `path`: where the request says so. `run`: of one that grows. */
export type DataRead = {
  readonly tag: string;
  readonly version: string;
  readonly run: number | "all" | undefined;
  readonly step: string;
  /** `undefined`: it does not say which, so any. */
  readonly output: string | undefined;
  readonly path: readonly [string, string, string];
};

/** By references and by lists of files that say whose they are; each once. */
export const dataRead = ({ steps, run, origins, request }: Production): readonly DataRead[] => {
  const referred = steps.flatMap(({ inputs }) =>
    inputs.flatMap(({ source }): readonly (readonly [string, DataRead])[] => {
      if (source.kind !== "production") return [];
      const { input, tag, version, step, output } = source;
      return [[input, { tag, version, run, step, output, path: ["inputs", input, "version"] }]];
    }),
  );
  const listed = Object.entries(request.inputs ?? {}).flatMap(
    ([input, { list }]): readonly (readonly [string, DataRead])[] => {
      const origin = list === undefined ? undefined : origins.find((one) => one.list === list);
      const data = origin === undefined ? undefined : listedDataOf(origin);
      if (data === undefined) return [];
      const { tag, version, step } = data;
      const path = ["inputs", input, "list"] as const;
      return [[input, { tag, version, run: runOf(data.run), step, output: undefined, path }]];
    },
  );
  return [...new Map([...referred, ...listed]).values()];
};

const runOf = (run: string | undefined): DataRead["run"] => {
  if (run === undefined) return undefined;
  return run === "*" ? "all" : Number(run);
};

/** What its data sets are called, of data that it reads by name. */
export const namesRead = ({
  steps,
}: Pick<Production, "steps">): readonly (readonly [input: string, name: string])[] => [
  ...new Map(
    steps.flatMap(({ inputs }) =>
      inputs.flatMap(({ source }) => (source.kind === "dataset" ? [[source.input, source.dataset] as const] : [])),
    ),
  ),
];
