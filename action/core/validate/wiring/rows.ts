import type { Wired } from "../../production/connected-step.ts";
import { type RowKnown, rowFile } from "../../production/production.ts";
import type { Table } from "../../production/table.ts";
import { type RowReaders, rowArray } from "./row-relays.ts";

/** By step, whence its jobs know their row: from their number, from the file that is handed on, or to hand it on. */
export const rowsKnown = (
  steps: readonly Wired[],
  tables: ReadonlyMap<string, Table>,
  readers: RowReaders,
): ReadonlyMap<string, RowKnown> => {
  const tableOf = new Map([...readers].flatMap(([of, names]) => names.map((name) => [name, of])));
  return new Map(
    steps.flatMap(({ name, inputs }): readonly (readonly [string, RowKnown])[] => {
      const [first] = inputs;
      const handsOn =
        first?.source.kind === "step" && first.source.output === rowFile(first.source.step) ? first : undefined;
      const of = tables.has(name)
        ? name
        : (tableOf.get(name) ?? (handsOn?.source.kind === "step" ? handsOn.source.step : undefined));
      const table = of === undefined ? undefined : tables.get(of);
      if (of === undefined || table === undefined) return [];
      return [[name, { table, of, input: of === name ? undefined : (handsOn?.name ?? rowArray) }]];
    }),
  );
};
