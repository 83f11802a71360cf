import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { newsAddresses, webhooks } from "../../../action/adapters/news/webhook.ts";
import type { NewsChannel } from "../../../action/core/outcomes/news.ts";
import { describeError, Failure, orFailure } from "../../../action/core/problems/failure.ts";
import { startWebhook, type WebhookFault, type WebhookHandle } from "../../../scripts/sandbox/webhook/start.ts";

let webhook: WebhookHandle;
beforeAll(async () => {
  webhook = await startWebhook();
});
afterAll(() => webhook.close());
beforeEach(() => webhook.mend());

const channel = (kind: NewsChannel["kind"], isPrivate = true): NewsChannel => ({
  kind,
  secret: "TEAM",
  ...(isPrivate ? { private: true } : {}),
});
const bodies = { mattermost: '{"text":"hello"}', slack: '{"text":"hello","mrkdwn":false}', json: '{"news":[]}' };

/** What a send to this address says. */
const send = async (address: string, to = channel("mattermost")): Promise<string> => {
  const sent = await orFailure(() => webhooks(new Map([["TEAM", address]]), 300).send(to, bodies[to.kind]));
  return sent instanceof Failure ? sent.message : "sent";
};

test.each(["mattermost", "slack", "json"] as const)("A message arrives at a webhook of the kind %s", async (kind) => {
  expect(await send(webhook.address(kind), channel(kind))).toBe("sent");
  expect(webhook.messages[kind].at(-1)).toBe(kind === "json" ? '{"news":[]}' : "hello");
});

const faults: readonly (readonly [WebhookFault, string])[] = [
  [{ fault: "status", status: 400, body: "invalid_payload" }, "it answers HTTP 400"],
  [{ fault: "status", status: 404, body: "no_service" }, "it answers HTTP 404"],
  [{ fault: "status", status: 410 }, "it answers HTTP 410"],
  [{ fault: "status", status: 429 }, "it answers HTTP 429"],
  [{ fault: "status", status: 503 }, "it answers HTTP 503"],
  [{ fault: "status", status: 200, body: "OK, but who are you?" }, "what answers is not Mattermost"],
  [{ fault: "redirect", to: "https://elsewhere.example/in" }, "it answers with a redirect, which is not followed"],
  [{ fault: "garbage" }, "what answers is not Mattermost"],
  [{ fault: "hang" }, "no answer in 0.3 s"],
  [{ fault: "reset" }, "the connection broke (ECONNRESET)"],
  [{ fault: "cut" }, "the connection broke (ECONNRESET)"],
  [{ fault: "endless" }, "what answers is not Mattermost"],
];
test.each(faults)("A webhook with the fault %j is a failure in words, without its address", async (fault, why) => {
  webhook.fail(fault);
  const said = await send(webhook.address("mattermost"));
  expect(said).toBe(`News could not be sent to TEAM: ${why}.`);
});

test("A plain webhook need not say ok", async () => {
  webhook.fail({ fault: "status", status: 202, body: "queued" });
  expect(await send(webhook.address("json"), channel("json"))).toBe("sent");
});

test.each([
  ["http://chat.example.org/hooks/s3cret", "its address is not https"],
  ["https://127.0.0.1:1/hooks/s3cret", "its address is no public one (`private: true` in the conventions allows it)"],
  ["https://10.1.2.3/hooks/s3cret", "its address is no public one (`private: true` in the conventions allows it)"],
  ["https://[::1]/hooks/s3cret", "its address is no public one (`private: true` in the conventions allows it)"],
  ["https://[::ffff:10.0.0.1]/s3cret", "its address is no public one (`private: true` in the conventions allows it)"],
  ["https://2130706433/hooks/s3cret", "its address is no public one (`private: true` in the conventions allows it)"],
  ["https://localhost:1/hooks/s3cret", "its address is no public one (`private: true` in the conventions allows it)"],
  ["ftp://chat.example.org/s3cret", "its address is not https"],
  ["chat.example.org/hooks/s3cret", "its address is none"],
])("Nothing is sent to %s without a word of the conventions", async (address, why) => {
  const said = await send(address, channel("mattermost", false));
  expect(said).toBe(`News could not be sent to TEAM: ${why}.`);
});

test("No word of an address is in what is said of a failure, its cause included", async () => {
  webhook.fail({ fault: "reset" });
  const failed = await orFailure(() =>
    webhooks(new Map([["TEAM", webhook.address("mattermost")]]), 300).send(channel("mattermost"), "{}"),
  );
  if (!(failed instanceof Failure)) throw new Error("it arrived");
  expect(failed.cause).toBeUndefined();
  expect(`${describeError(failed)} ${failed.stack}`).not.toMatch(/127\.0\.0\.1|mattermostkey7|hooks/);
});

test("A channel without a line in the secret is named, and nothing is sent", async () => {
  const sent = await orFailure(() => webhooks(new Map()).send(channel("slack"), "{}"));
  expect(describeError(sent)).toBe(
    "News could not be sent to TEAM: the secret SHREK_NEWS has no line TEAM=ADDRESS. A later pass sends them. The address is in the secret SHREK_NEWS of the environment panda.",
  );
});

test("The secret has a line for each channel, and other lines are no channel", () => {
  const secret =
    "TEAM=https://a.example/x?y=z\n\n  ALL_2=https://b.example/ \r\nlower=https://c.example\n# no\nX=two words\n";
  expect([...newsAddresses(secret)]).toEqual([
    ["TEAM", "https://a.example/x?y=z"],
    ["ALL_2", "https://b.example/"],
  ]);
  expect(newsAddresses("")).toEqual(new Map());
});
