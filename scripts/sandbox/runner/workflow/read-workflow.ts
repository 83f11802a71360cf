import { parse } from "yaml";
import { readJob } from "./read-job.ts";
import { readTriggers } from "./read-triggers.ts";
import { readConcurrency, readDefaults, readPermissions } from "./shared-keys.ts";
import { entries, fields, maybe, type Node, text, textMap, UnknownConstruct, wrong } from "./strict.ts";
import type { Job, Workflow } from "./workflow.ts";

export const readWorkflow = (file: string, source: string): Workflow => {
  const root = { file, key: "", value: parseStrictly(file, source) };
  const own = fields(root, ["name", "run-name", "on", "permissions", "env", "concurrency", "jobs", "defaults"]);
  if (own.on === undefined || own.jobs === undefined) throw wrong(root, "a workflow has `on` and `jobs`");
  const shell = maybe(own.defaults, readDefaults);
  const jobs = entries(own.jobs).map(([id, job]) => readJob(id, job, shell));
  validateOrder(root, jobs);
  return {
    file,
    name: maybe(own.name, (each) => text(each)) ?? file,
    runName: maybe(own["run-name"], (each) => text(each)),
    on: readTriggers(own.on),
    permissions: maybe(own.permissions, readPermissions),
    env: textMap(own.env),
    concurrency: maybe(own.concurrency, readConcurrency),
    jobs,
  };
};

const parseStrictly = (file: string, source: string): unknown => {
  try {
    return parse(source, { uniqueKeys: true, maxAliasCount: 0 });
  } catch (error) {
    throw new UnknownConstruct(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
};

/** A job that waits for itself would wait for ever. */
const validateOrder = (root: Node, jobs: readonly Job[]): void => {
  const done = new Set<string>();
  for (let size = -1; size < done.size; ) {
    size = done.size;
    for (const job of jobs) if (job.needs.every((need) => done.has(need))) done.add(job.id);
  }
  const stuck = jobs.find((job) => !done.has(job.id));
  if (stuck !== undefined) throw wrong(root, `jobs.${stuck.id}.needs leads back to itself or to no job`);
};
