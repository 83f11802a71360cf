import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { gitRevisions } from "../../action/adapters/git/revisions.ts";
import { systemBash } from "../../action/adapters/system/system-bash.ts";
import { systemClock } from "../../action/adapters/system/system-clock.ts";
import { planMarkdown } from "../../action/core/view/plan/plan-markdown.ts";
import { planView } from "../../action/core/view/plan/plan-view.ts";
import { rulesText } from "../../action/core/view/plan/rules-text.ts";
import { checkRevision } from "../../action/flows/check-revision.ts";
import { noForeign } from "../../scripts/no-foreign.ts";
import { commitTexts } from "../contracts/commit-texts.ts";
import { emptyRepository, runGit } from "../contracts/git-place.ts";
import { aRequest, conventionsBytes } from "../core/a-production.ts";
import { beginFakeLedger, fakeBranch, fakeLedger } from "../fakes/fake-ledger.ts";
import { fakeTags } from "../fakes/fake-tags.ts";

const root = "productions/conventions.yaml";
const mine = "productions/mine/conventions.yaml";
const text = new TextDecoder().decode(conventionsBytes);
const narrower = text.replace(/\nmayWiden:[^]*/, "\n").replace("  LAPTOP: { state: online }\n", "");
const wider = narrower
  .replace("release: group.sphenix", "release: group.elsewhere")
  .replace("^sP[0-9]{2}[a-z]$", "^sP.*$");
const request = (physics = "hfcharm"): string =>
  JSON.stringify(aRequest({ tag: { campaign: "sP26a", physics, stage: "signal" } }));

/** The plan of a branch with these files, over a main with those. */
const planOf = async (
  branch: Readonly<Record<string, string | null>>,
  first: Readonly<Record<string, string>> = {},
) => {
  const top = await emptyRepository();
  const begun = await commitTexts(top, { [root]: text, ...first });
  await runGit(top, "checkout", "--quiet", "-b", "topic");
  for (const [path, content] of Object.entries(branch)) if (content === null) await runGit(top, "rm", "--quiet", path);
  const kept = Object.entries(branch).filter((entry): entry is [string, string] => entry[1] !== null);
  const head = await commitTexts(top, Object.fromEntries(kept));
  const ledger = fakeBranch();
  beginFakeLedger(ledger);
  const dir = join(top, ".git");
  const ports = {
    revisions: gitRevisions(dir, noForeign),
    ledger: fakeLedger(ledger),
    tags: fakeTags(),
    bash: systemBash(),
    clock: systemClock(),
  };
  const view = planView(await checkRevision(ports, begun, head));
  return { view, comment: planMarkdown(view), begun, head };
};

describe("changed rules", () => {
  test("The plan of changed rules says what changes for the folder, who is affected and who must approve, also without productions", async () => {
    const { comment, view } = await planOf({ [mine]: narrower }, { CODEOWNERS: `* @ben\n${mine} @ada\n` });

    expect(view.verdict).toBe("good");
    expect(comment).toContain(
      "**This pull request changes rules that govern no production yet; its merge submits nothing.**",
    );
    expect(comment).not.toMatch(/changes no production|Nothing will be submitted/);
    expect(comment).toContain("Changed: the rules of productions/mine/conventions.yaml.");
    expect(comment).toContain("### Rules: `productions/mine/conventions.yaml` is added");
    expect(comment).toContain('| `sites.LAPTOP` | `{"state":"online"}` | `nothing` |');
    expect(view.rules[0]?.differences).toHaveLength(1);
    expect(comment).toContain("It governs no production yet. Needs approval by `@ada`");
  });

  test("A pull request that widens its conventions is refused, even without a production below", async () => {
    const { comment, view } = await planOf({ [mine]: wider });

    expect(view.verdict).toBe("refused");
    expect(view.problems.map(({ code, file }) => [code, file])).toEqual([
      ["wider-conventions", mine],
      ["wider-conventions", mine],
    ]);
    expect(comment).toContain("| `scopes.release` | `group.sphenix` | `group.elsewhere` |");
    expect(comment).toContain("someone with write access who authored none of it");
  });

  test("The plan of changed rules names the productions and how many would be refused, and each problem once", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [
        `productions/mine/p${String(index).padStart(2, "0")}/production.yaml`,
        request(),
      ]),
    );
    const { view, comment } = await planOf({ [mine]: wider }, many);

    expect(comment).toContain(
      "It governs 12 productions: productions/mine/p00, productions/mine/p01, productions/mine/p02, productions/mine/p03, productions/mine/p04, productions/mine/p05, productions/mine/p06, productions/mine/p07, productions/mine/p08, productions/mine/p09 and 2 more. 12 would be refused: productions/mine/p00,",
    );
    expect(view.problems.filter(({ code }) => code === "wider-conventions")).toHaveLength(2);
  });

  test("The plan of removed rules compares them with the rules that apply afterwards", async () => {
    const { comment } = await planOf(
      { [mine]: null },
      { [mine]: narrower, "productions/mine/p/production.yaml": request() },
    );

    expect(comment).toContain("### Rules: `productions/mine/conventions.yaml` is removed");
    expect(comment).toContain('| `sites.LAPTOP` | `nothing` | `{"state":"online"}` |');
    expect(comment).toContain("It governs 1 production: productions/mine/p.");
  });

  test("The plan of a changed CODEOWNERS names whose owners change", async () => {
    const first = {
      CODEOWNERS: "* @ada\n",
      "productions/a/production.yaml": request(),
      "productions/b/production.yaml": request("minbias"),
    };
    const { view } = await planOf({ CODEOWNERS: "* @ada\n/productions/b/ @eve\n" }, first);

    expect(rulesText(view.rules)).toBe(`CODEOWNERS is changed.
  owners of productions/b: @ada -> @eve
It governs 2 productions: productions/a, productions/b.
Needs approval by @ada (owners of CODEOWNERS).`);
  });
});

test("Every plan names its rules with their commits, the scope and the set-up line", async () => {
  const { comment, begun, head } = await planOf(
    { "productions/mine/p/production.yaml": request(), "notes.md": "x" },
    { [mine]: narrower },
  );

  expect(begun).not.toBe(head);
  expect(comment).toContain(
    `Rules: \`productions/mine/conventions.yaml\` (\`${begun.slice(0, 12)}\`), \`productions/conventions.yaml\` (\`${begun.slice(0, 12)}\`); scope \`group.sphenix\`.`,
  );
  expect(comment).toContain('Set-up before the payload of simulate: `source /cvmfs/setup.sh -n "$build"`');
});
