import { type Content, contentDigest } from "../production/content.ts";
import { outDSOf } from "../production/names.ts";
import type { Production, Step } from "../production/production.ts";
import { type RunRow } from "../production/run-row.ts";
import { type ValidProduction } from "../production/valid-production.ts";
import { mapping } from "../text/canonical-json.ts";
import { stated } from "../text/mapping.ts";
import { stepsOfRun } from "./make-production.ts";
import { withRun } from "./runs/filled-names.ts";

/** What is submitted of a production, each with its own identity: each run, or the production that does not grow. */
export const splitByRun = (valid: ValidProduction): readonly ValidProduction[] =>
  rowsToSplit(valid)?.map((row) => asRun(valid, row)) ?? [valid];

/** The same without what only a submission needs: each has the steps and the names of all runs together. */
export const versionsByRun = (valid: ValidProduction): readonly Production[] =>
  rowsToSplit(valid)?.map((row) => versionOfRun(valid, row).production) ?? [valid.production];

const rowsToSplit = ({ production: { run, runs } }: ValidProduction): Production["runs"] =>
  run === undefined ? runs : undefined;

/**
 * The same for one run, or for a production that does not grow; `undefined`: it is not there, or not any more. `row`: what
 * is known of it elsewhere, since of data that grow nothing on main says which files a run has.
 */
export const pickRun = (valid: ValidProduction, run: number | undefined, row?: RunRow): ValidProduction | undefined => {
  const { run: own, runs, request } = valid.production;
  if (own === run && (runs === undefined || own !== undefined)) return valid;
  if (own !== undefined) return undefined;
  if (request.runs?.from !== undefined)
    return row?.run === run && row?.files !== undefined ? asRun(valid, row) : undefined;
  const listed = runs?.find((one) => one.run === run);
  return listed === undefined ? undefined : asRun(valid, listed);
};

export const asRun = (valid: ValidProduction, row: RunRow): ValidProduction => {
  const { production, content } = versionOfRun(valid, row);
  const steps = withOnly(production, stepsOfRun(valid.production, production.request, row.run));
  return { production: { ...production, outDS: outDSOf(production.conventions, production), steps }, content };
};

const versionOfRun = ({ production, content }: ValidProduction, row: RunRow): ValidProduction => {
  const own = contentOfRun(content, row);
  const request = withRun(production.request, row);
  return { production: { ...production, run: row.run, row, request, contentDigest: contentDigest(own) }, content: own };
};

/** What all runs share, and the run with what its list says of it: so a list may grow, and an intended run may not change. */
const contentOfRun = (content: Content, { run, columns, cut, files }: RunRow): Content => ({
  ...content,
  request: {
    ...mapping(content.request),
    runs: {
      ...mapping(mapping(content.request).runs),
      run,
      ...columns,
      ...stated({ cut, files }),
    },
  },
});

/** Of the dataset that grows a run reads its own files, and no other that came meanwhile. */
const withOnly = ({ request, row }: Pick<Production, "request" | "row">, steps: readonly Step[]): readonly Step[] => {
  const [from, files] = [request.runs?.from, row?.files];
  if (from === undefined || files === undefined) return steps;
  return steps.map((step) => ({
    ...step,
    inputs: step.inputs.map((input) =>
      input.source.kind !== "step" && input.source.input === from ? { ...input, only: files } : input,
    ),
  }));
};

/** What a run shares with all others of its version, and what is its own. */
export const sharedContent = (content: Content): Content => {
  const { runs } = mapping(content.request);
  if (runs === undefined) return content;
  return { ...content, request: { ...mapping(content.request), runs: {} } };
};

/** What its list said of a run when it was intended. `undefined`: not a run. */
export const intendedRow = (content: Content): RunRow | undefined => {
  const { run, cut, files, ...columns } = mapping(mapping(content.request).runs);
  if (typeof run !== "number") return undefined;
  const names = Array.isArray(files) ? files.filter((one) => typeof one === "string") : undefined;
  return {
    run,
    columns: Object.fromEntries(
      Object.entries(columns).flatMap(([name, value]) => (typeof value === "number" ? [[name, value]] : [])),
    ),
    ...(typeof cut === "string" ? { cut } : {}),
    ...(names === undefined ? {} : { files: names }),
  };
};
