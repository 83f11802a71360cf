import { onlyWatches } from "../../production/condition.ts";
import type { Wired } from "../../production/connected-step.ts";
import { type RowKnown, rowFile, type Step } from "../../production/production.ts";
import { isOfRun } from "../../production/run-row.ts";
import type { Table } from "../../production/table.ts";
import { outputName, type Request, type RequestInput, type RequestStep } from "../../request/request.ts";

/** Steps that know the rows of a table further up, by the step that has it. */
export type RowReaders = ReadonlyMap<string, readonly string[]>;

/** The bash array of the file with the row; no name of a request begins so. */
const rowArray = "shrek_rows";

/** Steps below a table whose payload or text names a column of it that they do not set or have from elsewhere. */
export const readersOfRows = (
  request: Request,
  tables: ReadonlyMap<string, Table>,
  textsOf: (step: string) => readonly string[],
): RowReaders => {
  if (tables.size === 0) return new Map();
  const readers = Object.entries(request.steps).flatMap(([name, step]) => {
    const above = onlyWatches(step) ? [] : tablesAbove(request, tables, name);
    if (above.length === 0) return [];
    const texts = textsOf(name);
    const read = above.filter((table) =>
      (tables.get(table)?.columns ?? []).some(
        (column) => !isOwn(request, step, column.name) && texts.some((text) => names(text, column.name)),
      ),
    );
    // A job has one row, of one table.
    const [table, ...others] = read;
    return table === undefined || others.length > 0 ? [] : [[table, name] as const];
  });
  return new Map(
    [...Map.groupBy(readers, ([table]) => table)].map(([table, found]) => [table, found.map(([, name]) => name)]),
  );
};

const tablesAbove = (request: Request, tables: ReadonlyMap<string, Table>, name: string): readonly string[] => {
  const above = new Set((request.steps[name]?.in ?? []).map(({ from }) => from));
  for (const step of above) for (const { from } of request.steps[step]?.in ?? []) above.add(from);
  return [...above].filter((step) => step !== name && tables.has(step) && !hasPattern(request.steps[step]));
};

/** No other output can stand beside it (PANDA P52). */
const hasPattern = (step: RequestStep | undefined): boolean =>
  step?.out.some((output) => typeof output !== "string" && output.files !== undefined) === true;

const isOwn = ({ runs }: Request, { parameters = {} }: RequestStep, column: string): boolean =>
  Object.hasOwn(parameters, column) || (runs !== undefined && isOfRun(column));

const names = (text: string, column: string): boolean => {
  if (!text.includes(column)) return false;
  const plain = text.replaceAll(/(^|\s)#.*$/gm, "$1");
  const read = plain.search(
    new RegExp(`\\$\\{?[#!]?${column}\\b|\\(\\([^)\\n]*\\b${column}\\b|(?:getenv|environ|ENVIRON)\\W{1,9}${column}\\b`),
  );
  const set = plain.search(
    new RegExp(`(?:^|[\\s;&|(])(?:${column}=|for\\s+${column}\\b|read\\b[^\\n;|]*\\s${column}\\b)`),
  );
  return read !== -1 && (set === -1 || read < set);
};

/**
 * The request with what SHREK adds for them: PanDA's names do not say of which row a file is (PANDA J2), so each job of
 * the table writes its row into a file, and the readers join this file with theirs by identity. PanDA does not join two
 * files of one job (ADR 6), so a task hands the file on.
 */
export const withRows = (request: Request, readers: RowReaders): Request => {
  if (readers.size === 0) return request;
  const relays = new Map([...readers.keys()].map((table) => [table, relayName(request, table)]));
  const reading = new Map([...readers].flatMap(([table, steps]) => steps.map((step) => [step, relays.get(table)])));
  const steps = Object.entries(request.steps).flatMap(([name, step]): readonly (readonly [string, RequestStep])[] => {
    const relay = relays.get(name);
    const read = (step.in ?? []).map((input) => withOutput(request, relays, input));
    const row = reading.get(name);
    const inputs = row === undefined ? read : [...read, { from: row, filesPerJob: 1, as: rowArray }];
    const known = step.in === undefined ? step : { ...step, in: inputs };
    return relay === undefined
      ? [[name, known]]
      : [
          [name, { ...known, out: [...step.out, rowFile(name)] }],
          [relay, relayOf(name, relay, step)],
        ];
  });
  return { ...request, steps: Object.fromEntries(steps) };
};

const relayName = ({ steps, inputs = {} }: Request, table: string): string => {
  let name = `${table}Row`;
  while (Object.hasOwn(steps, name) || Object.hasOwn(inputs, name)) name += "s";
  return name;
};

/** Where the jobs of the table run, and as short as can be said. */
const relayOf = (table: string, relay: string, step: RequestStep): RequestStep => {
  const { table: _, jobs, copyInputs, eventsPerJob, when, seed, parameters, resources, estimate, ...how } = step;
  const input = { from: table, output: rowFile(table), filesPerJob: 1 };
  return { ...how, in: [input], out: [rowFile(relay)], cores: 1, walltime: 1, run: ":" };
};

/** The only output of a step is the first of two now. */
const withOutput = ({ steps }: Request, relays: ReadonlyMap<string, string>, input: RequestInput): RequestInput => {
  const [only, ...others] = relays.has(input.from) ? (steps[input.from]?.out ?? []) : [];
  return only === undefined || others.length > 0 || input.output !== undefined
    ? input
    : { ...input, output: outputName(only) };
};

/** Those whose jobs know their row: each reads one file, made from one file of each job of the table. */
export const knowingReaders = (
  readers: RowReaders,
  steps: readonly Wired[],
  tables: ReadonlyMap<string, Table>,
): RowReaders => {
  const known = [...readers].map(([table, names]) => {
    const rows = tables.get(table)?.rows.length;
    const knows = ({ name, inputs, jobs }: Wired): boolean =>
      names.includes(name) && jobs === rows && inputs.some((input) => input.name === rowArray && input.pair);
    return [table, steps.filter(knows).map(({ name }) => name)] as const;
  });
  return new Map(known.filter(([, names]) => names.length > 0));
};

/** The same of a production that is made. */
export const readersIn = (steps: readonly Step[]): RowReaders => {
  const reading = steps.filter(({ row }) => row?.input === rowArray);
  return new Map(
    [...Map.groupBy(reading, ({ row }) => row?.of ?? "")].map(([table, found]) => [
      table,
      found.map(({ name }) => name),
    ]),
  );
};

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
