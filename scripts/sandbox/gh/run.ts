import { type JsonObject, listOf, objectOf, textOf } from "../github/json.ts";
import { is, readFlags } from "./flags.ts";
import type { Github } from "./github.ts";
import { No, Refused } from "./no.ts";
import { printRows } from "./print.ts";

const endOf = (run: JsonObject): string => textOf(run["conclusion"], textOf(run["status"]));

const list = async (github: Github, args: readonly string[]): Promise<void> => {
  const given = readFlags(args, { workflow: is.text("w"), limit: is.text("L") });
  const workflow = given.text("workflow");
  const found = listOf(JSON.parse(await github.page("actions?json")))
    .map(objectOf)
    .filter((run) => workflow === undefined || isNamed(run, workflow))
    .slice(0, Number(given.text("limit") ?? 20));
  if (found.length === 0) throw new No("no runs found");
  printRows(
    found.map((run) => [endOf(run), ...["title", "workflow", "event", "actor", "id"].map((name) => String(run[name]))]),
  );
};

/** By the name of the workflow or that of its file. */
const isNamed = (run: JsonObject, name: string): boolean =>
  run["workflow"] === name || textOf(run["file"]).split("/").at(-1) === name;

const view = async (github: Github, args: readonly string[]): Promise<void> => {
  const given = readFlags(args, {
    log: is.flag(),
    "log-failed": is.flag(),
    web: is.flag("w"),
    "exit-status": is.flag(),
  });
  const [id] = given.words;
  if (id === undefined) throw new No("run or job ID required when not running interactively");
  const run = objectOf(JSON.parse(await pageOf(github, id)));
  const jobs = listOf(run["jobs"]).map(objectOf);
  const address = `${process.env["GH_API"] ?? ""}/${github.repo}/actions/runs/${id}`;
  if (given.isSet("web")) return console.log(address);
  if (given.isSet("log") || given.isSet("log-failed")) return printLog(jobs, given.isSet("log-failed"));
  console.log(
    `${endOf(run)}  ${textOf(run["title"])}  ${textOf(run["workflow"])}, run ${id}, by ${textOf(run["actor"])}`,
  );
  if (typeof run["error"] === "string") console.log(run["error"]);
  for (const job of jobs) printJob(job);
  console.log(`\nFor the log: gh run view ${id} --log\nIts page: ${address}`);
  if (given.isSet("exit-status") && endOf(run) !== "success") process.exitCode = 1;
};

const pageOf = async (github: Github, id: string): Promise<string> => {
  try {
    return await github.page(`actions/runs/${encodeURIComponent(id)}?json`);
  } catch (error) {
    throw error instanceof Refused ? new No(`failed to get run: ${error.message}`) : error;
  }
};

const stepsOf = (job: JsonObject): readonly JsonObject[] => listOf(job["steps"]).map(objectOf);

const printJob = (job: JsonObject): void => {
  console.log(`\n${textOf(job["result"])}  ${textOf(job["name"])}`);
  if (typeof job["message"] === "string") console.log(`  ${job["message"]}`);
  for (const step of stepsOf(job)) {
    console.log(`  ${textOf(step["conclusion"])}  ${textOf(step["name"])}`);
    for (const { level, message } of listOf(step["annotations"]).map(objectOf))
      console.log(`    ${textOf(level)}: ${textOf(message)}`);
  }
};

/** Job, step and line, with tabs between. */
const printLog = (jobs: readonly JsonObject[], failedAlone: boolean): void => {
  for (const job of jobs)
    for (const step of stepsOf(job).filter(({ conclusion }) => !failedAlone || conclusion === "failure"))
      for (const line of listOf(step["log"])) console.log([job["name"], step["name"], line].map(String).join("\t"));
};

export const run = { list, view };
