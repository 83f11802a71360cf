import { expect, test } from "vitest";
import { describeError, Failure } from "../../../action/core/problems/failure.ts";
import { makeProblem } from "../../../action/core/problems/problem.ts";
import { hideSecrets, holdsToken } from "../../../action/core/problems/secret.ts";
import { shownValue } from "../../../action/core/text/schema-text.ts";

const part = "canary7secretcanary7secret";
const credentials: Readonly<Record<string, string>> = {
  "a private key": `-----BEGIN RSA PRIVATE KEY-----\n${part}\n-----END RSA PRIVATE KEY-----`,
  "a key without its end": `-----BEGIN PRIVATE KEY-----\n${part}`,
  "a token of an issuer": `eyJhbGciOiJSUzI1NiJ9.eyJqdGkiOiJ4eHh4eHh4eCJ9.${part}`,
  "a token of GitHub": `ghp_${part}`,
  "a token of GitLab": `glpat-${part}`,
  "a token of Slack": `xoxb-${part}`,
  "an address of Slack": `https://hooks.slack.com/services/T0SLACKS/B0SLACKS/${part}`,
  "an address of Slack for governments": `https://hooks.slack-gov.com/services/T0SLACKS/B0SLACKS/${part}`,
  "an address of Discord": `https://discord.com/api/webhooks/123456789012345678/${part}`,
  "a token of Rucio in a header": `X-Rucio-Auth-Token: reader-${part}`,
  "an address of Mattermost": `https://chat.example.org/hooks/${part}`,
  "an address with a password": `https://reader:${part}@rucio.example.org`,
  "a password behind its word": `password=${part}`,
  "a call with a password": `curl -s -u reader:${part} https://x`,
};

test.each(Object.keys(credentials))("No problem and no failure repeats %s, whole or cut", (name) => {
  const written = credentials[name] ?? "";
  const { message, hint } = makeProblem({ file: "a" }, "not-allowed", {
    message: `\`vo\` is ${shownValue(written)}, and ${written} is no VO.`,
    hint: `write ${written}`,
  });
  const failed = describeError(new Failure(`It answers ${written}`, { wayOut: "Wait." }));

  for (const said of [message, hint, failed]) expect(said).not.toMatch(/canary|eyJhb/);
  expect(message).toContain("(not shown)");
  expect(hint).toBe("if it is a credential, take it out of the file, and revoke it if it was ever pushed");
});

test.each([
  "git@github.com:sphenix/macros.git",
  "https://panda-doma.cern.ch/task/12345",
  'curl -u "$USER:$PASSWORD" https://x',
  'export token=$(cat "$file")',
  "https://docs.slack.dev/messaging/hooks/incoming",
  "eyJ is how a token begins",
])("The plain words %s are shown as they are", (text) => {
  expect(hideSecrets(text)).toBe(text);
  expect(holdsToken(text)).toBe(false);
});

test("A long hostile text is looked through in little time", () => {
  for (const piece of ["a.", "eyJ-", "curl ", "a://", "-----BEGIN PRIVATE KEY-----", "password\t", "bearer "]) {
    const { user: before } = process.cpuUsage();
    hideSecrets(piece.repeat(1_000_000 / piece.length));
    expect(process.cpuUsage().user - before).toBeLessThan(3_000_000);
  }
});
