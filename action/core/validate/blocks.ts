import { type Accepted } from "../production/accepted.ts";
import { type Content, contentDigest } from "../production/content.ts";
import { outDSOf } from "../production/names.ts";
import { type RunRow } from "../production/run-row.ts";
import { mapping } from "../text/canonical-json.ts";
import { withRun } from "./runs/filled-names.ts";
import { stepsOfRun } from "./steps-of-run.ts";

/**
 * What is intended and submitted of a production, each with its own identity: one block for each run, or the production
 * itself where it does not grow.
 */
export const blocksOf = (accepted: Accepted): readonly Accepted[] => {
  const { block, runs } = accepted.production;
  return runs === undefined || block !== 0 ? [accepted] : runs.map((row) => ofRun(accepted, row));
};

/** The same for one block; `undefined`: the production has no such block, or none any more. */
export const blockOf = (accepted: Accepted, block: number): Accepted | undefined => {
  const { block: own, runs } = accepted.production;
  if (own === block && (runs === undefined || own !== 0)) return accepted;
  const row = own === 0 ? runs?.find(({ run }) => run === block) : undefined;
  return row === undefined ? undefined : ofRun(accepted, row);
};

const ofRun = ({ production, content }: Accepted, row: RunRow): Accepted => {
  const { conventions, tag, version, trial } = production;
  const request = withRun(production.request, row);
  const steps = stepsOfRun(production, request);
  const own = contentOfRun(content, row);
  const outDS = outDSOf(conventions, { tag, version, trial, block: row.run });
  return {
    production: { ...production, block: row.run, run: row, request, outDS, steps, contentDigest: contentDigest(own) },
    content: own,
  };
};

/** What all blocks share, and the run with what its list says of it: so a list may grow, and an intended run may not change. */
const contentOfRun = (content: Content, { run, columns }: RunRow): Content => ({
  ...content,
  request: { ...mapping(content.request), runs: { ...mapping(mapping(content.request).runs), run, ...columns } },
});

/** What a block shares with all others of its version, and what is its own. */
export const sharedContent = (content: Content): Content => {
  const { runs } = mapping(content.request);
  if (runs === undefined) return content;
  const { perBlock } = mapping(runs);
  return { ...content, request: { ...mapping(content.request), runs: perBlock === undefined ? {} : { perBlock } } };
};

/** What its list said of a run when the block was intended. `undefined`: not a block of a run. */
export const promisedRow = (content: Content): RunRow | undefined => {
  const { perBlock: _, run, ...columns } = mapping(mapping(content.request).runs);
  if (typeof run !== "number") return undefined;
  return {
    run,
    columns: Object.fromEntries(
      Object.entries(columns).flatMap(([name, value]) => (typeof value === "number" ? [[name, value]] : [])),
    ),
  };
};
