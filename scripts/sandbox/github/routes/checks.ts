import { type Call, created, ok, type Route } from "../call.ts";
import { resolveRevision } from "../git.ts";
import { listOf, objectOf, textOf } from "../json.ts";
import { paged, pageOf } from "../pages.ts";
import { needs } from "../permissions.ts";
import type { CheckRun } from "../records.ts";
import { forbidden, notFound, Refusal } from "../refusal.ts";
import { fullName, type Repository } from "../repository.ts";
import { nodeId } from "../shapes/node-id.ts";
import type { World } from "../world.ts";
import { api } from "./git-data.ts";

const read = { needs: [needs("checks: read")], role: "read" } as const;
const write = { needs: [needs("checks: write")], role: "write" } as const;

const shape = (call: Call, run: CheckRun) => {
  const url = `${api(call)}/check-runs/${run.id}`;
  const html = `${call.world.url()}/${fullName(call.repository())}/runs/${run.id}`;
  return {
    id: run.id,
    name: run.name,
    node_id: nodeId("CheckRun", run.id),
    head_sha: run.headSha,
    external_id: run.externalId ?? "",
    url,
    html_url: html,
    details_url: run.detailsUrl ?? html,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: { ...run.output, annotations_count: run.annotations.length, annotations_url: `${url}/annotations` },
    check_suite: { id: run.id },
    app: null,
    pull_requests: [],
  };
};

/** `conclusion` undefined: it has not ended. `url`: the page of its run. */
export type ToldCheck = {
  readonly sha: string;
  readonly name: string;
  readonly conclusion: string | undefined;
  readonly url?: string;
};

/** A job of Actions is a check of its commit, by its name; a job that runs again is a new one. */
export const knowCheck = (world: World, { checkRuns }: Repository, { sha, name, conclusion, url }: ToldCheck): void => {
  const known = checkRuns.findLast((run) => run.headSha === sha && run.name === name && run.conclusion === null);
  const ended = conclusion === undefined ? null : world.now();
  const state = { status: ended === null ? "queued" : "completed", conclusion: conclusion ?? null, completedAt: ended };
  if (known !== undefined) Object.assign(known, state);
  else checkRuns.push({ ...blankRun(world, sha, name), ...state, detailsUrl: url ?? null });
};

const blankRun = (world: World, headSha: string, name: string): CheckRun => ({
  id: world.nextId(),
  headSha,
  name,
  status: "queued",
  conclusion: null,
  externalId: null,
  detailsUrl: null,
  startedAt: world.now(),
  completedAt: null,
  output: { title: null, summary: null, text: null },
  annotations: [],
});

const create = async (call: Call) => {
  // Only Apps may: a person's token is refused at GitHub too.
  if (call.token.kind === "user") throw forbidden("You must authenticate via a GitHub App.");
  const headSha = textOf(call.body["head_sha"]);
  if ((await resolveRevision(call.repository().dir, `${headSha}^{commit}`)) === undefined)
    throw new Refusal(422, `No commit found for SHA: ${headSha}`);
  const run = blankRun(call.world, headSha, textOf(call.body["name"]));
  change(call, run);
  call.repository().checkRuns.push(run);
  return created(shape(call, run));
};

/** Annotations add up; 50 a call is GitHub's description's own limit. */
const change = (call: Call, run: CheckRun): void => {
  const { body } = call;
  const output = objectOf(body["output"]);
  run.name = textOf(body["name"], run.name);
  run.status = textOf(body["status"], run.status);
  run.externalId = textOf(body["external_id"]) || run.externalId;
  run.detailsUrl = textOf(body["details_url"]) || run.detailsUrl;
  if (typeof body["conclusion"] === "string") {
    run.conclusion = body["conclusion"];
    run.status = "completed";
    run.completedAt = textOf(body["completed_at"], call.world.now());
  }
  if (body["output"] === undefined) return;
  for (const name of ["summary", "text"] as const)
    if (Buffer.byteLength(textOf(output[name])) > 65_535)
      throw new Refusal(422, `Validation Failed: ${name} exceeds a maximum bytesize of 65535`);
  run.output = {
    title: textOf(output["title"]) || run.output.title,
    summary: textOf(output["summary"]) || run.output.summary,
    text: textOf(output["text"]) || run.output.text,
  };
  run.annotations.push(...listOf(output["annotations"]).map(objectOf));
};

const update = (call: Call) => {
  const run = runOf(call);
  change(call, run);
  return ok(shape(call, run));
};

const runOf = (call: Call): CheckRun => {
  const found = call.repository().checkRuns.find((each) => each.id === Number(call.params["check_run_id"]));
  if (found === undefined) throw notFound();
  return found;
};

const annotations = (call: Call) =>
  paged(call, runOf(call).annotations, (each) => ({
    start_column: null,
    end_column: null,
    title: null,
    raw_details: null,
    ...each,
    blob_href: `${api(call)}/git/blobs/0`,
  }));

const listForRef = async (call: Call) => {
  const sha = await resolveRevision(call.repository().dir, `${textOf(call.params["ref"])}^{commit}`);
  const found = call.repository().checkRuns.filter((run) => run.headSha === sha);
  const { items, link } = pageOf(call, found);
  return ok(
    { total_count: found.length, check_runs: items.map((run) => shape(call, run)) },
    link === "" ? {} : { link },
  );
};

export const checkRoutes = {
  "checks/create": { ...write, answer: create },
  "checks/update": { ...write, answer: update },
  "checks/get": { ...read, answer: (call: Call) => ok(shape(call, runOf(call))) },
  "checks/list-annotations": { ...read, answer: annotations },
  "checks/list-for-ref": { ...read, answer: listForRef },
} satisfies Readonly<Record<string, Route>>;
