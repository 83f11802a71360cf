import { expect, test } from "vitest";
import { initAnswers } from "../../../action/core/init/answers.ts";
import { conventionsText } from "../../../action/core/init/conventions-text.ts";
import { initQuestions } from "../../../action/core/init/questions.ts";
import { rucioLogin, rucioSecrets } from "../../../action/core/init/rucio-login.ts";
import type { AdminFacts, GithubAnswer } from "../../../action/core/init/setting.ts";

const facts: AdminFacts = {
  ...{ repository: "epic/productions", panda: "https://p", vo: "epic", login: "robot", issuer: "i" },
  ...{ ledger: "app", extras: [], news: [], official: false, onGithub: true },
  rucio: { server: "https://rucio.example.org", account: "reader", login: "userpass" },
};
const host = { name: "RUCIO_HOST", value: "rucio.example.org" };
const user = { name: "RUCIO_USERNAME", value: "me" };
const password = [{ name: "RUCIO_PASSWORD" }];

test.each<[string, GithubAnswer, GithubAnswer, string, string]>([
  ["all of it", [host, user], password, "good", "RUCIO_HOST, RUCIO_USERNAME, RUCIO_PASSWORD are set"],
  ["no secret", [host, user], [], "fix", "the environment panda lacks RUCIO_PASSWORD."],
  ["no host", [user], password, "fix", "the environment panda lacks RUCIO_HOST."],
  ["nothing", undefined, undefined, "fix", "lacks RUCIO_HOST, RUCIO_USERNAME, RUCIO_PASSWORD."],
  ["another host", [{ ...host, value: "old.example.org" }, user], password, "fix", "RUCIO_HOST is old.example.org"],
])("shrek doctor finds of a login to Rucio %s", (_, variables, secrets, verdict, says) => {
  const found = rucioLogin.found?.([variables, secrets], facts);
  expect(found).toEqual({ verdict, says: expect.stringContaining(says) as string });
});

test.each([
  ["token", "RUCIO_TOKEN"],
  ["x509", "RUCIO_X509"],
] as const)("A login by %s needs the secret %s and no user", (login, secret) => {
  const own = { ...facts, rucio: { server: "https://r.example:8443", account: "reader", login } };
  expect(rucioLogin.found?.([[{ ...host, value: "r.example:8443" }], [{ name: secret }]], own)?.verdict).toBe("good");
  expect(rucioLogin.commands?.(own)).toEqual([
    'gh variable set RUCIO_HOST --env panda --repo epic/productions --body "r.example:8443"',
    `gh secret set ${secret} --env panda --repo epic/productions`,
  ]);
});

test("A secret of Rucio that a branch's workflow could read is named with the command that deletes it", () => {
  const found = (answers: readonly GithubAnswer[]): unknown => rucioSecrets.found?.(answers, facts);
  expect(found([password, [], undefined])).toEqual({
    verdict: "fix",
    says: "a secret of Rucio is set outside of the environment panda: `gh secret delete RUCIO_PASSWORD --repo epic/productions`.",
  });
  expect(JSON.stringify(found([[], [{ name: "RUCIO_X509" }], [{ name: "RUCIO_TOKEN" }]]))).toContain(
    "`gh secret delete RUCIO_X509 --env ledger --repo epic/productions`; `gh secret delete RUCIO_TOKEN --env tryout",
  );
  expect(found([[{ name: "OTHER" }], [], []])).toEqual({ verdict: "good", says: "in the environment panda alone" });
  expect(rucioSecrets.found?.([[], [], []], { ...facts, rucio: undefined })).toBeUndefined();
});

test("A repository without a Rucio asks nobody to set a login", () => {
  const none = { ...facts, rucio: undefined };
  expect([rucioLogin.why?.(none), rucioLogin.commands?.(none), rucioLogin.found?.([[], []], none)]).toEqual([
    undefined,
    [],
    undefined,
  ]);
});

const question = initQuestions.find(({ name }) => name === "rucio");
test.each([
  ["none", true],
  ["https://rucio.example.org userpass reader raw mc", true],
  ["https://rucio.example.org, x509, reader, raw", true],
  ["https://rucio.example.org userpass reader", false],
  ["rucio.example.org userpass reader raw", false],
  ["https://rucio.example.org password reader raw", false],
  ["https://rucio.example.org userpass Reader raw", false],
  ["https://rucio.example.org userpass reader raw:run", false],
])("shrek init takes of %j as an answer about Rucio: %s", (answer, good) => {
  expect(question?.fault(answer) === undefined).toBe(good);
});

test("The conventions of a new repository name the Rucio of the answers", () => {
  const said = new Map([["rucio", "https://rucio.example.org token reader raw mc"]]);
  expect(initAnswers(new Map()).rucio).toBeUndefined();
  expect(conventionsText(initAnswers(said))).toContain(
    'rucio: {"server":"https://rucio.example.org","login":"token","account":"reader","scopes":["raw","mc"]}',
  );
});
