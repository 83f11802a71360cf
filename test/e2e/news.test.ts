import { expect, onTestFinished, test, vi } from "vitest";
import { type Memory, memoryIn, memoryLine } from "../../action/core/view/status/overview-memory.ts";
import { approve, merge, openPull } from "../../scripts/demo/pull-request.ts";
import { author, productionFiles, reviewer, type World } from "../../scripts/demo/world.ts";
import { startWebhook, type WebhookHandle } from "../../scripts/sandbox/webhook/start.ts";
import { canary } from "../canary.ts";
import { afterMerge, lastRun, raiseWorld, whileActionsAreOff } from "./world.ts";

const rules = "productions/conventions.yaml";
const toy = productionFiles(["toy-pileup"]);
const request = "productions/toy-pileup/production.yaml";
/** Its last step fails, each time. */
const failing = {
  ...toy,
  [request]: (toy[request] ?? "")
    .replace("maxAttempt: 2", "maxAttempt: 1")
    .replace('bash toy/merge.sh "${pileup[@]}" >merged.txt', "false >merged.txt"),
};

const land = async (world: World, branch: string, files: Readonly<Record<string, string>>): Promise<void> => {
  const number = await openPull(world, { login: author, branch, title: `About ${branch}`, files });
  await approve(world, reviewer, number);
  await merge(world, author, number);
  await world.runner.idle();
};

const pass = async (world: World, ticks = 0): Promise<ReturnType<typeof lastRun>> => {
  await world.panda.tick(ticks);
  await world.runner.schedule();
  await world.runner.idle();
  return lastRun(world, "reconcile");
};

/** The shipped workflows, whose channels are as main says and whose addresses hold a canary: the stand looks for it in the end. */
const withChannels = async (
  channels: readonly string[],
  lines: (webhook: WebhookHandle) => readonly string[],
  env: Readonly<Record<string, string>> = {},
) => {
  const webhook = await startWebhook(canary("news"));
  onTestFinished(() => webhook.close());
  const world = await raiseWorld({ ...afterMerge, env, news: lines(webhook).join("\n") });
  const text = productionFiles(["conventions.yaml"])[rules] ?? "";
  const own = text.replace(/^# No GitHub App .*\nledger: .*\n\n/m, "");
  await whileActionsAreOff(world, () => land(world, "rules", { [rules]: `${own}\nnews: [${channels.join(", ")}]\n` }));
  return { webhook, world };
};

const overviewOf = async (world: World) => {
  const { octokit, owner, repo } = world.as(reviewer);
  const { data } = await octokit.rest.issues.listForRepo({ owner, repo, creator: "github-actions[bot]", state: "all" });
  const issue = data.find(({ pull_request }) => pull_request === undefined);
  return { number: issue?.number ?? 0, body: issue?.body ?? "" };
};

/** The outage of the channel, as a pass has recorded it, began so many hours earlier. */
const outageIsOlder = async (world: World, hours: number): Promise<void> => {
  const { octokit, owner, repo } = world.as(reviewer);
  const { number, body } = await overviewOf(world);
  const memory = memoryIn(body);
  const earlier = (time: string): string => new Date(Date.parse(time) - hours * 3_600_000).toISOString();
  const news: Memory["news"] = Object.fromEntries(
    Object.entries(memory.news ?? {}).map(([name, { sent, failing }]) => [
      name,
      failing === undefined
        ? { sent }
        : { sent, failing: { ...failing, since: earlier(failing.since), next: earlier(failing.next) } },
    ]),
  );
  const older = body
    .split("\n")
    .map((line) => (memoryIn(line).news === undefined ? line : memoryLine({ ...memory, news })));
  await octokit.rest.issues.update({ owner, repo, issue_number: number, body: older.join("\n") });
};

test("A failed production is one message, which a cancelled run repeats once, and no address of a channel comes out, whatever is wrong with it", async () => {
  const word = canary("news");
  const wrong: Readonly<Record<string, (webhook: WebhookHandle) => string>> = {
    GOOD: (webhook) => webhook.address("json"),
    UNKNOWN: (webhook) => `${webhook.address("json")}x`,
    SECURE: (webhook) => webhook.address("json").replace("http:", "https:"),
    CLOSED: () => `http://127.0.0.1:1/${word}`,
    NOWHERE: () => `https://nowhere.invalid/${word}`,
    PUBLIC: () => `http://chat.example.org/${word}`,
    NONE: () => `chat.example.org/${word}`,
    "no line": () => canary("line"),
  };
  const names = Object.keys(wrong).filter((name) => name !== "no line");
  const { webhook, world } = await withChannels(
    ["LACKING", ...names].map((name) =>
      name === "PUBLIC" ? `{ kind: json, secret: ${name} }` : `{ kind: json, secret: ${name}, private: true }`,
    ),
    (at) =>
      Object.entries(wrong).map(([name, address]) => (name === "no line" ? address(at) : `${name}=${address(at)}`)),
    { NODE_DEBUG: "http,https,net,tls,fetch,undici", RUNNER_DEBUG: "1", ACTIONS_STEP_DEBUG: "true" },
  );
  await land(world, "toy", failing);

  webhook.fail({ fault: "hang", taken: true });
  await world.panda.tick(30);
  await world.runner.schedule();
  await vi.waitFor(() => expect(webhook.messages.json).toHaveLength(1), { timeout: 120_000 });
  world.runner.cancel(world.runner.runs().at(-1)?.id ?? 0);
  await world.runner.idle();
  expect(lastRun(world, "reconcile").conclusion).toBe("cancelled");

  // That no canary comes out is judged by the stand, of logs, annotations and all files and commits of GitHub.
  webhook.mend();
  const { log, annotations } = await pass(world);
  const said = `${log}${annotations.join()}`;
  for (const name of ["LACKING", ...names.slice(1)]) expect(said).toContain(`News could not be sent to ${name}: `);
  expect((await overviewOf(world)).body).not.toContain("have not arrived");

  await outageIsOlder(world, 25);
  await pass(world);
  expect((await overviewOf(world)).body).toMatch(
    /news for CLOSED.* have not arrived since 20\d\d-\d\d-\d\d \d\d:\d\d UTC/i,
  );
  expect(webhook.messages.json).toHaveLength(2);
  expect(webhook.messages.json[1]).toBe(webhook.messages.json[0]);
  expect(webhook.messages.json[0]).toContain('"what":"failed","name":"sP26a-toy-pileup 1.0.0"');
});
