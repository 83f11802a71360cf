import { beforeEach, expect, onTestFinished, test } from "vitest";
import { webhooks } from "../../../action/adapters/news/webhook.ts";
import { memoryIn } from "../../../action/core/view/status/overview-memory.ts";
import { reconcile } from "../../../action/flows/reconcile/reconcile.ts";
import { report } from "../../../action/flows/reconcile/report.ts";
import { startWebhook, type WebhookHandle } from "../../../scripts/sandbox/webhook/start.ts";
import { aStep } from "../../core/a-production.ts";
import { placesOf } from "./a-reported-world.ts";
import { aWorld, conventions, file, written } from "./a-world.ts";

const page = "https://github.com/sphenix/productions";
let webhook: WebhookHandle;
beforeEach(async () => {
  webhook = await startWebhook();
  onTestFinished(() => webhook.close());
});

const rules = "productions/conventions.yaml";
const withNews = (channels: string): string => `${conventions}\nnews: [${channels}]\n`;
const team = "{ kind: mattermost, secret: TEAM, private: true }";

/** A production whose passes report to a real webhook, at a time that the test moves. */
const aToldWorld = (channels = team, more: Readonly<Record<string, string>> = {}) => {
  const world = aWorld({ [file]: written(), ...more, [rules]: withNews(channels) });
  let timeoutMs = 30_000;
  const all = new Map([["TEAM", webhook.address("mattermost")]]);
  const news: ReturnType<typeof webhooks> = { send: (to, body) => webhooks(all, timeoutMs).send(to, body) };
  let now = Date.parse("2026-11-30T10:00:00Z");
  const clock = { ...world.clock.port, now: () => new Date(now) };
  const places = { ...placesOf(world), clock, news };
  const { overview } = places;
  const pass = async (change: Partial<Parameters<typeof report>[0]> = {}) =>
    report({ ...places, ...change }, page, await reconcile({ ...world.ports, clock }, world.setting));
  const fail = (): void => {
    const failed = { status: "failed", dialog: "@channel https://evil.example" };
    world.panda.tasks = world.panda.tasks.map((task) =>
      task.status === "done" ? task : { ...task, ...failed, failed: task.files },
    );
  };
  return {
    ...{ ...world, overview, pass, fail },
    later: (minutes: number) => {
      now += minutes * 60_000;
    },
    /** How long a webhook may take, in milliseconds. */
    wait: (atMost: number) => {
      timeoutMs = atMost;
    },
    remembered: async () => memoryIn(await overview.current()).news ?? {},
    overviewText: async () => (await overview.current()) ?? "",
  };
};

const seen = (text = ""): string => text.replaceAll("\u200b", "").replaceAll("\\", "");

test("A new channel hears what comes from now on, each once, and a quiet pass sends nothing", async () => {
  const { pass, fail } = aToldWorld();
  await pass();
  await pass();
  expect(webhook.calls()).toBe(0);

  fail();
  await pass();
  await pass();
  await pass();
  expect(webhook.messages.mattermost.map(seen)).toHaveLength(1);
  expect(seen(webhook.messages.mattermost[0])).toMatch(
    /^sP26a-hfcharm-signal 1\.0\.0: failed, .*\nhttps:\/\/github\.com\/sphenix\/productions$/,
  );
  expect(webhook.calls()).toBe(1);
});

test("A process that dies between the message and its record repeats that message once, and loses none", async () => {
  const { pass, fail, overview } = aToldWorld();
  await pass();
  await pass();
  fail();
  const dying = { ...overview, keep: () => Promise.reject(new Error("the runner was shut down")) };
  await expect(pass({ overview: dying })).rejects.toThrow("shut down");
  expect(webhook.messages.mattermost).toHaveLength(1);
  await pass();
  await pass();
  expect(new Set(webhook.messages.mattermost).size).toBe(1);
  expect(webhook.messages.mattermost).toHaveLength(2);
});

test("A pass without its memory of news sends none, because it could not record that, and writes over nothing of it", async () => {
  const { pass, fail, overview, remembered } = aToldWorld();
  await pass();
  await pass();
  const before = await remembered();
  fail();
  const { Failure } = await import("../../../action/core/problems/failure.ts");
  const away = { ...overview, current: () => Promise.reject(new Failure("GitHub is away.", { wayOut: "Wait." })) };
  await pass({ overview: away });
  expect(webhook.calls()).toBe(0);
  expect(await remembered()).toEqual(before);
  await pass();
  expect(webhook.messages.mattermost).toHaveLength(1);
});

test.each([[{ fault: "hang" }], [{ fault: "status", status: 503 }]] as const)(
  "With the webhook's fault %j the pass goes on, nothing is lost, and it is tried again less and less often",
  async (fault) => {
    const { pass, fail, later, overviewText, kind, wait } = aToldWorld();
    await pass();
    await pass();
    fail();
    webhook.fail(fault);
    if (fault.fault === "hang") wait(300);
    const { troubles } = await pass();
    expect(troubles).toEqual([expect.stringMatching(/^News could not be sent to TEAM: /)]);
    expect(troubles.join()).not.toMatch(/127\.0\.0\.1|mattermostkey7/);
    expect(await kind()).toBe("failed");
    expect(await overviewText()).toContain("failed");

    await pass();
    expect(webhook.calls()).toBe(1);
    let passes = 0;
    for (let hours = 0; hours < 24; hours++) {
      later(60);
      await pass();
      passes += 1;
    }
    expect(webhook.calls()).toBeLessThan(passes / 2);
    expect(await overviewText()).toContain("news for TEAM have not arrived since 2026-11-30 10:00 UTC");

    webhook.mend();
    wait(30_000);
    later(6 * 60);
    await pass();
    await pass();
    expect(webhook.messages.mattermost).toHaveLength(1);
    expect(await overviewText()).not.toContain("have not arrived");
  },
);

test("The news of a time in which a channel was down come in one message, the urgent first", async () => {
  const other = written({
    tag: { campaign: "sP26a", physics: "minbias", stage: "signal" },
    steps: { simulate: aStep({ run: "make other\n" }) },
  });
  const { pass, fail, later, panda } = aToldWorld(team, { "productions/q/production.yaml": other });
  await pass();
  await pass();
  webhook.fail({ fault: "status", status: 503 });
  const [first, second] = panda.tasks;
  if (first === undefined || second === undefined) throw new Error("no tasks");
  panda.tasks = [{ ...first, status: "done", finished: first.files }, second];
  await pass();
  fail();
  await pass();
  webhook.mend();
  later(6 * 60);
  await pass();
  const [message = "", ...others] = webhook.messages.mattermost.map(seen);
  expect(others).toEqual([]);
  const names = message.split("\n").filter((line) => !line.startsWith("http"));
  expect(names.map((line) => line.replace(/,.*/, "").replace(/^\S+ 1\.0\.0: /, ""))).toEqual(["failed", "done"]);
});

test("Conventions that name no channel have no news remembered, and a channel that is gone is forgotten", async () => {
  const { pass, main, remembered } = aToldWorld();
  await pass();
  expect(Object.keys(await remembered())).toEqual(["TEAM"]);
  main.commit({ [rules]: conventions });
  await pass();
  expect(await remembered()).toEqual({});
});
