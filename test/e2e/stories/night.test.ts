import { expect, test } from "vitest";
import { comments } from "../../../scripts/demo/pull-request.ts";
import { author, productionFiles, reviewer, type World } from "../../../scripts/demo/world.ts";
import { afterMerge, raiseWorld, slotOf, whileActionsAreOff } from "../world.ts";
import { bring, type Files, orderCalls, pass } from "./tale.ts";

/** Two fifths fail, of two causes; the others wait at a site that takes nothing. `SHREK_NIGHT=300` plays the whole of it. */
const many = Number(process.env["SHREK_NIGHT"] ?? 10);
const failing = (2 * many) / 5;
const most = 8 * 1024;

const names = Array.from({ length: many }, (_, at) => `p${at}`);
const conventions = "productions/conventions.yaml";
const rules: Files = {
  [conventions]: (productionFiles(["conventions.yaml"])[conventions] ?? "")
    .replace("toy]", `toy, ${names.join(", ")}]`)
    .replace("  SANDBOX:\n", "  DEAD: { state: online }\n  GOOD: { state: online }\n  SANDBOX:\n"),
};

const request = (site: string, from: number, to: number): string => `schema: 1
version: 1.0.0
tag: { campaign: sP26a, stage: pileup }
variants:
${names
  .slice(from, to)
  .map((name, at) => `  - { tag: { physics: ${name} }, parameters: { number: ${from + at} } }\n`)
  .join("")}description: Many productions of one night
contact: ["@sphenix-production"]
build: toy.1
conditions: none
defaults: { sites: [${site}], maxAttempt: 1, memory: 500, walltime: 1 }
steps:
  make:
    out: [made.txt]
    jobs: 1
    parameters: { number: 0 }
    run: |
      if ((number % 2)); then echo "cvmfs: Transport endpoint is not connected" >&2; exit 7; fi
      echo "No space left on device" >&2; exit 8
`;
const ofRequest = 60;
const requests: Files = Object.fromEntries([
  ["productions/broken/production.yaml", request("SANDBOX", 0, failing)],
  ...Array.from({ length: Math.ceil((many - failing) / ofRequest) }, (_, at) => [
    `productions/waiting${at}/production.yaml`,
    request("DEAD", failing + at * ofRequest, Math.min(many, failing + (at + 1) * ofRequest)),
  ]),
]);

/** Of what a page shows before anything is unfolded. */
const open = (page: string): number => Buffer.byteLength(page.replace(/<details>[\s\S]*?<\/details>/g, ""));

const overviewOf = async (world: World): Promise<string> => {
  const { octokit, owner, repo } = world.as(author);
  const { data } = await octokit.rest.issues.listForRepo({ owner, repo, state: "open", per_page: 100 });
  return data.find((issue) => issue.pull_request === undefined)?.body ?? "";
};

test(`The failures of one night in ${many} productions are repaired by one command for each cause`, async () => {
  const world = await raiseWorld({ ...afterMerge, panda: { pretends: ["GOOD"], cores: 8 } });
  const began = Date.now();
  await whileActionsAreOff(world, () => bring(world, rules));
  const number = await bring(world, requests);
  const pages = async (hour: string): Promise<{ readonly status: string; readonly overview: string }> => {
    const status = (await slotOf(world, number, "status")) ?? "";
    const overview = await overviewOf(world);
    const said = await comments(world.as(author), number);
    const bytes = (page: string) => `${open(page)} of ${Buffer.byteLength(page)} bytes open`;
    process.stdout.write(
      `${hour}: status ${bytes(status)}, overview ${bytes(overview)}, ${said.length} comments, ${JSON.stringify(orderCalls(world))}, ${Math.round((Date.now() - began) / 1000)} s\n`,
    );
    expect(open(status)).toBeLessThan(most);
    expect(open(overview)).toBeLessThan(most);
    return { status, overview };
  };
  await pass(world, 8 + failing);
  const night = await pages("night");
  expect(night.status).toContain(`${failing} failed, ${many - failing} running`);
  expect(night.overview).toContain("assigning");
  // No line that a payload printed reaches PanDA: each cause has its number, and the log that has the words.
  for (const code of [7, 8])
    expect(night.overview).toMatch(
      new RegExp(
        `payload, exit code ${code}, at SANDBOX: [^]*?\\[Log of job \\d+\\][^]*? or \`shrek logs sP26a-p\\d-pileup@1[.]0[.]0/make\``,
      ),
    );
  const causes = [...new Set([...night.status.matchAll(/^cause: ([0-9a-f]{8})$/gm)].map(([, id]) => id))];
  expect(causes).toHaveLength(2);

  const form = async (inputs: Readonly<Record<string, string>>, confirm = "true"): Promise<string> => {
    const { octokit, owner, repo } = world.as(reviewer);
    const order = { workflow_id: "command.yml", ref: "main", inputs: { ...inputs, confirm } };
    await octokit.rest.actions.createWorkflowDispatch({ owner, repo, ...order });
    await world.runner.idle();
    return JSON.stringify(world.runner.runs().findLast(({ workflow }) => workflow === "command"));
  };
  const move = { verb: "move", words: 'site=GOOD reason="DEAD takes nothing"', site: "DEAD" };
  expect(await form(move, "false")).toContain(`these ${many - failing} productions`);
  expect(orderCalls(world)).toEqual({});
  await form(move);
  expect(orderCalls(world)).toEqual({ reassign: many - failing });
  expect((await pages("moved")).status).toContain(`${reviewer} asked to move it to GOOD`);
  for (const cause of causes) if (cause !== undefined) await form({ verb: "retry", words: "site=GOOD", cause });
  await pages("ordered");

  await pass(world, 32 + many / 2);
  const { status } = await pages("repaired");
  const { octokit, owner, repo } = world.as(author);
  const commits = (await octokit.rest.repos.listCommits({ owner, repo, sha: "ledger", per_page: 100 })).data;
  const subjects = commits.map(({ commit }) => commit.message.split("\n")[0] ?? "");
  expect(subjects.filter((subject) => subject.length > 120)).toEqual([]);
  expect(status).toContain(`${many} productions: ${many} done`);
  expect(orderCalls(world)["reassign"]).toBe(many - failing);
});
