import type { Conventions } from "../conventions/conventions.ts";
import { versionStyle } from "../conventions/version-pattern.ts";
import { type Content, contentDigest, contentOf } from "../production/content.ts";
import type { Production, Step } from "../production/production.ts";
import { tablesOfRun } from "../production/table.ts";
import type { Request } from "../request/request.ts";
import { makeStep } from "./make-step.ts";
import type { OneRequest, RequestParts } from "./request-parts.ts";
import { countsByRun, withRun } from "./runs/filled-names.ts";
import { withRowsAsJobs } from "./tables/tables.ts";
import { readersIn, withRows } from "./wiring/row-relays.ts";
import { wireSteps } from "./wiring/wiring.ts";

/** The production that the parts of a request are, and what of it counts as content. */
export const makeProduction = (
  { source, where, request, conventions, variant }: OneRequest,
  { runs, row, filled, tables, origins, allTables, wiring, rows, trial, outDS, resources, sites }: RequestParts,
  tag: string,
): { readonly production: Production; readonly content: Content } => {
  const counted = withRowsAsJobs(filled, tables);
  const steps = wiring.steps.map(
    (wired): Step => ({
      ...usually(conventions, trial, makeStep(counted, wired, tag)),
      table: tables.get(wired.name),
      row: rows.get(wired.name),
      ...sitesAndSetup({ sites, rows }, wired.name),
      resources: resources.get(wired.name)?.files ?? [],
    }),
  );
  const content = contentOf(
    request,
    steps.flatMap((step) => step.resources),
    runs.rows === undefined ? tables : new Map([...tables].filter(([, { cut }]) => cut === undefined)),
  );
  const alike = {
    folder: source.folder,
    where,
    request,
    conventions,
    tag,
    version: request.version,
    trial,
    run: undefined,
    runs: runs.rows,
    runLists: runs.lists,
    row,
    outDS,
    variant,
    workingGroup: conventions.workingGroup,
    steps,
    tables: allTables,
    origins,
    contentDigest: contentDigest(content),
  };
  const differ =
    runs.rows !== undefined && (countsByRun(request) || [...tables.values()].some(({ cut }) => cut !== undefined));
  const production: Production = {
    ...alike,
    stepsOfRuns: differ ? runs.rows?.map((row) => stepsOfRun(alike, withRun(request, row), row.run)) : undefined,
  };
  return { production, content };
};

/** What the experiment says where the request does not. */
const usually = <S extends Pick<Step, "destination">>(
  { destination = {} }: Conventions,
  trial: boolean,
  step: S,
): S => ({ ...step, destination: step.destination ?? (trial ? destination.trial : destination.release) });

/** A task that hands on rows runs where those of the table do. */
const sitesAndSetup = (
  { sites, rows }: Pick<RequestParts, "sites" | "rows">,
  name: string,
): Pick<Step, "sites" | "setup"> => {
  const found = sites.get(name) ?? sites.get(rows.get(name)?.of ?? name);
  return { sites: found?.sites ?? [], setup: found?.setup };
};

/** The steps of one run: with its number in their names, and as many files as its list says. */
export const stepsOfRun = (
  production: Omit<Production, "stepsOfRuns">,
  request: Request,
  run: number,
): readonly Step[] => {
  const { conventions, tag, where } = production;
  const whole = new Map(production.steps.map((step) => [step.name, step]));
  const tables = tablesOfRun(production.tables, run);
  const counted = withRowsAsJobs(withRows(request, readersIn(production.steps)), tables);
  return wireSteps(where, counted, versionStyle(conventions)).steps.map((wired) => {
    const step = whole.get(wired.name);
    if (step === undefined) throw new Error(`${wired.name} is a step of a run, and of no other`);
    const row = step.row && { ...step.row, table: tables.get(step.row.of) ?? step.row.table };
    const made = makeStep(counted, wired, tag);
    const destination = made.destination ?? step.destination;
    return { ...step, ...made, destination, table: tables.get(wired.name), row };
  });
};
