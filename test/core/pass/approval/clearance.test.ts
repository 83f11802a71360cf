import { expect, test } from "vitest";
import { clearances, releasesIn, withoutApp } from "../../../../action/core/pass/approval/clearance.ts";
import type { Approvals, Moment } from "../../../../action/core/pass/reads.ts";
import type { LedgerHead } from "../../../../action/core/pass/view.ts";
import { textFile } from "../../../../action/core/text/source-file.ts";
import { aRequest, conventionsBytes, type Draft, valid } from "../../a-production.ts";
import { type Answers, given } from "../answers.ts";
import { aMoment } from "../ask-fakes.ts";

type Case = readonly [Approvals, boolean, LedgerHead["releases"], ReturnType<typeof releasesIn>];
const ledgerOf = (releases: LedgerHead["releases"]): LedgerHead => aMoment("h", { releases }).ledgerHead;

test.each<Case>([
  ["assumed", true, undefined, "submitted"],
  ["assumed", false, undefined, "submitted"],
  ["assumed", true, "held", "held"],
  ["assumed", false, "submitted", "submitted"],
  ["not-needed", false, "held", "submitted"],
  ["asked", true, "held", "submitted"],
  ["asked", false, "submitted", "held"],
])("Where approvals are %s, an App alone writes: %s, and the last pass said %s, releases are %s", (...row) => {
  const [approvals, soleWriter, last, releases] = row;

  expect(releasesIn({ approvals, soleWriter, ledgerHead: ledgerOf(last) })).toBe(releases);
});

const conventions = new TextDecoder().decode(conventionsBytes);
const everybody = `${conventions}\nledger: every-collaborator-may-write-it\n`;
const approved = { pullRequest: null, approval: "assumed" };
/** Of a forecast, in which people are taken to approve. */
const forecast = async (
  request: Draft,
  { rules = conventions, answers = {} as Answers, moment = {} as Partial<Moment> } = {},
) => {
  const { production } = valid(aRequest(request));
  const at: Moment = { ...aMoment("h", { releases: "held" }), approvals: "assumed", soleWriter: false, ...moment };
  const file = { kind: "file", ...textFile("productions/conventions.yaml", rules) } as const;
  const files: Answers["files"] = (head, paths) => (head === "h" && paths.includes(file.path) ? [file] : []);
  const { lacking, ...others } = await given({ files, ...answers }, (reads) =>
    clearances({ ...at, ...reads }, [production.folder])("c".repeat(40), production, []),
  );
  expect(others).toEqual(approved);
  return lacking;
};

test("Without an App a release is held unless the conventions furthest up say that everybody may write the ledger", async () => {
  expect(await forecast({})).toBe(withoutApp);
  expect(withoutApp).toContain("set up the App, or write `ledger: every-collaborator-may-write-it`");
  expect(await forecast({}, { rules: everybody })).toBeUndefined();
  expect(await forecast({ version: "1.0.0-test.1" })).toBeUndefined();
});

test("A repository that submits releases reads no rules about writers of the ledger", async () => {
  expect(
    await forecast({}, { moment: { ledgerHead: ledgerOf("submitted") }, answers: { files: () => [] } }),
  ).toBeUndefined();
});

test("A version without its approval is held for that, and not because everybody may write the ledger", async () => {
  const { production } = valid(aRequest());
  const at: Moment = { ...aMoment("h"), soleWriter: false };
  const answers: Answers = { merged: () => undefined, pullRequestOf: () => undefined };

  expect(
    await given(answers, (reads) =>
      clearances({ ...at, ...reads }, [production.folder])("c".repeat(40), production, []),
    ),
  ).toMatchObject({
    lacking:
      "the commit cccccccccccc is on main without a merged pull request; raise the version in a pull request that is approved before it is merged",
  });
});

const reading = (dataset: string): Draft => ({
  inputs: { in: { dataset, files: 4 } },
  steps: { read: { in: [{ from: "in", filesPerJob: 1 }], out: ["r.tar"], run: "make\n" } },
});

test("A version that reads data of a trial is held, and the ledger is asked only about names with a trial's mark", async () => {
  const name = "user.ada:sP26a-toy-1.0.0-test.1-0_000_simulate_hits.tar";
  const unread = new Map([[name, `${name} is of a trial`]]);
  const answers: Answers = { dataOfTrials: (_, names) => (names.includes(name) ? unread : new Map()) };

  expect(await forecast(reading(name), { answers, rules: everybody })).toBe(
    `it reads data of a trial: ${name} is of a trial`,
  );
  expect(await forecast(reading(`${name}2`), { answers, rules: everybody })).toBeUndefined();
  expect(await forecast(reading("user.ada:real"), { rules: everybody })).toBeUndefined();
});
