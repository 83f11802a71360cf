import { join } from "node:path";
import { expect, test } from "vitest";
import { gitRevisions } from "../../action/adapters/git/revisions.ts";
import { systemBash } from "../../action/adapters/system/system-bash.ts";
import { systemClock } from "../../action/adapters/system/system-clock.ts";
import { planView } from "../../action/core/view/plan/plan-view.ts";
import { checkRevision } from "../../action/flows/check-revision.ts";
import { noForeign } from "../../scripts/no-foreign.ts";
import { commitTexts } from "../contracts/commit-texts.ts";
import { emptyRepository, runGit } from "../contracts/git-place.ts";
import { aRequest } from "../core/a-production.ts";
import { withPolicy } from "../core/policy/some-rules.ts";
import { beginFakeLedger, fakeBranch, fakeLedger } from "../fakes/fake-ledger.ts";
import { fakeTags } from "../fakes/fake-tags.ts";

const request = (physics: string): string =>
  JSON.stringify(aRequest({ tag: { campaign: "sP26a", physics, stage: "signal" }, conditions: physics }));
const costly = withPolicy('{ approvals: [{ above: { coreHours: 100000 }, by: ["@cleo"] }] }');
const plain = withPolicy('{ commands: { kill: ["@ada"] } }');

/** What the plan of a branch says of approvals: from where it began, and with main as it is now. */
const sentences = async (
  branch: Readonly<Record<string, string>>,
  authors: readonly string[] = [],
  isNobodys = false,
) => {
  const top = await emptyRepository();
  const begun = await commitTexts(top, { "productions/conventions.yaml": plain, CODEOWNERS: "* @eve\n" });
  await runGit(top, "checkout", "--quiet", "-b", "topic");
  const head = await commitTexts(top, branch);
  await runGit(top, "checkout", "--quiet", "main");
  const main = await commitTexts(top, { "productions/conventions.yaml": costly, CODEOWNERS: "* @ada @ben\n" });
  const dir = join(top, ".git");
  const ledger = fakeBranch();
  beginFakeLedger(ledger);
  const ports = {
    revisions: gitRevisions(dir, noForeign),
    ledger: fakeLedger(ledger),
    tags: fakeTags(),
    bash: systemBash(),
    clock: systemClock(),
  };
  return Promise.all(
    [undefined, main].map(
      async (now) => planView(await checkRevision(ports, begun, head, { main: now, authors, isNobodys })).approval,
    ),
  );
};

test("A plan names the persons whose approval main's rules require now, each with the reason", async () => {
  expect(
    await sentences({
      "productions/a/production.yaml": request("hfcharm"),
      "productions/b/production.yaml": request("minbias"),
    }),
  ).toEqual([
    "Needs approval by @eve (owners of productions/a and productions/b).",
    "Needs approval by @ada or @ben (owners of productions/a and productions/b); also by @cleo (an unknown number of core-hours: productions/a and productions/b).",
  ]);
});

test("A plan without a submission names no approvers", async () => {
  expect(await sentences({ "notes.md": "words" })).toEqual(["", ""]);
  expect(await sentences({ "productions/a/production.yaml": "schema: 1\n" })).toEqual(["", ""]);
});

test("An author of a pull request is not named as an approver in the plan, but as an author", async () => {
  const branch = { "productions/a/production.yaml": request("hfcharm") };

  expect((await sentences(branch, ["Ada"]))[1]).toBe(
    "Needs approval by @ben (owners of productions/a; @ada wrote it); also by @cleo (an unknown number of core-hours: productions/a).",
  );
  expect((await sentences(branch, ["zoe"]))[1]).toMatch(
    /^Needs approval by @ada or @ben \(owners of productions\/a\);/,
  );
});

test("A plan of commits that nobody here wrote asks for one approval more than the rules", async () => {
  expect((await sentences({ "productions/a/production.yaml": request("hfcharm") }, [], true))[0]).toBe(
    "Needs approval by @eve (owners of productions/a); also by 2 people with write access who authored none of it (nobody here wrote the commits that the upkeep brings to productions/a).",
  );
});

test("A plan whose authors are the only possible approvers says so, with the way out", async () => {
  expect((await sentences({ "productions/a/production.yaml": request("hfcharm") }, ["ada", "ben"]))[1]).toBe(
    "Cannot be approved: @ada and @ben wrote it, and nobody else may approve it (owners of productions/a). Name somebody else in CODEOWNERS or in the policy, in a pull request of its own.",
  );
  expect((await sentences({ CODEOWNERS: "* @ben\n" }, ["ada"]))[1]).toBe(
    "Needs approval by @ben (owners of CODEOWNERS; @ada wrote it).",
  );
});

test("A plan of many productions with the same owners names the line of CODEOWNERS, and not every folder", async () => {
  const folders = ["a", "b", "c", "d", "e"];
  const fields = ["hfcharm", "hfbottom", "minbias"];
  const branch = Object.fromEntries(
    folders.map((name, index) => [
      `productions/${name}/production.yaml`,
      JSON.stringify(
        aRequest({
          tag: { campaign: `sP26${name}`, physics: fields[index % 3], stage: "signal" },
          conditions: name,
        }),
      ),
    ]),
  );

  expect((await sentences(branch))[0]).toBe("Needs approval by @eve (owners of `*`).");
});
