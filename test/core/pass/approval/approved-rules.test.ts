import { describe, expect, test } from "vitest";
import { validateOne } from "../../../../action/core/cross-checks/check-sources.ts";
import { approvals, type Clearance } from "../../../../action/core/pass/approval/approval.ts";
import { clearances, withoutApp } from "../../../../action/core/pass/approval/clearance.ts";
import { all } from "../../../../action/core/pass/reads.ts";
import type { PullRequest } from "../../../../action/core/policy/pull-request.ts";
import type { People } from "../../../../action/ports/people.ts";
import { fakeMain } from "../../../fakes/fake-main.ts";
import { aMergedPull } from "../../../fakes/fake-people.ts";
import { aRequest, conventionsBytes } from "../../a-production.ts";
import { aMoment, askFakes } from "../ask-fakes.ts";

const root = "productions/conventions.yaml";
const mine = "productions/mine/conventions.yaml";
const folder = "productions/mine/p";
const text = new TextDecoder().decode(conventionsBytes);
const request = { [`${folder}/production.yaml`]: JSON.stringify(aRequest()) };
const narrower = text.replace(/\nmayWiden:[^]*/, "\n").replace("  LAPTOP: { state: online }\n", "");

type Files = Readonly<Record<string, string | undefined>>;
type Merging = { readonly by?: string; readonly approved?: readonly string[]; readonly unlike?: Files };

/**
 * Main with what stood there before SHREK, the rules with which it began, and pull requests that were merged one after
 * the other. `ledgerSays`: its first file.
 */
const aRepository = (first: Files = {}, ledgerSays: { began?: string | undefined } = {}, soleWriter = true) => {
  const main = fakeMain();
  main.commit({ "README.md": "Productions" });
  main.commit({ [root]: text, ...first });
  const pulls = new Map<string, PullRequest>();
  const approvers = new Map<number, readonly string[]>();
  let asked = 0;
  const people: People = {
    comment: async () => undefined,
    form: async () => undefined,
    openPull: async () => undefined,
    issue: async () => undefined,
    permission: async (login) => (login === "root" ? "admin" : "write"),
    pullRequestOf: async (commit) => {
      asked++;
      return pulls.get(commit);
    },
    writers: async ({ opener }) => ({ logins: [opener?.login ?? ""], unknown: undefined }),
    reviews: async (number) => {
      const head = [...pulls.values()].find((pull) => pull.number === number)?.head ?? "";
      return (approvers.get(number) ?? []).map((login) => ({
        login,
        commit: head,
        says: "approved" as const,
        at: "2026-03-01T09:00:00Z",
      }));
    },
  };
  const merge = async (
    changes: Files,
    { by = "fred", approved = ["ada"], unlike = {} }: Merging = {},
  ): Promise<string> => {
    const base = await main.head();
    const head = main.branch(base, changes);
    const commit = main.commit({ ...changes, ...unlike });
    const number = pulls.size + 1;
    pulls.set(commit, aMergedPull(commit, head, { number, opener: { login: by, isPerson: true }, base }));
    approvers.set(number, approved);
    return commit;
  };
  const judgeAll = async (commit: string, folders: readonly string[], at?: string): Promise<readonly Clearance[]> => {
    const head = await main.head();
    const moment = aMoment(head, ledgerSays);
    const productions = await Promise.all(
      folders.map(async (one) => {
        const [judged] = validateOne(await main.at(at ?? head).production(one));
        if (judged?.valid === undefined) throw new Error(JSON.stringify(judged?.problems));
        return judged.valid.production;
      }),
    );
    return askFakes({ main, people }, (reads) => {
      const at = { ...moment, ...reads, soleWriter };
      const clearanceOf = soleWriter ? approvals(at, folders) : clearances(at, folders);
      return all(productions.map((production) => clearanceOf(commit, production)));
    });
  };
  const judge = async (commit: string, at?: string): Promise<Clearance> => {
    const [judged] = await judgeAll(commit, [folder], at);
    if (judged === undefined) throw new Error("nothing was judged");
    return judged;
  };
  return { main, merge, judge, judgeAll, asked: () => asked };
};

const lacking = (story: Clearance): string => story.lacking ?? "nothing";

test("Without an App a release is submitted where approved conventions say that everybody may write the ledger", async () => {
  const open = { [root]: `${text}\nledger: every-collaborator-may-write-it\n` };
  const [said, silent] = [aRepository({}, {}, false), aRepository({}, {}, false)];
  await said.merge(open);

  expect((await said.judge(await said.merge(request))).lacking).toBeUndefined();
  expect((await silent.judge(await silent.merge(request))).lacking).toBe(withoutApp);
});

describe("conventions of a production", () => {
  test("Unapproved conventions hold back their productions, with the file, the pull request and the way out", async () => {
    const { merge, judge } = aRepository();
    await merge({ [mine]: narrower }, { approved: [] });
    const production = await merge(request);

    expect(lacking(await judge(production))).toBe(
      "productions/mine/conventions.yaml, which governs it, came to main by pull request #1, but its final commit lacks the approval of someone with write access who authored none of it; change productions/mine/conventions.yaml in a pull request that somebody else approves before it is merged, then say `/shrek submit`",
    );
  });

  test.each([
    ["their author alone approved", { approved: ["fred"] }, "@fred wrote a part of it"],
    ["main got other content than was approved", { unlike: { [mine]: `${narrower}# x\n` } }, "but with other content"],
  ])("Conventions hold back their productions when %s", async (_, merging, why) => {
    const { merge, judge } = aRepository();
    await merge({ [mine]: narrower }, merging);

    expect(lacking(await judge(await merge(request)))).toContain(why);
  });

  test("Conventions hold back their productions when the final commit of their pull request cannot be read", async () => {
    const { main, merge, judge } = aRepository();
    await merge({ [mine]: narrower });
    const production = await merge(request);
    Object.assign(main, { fetch: async () => false });

    expect(lacking(await judge(production))).toContain("but with other content than its final commit");
  });

  test("Conventions hold back their productions until one of the conventions' owners approves, who are named", async () => {
    const { merge, judge } = aRepository({ CODEOWNERS: "/productions/mine/ @ben @cleo\n" });
    await merge({ [mine]: narrower }, { approved: ["ada"] });

    expect(lacking(await judge(await merge(request, { approved: ["ben"] })))).toContain(
      `change ${mine} in a pull request that @ben or @cleo approves`,
    );
  });

  test("Conventions that were pushed to main hold back their productions", async () => {
    const { main, merge, judge } = aRepository();
    main.commit({ [mine]: narrower });

    expect(lacking(await judge(await merge(request)))).toContain(`${mine}, which governs it, came to main without`);
  });

  test("Deleted conventions hold back the productions below, because wider conventions apply again", async () => {
    const { merge, judge } = aRepository({ [mine]: narrower });
    await merge({ [mine]: undefined }, { approved: [] });

    expect(lacking(await judge(await merge(request)))).toContain(
      `${mine}, which governs it, came to main by pull request #1`,
    );
  });

  test("Approved conventions, and those of main's first conventions, release their productions", async () => {
    const approved = aRepository();
    await approved.merge({ [mine]: narrower });
    const old = aRepository({ [mine]: narrower });

    expect(await approved.judge(await approved.merge(request))).toMatchObject({ lacking: undefined, approval: "ada" });
    expect(await old.judge(await old.merge(request))).toMatchObject({ lacking: undefined });
  });

  test.each([
    ["nothing", undefined],
    ["today's main", "head"],
  ])(
    "Unapproved conventions hold back their productions even if the ledger says that its begin was %s",
    async (_, says) => {
      const at: { began?: string | undefined } = {};
      const { main, merge, judge } = aRepository({}, at);
      await merge({ [mine]: narrower }, { approved: [] });
      const production = await merge(request);
      Object.assign(at, { began: says === undefined ? undefined : await main.head() });

      expect(lacking(await judge(production))).toContain(`${mine}, which governs it, came to main by pull request #1`);
    },
  );

  test("Conventions need an approval, also the first ones, where main does not hold the commit at which the ledger began", async () => {
    const lost = aRepository({}, { began: "f".repeat(40) });

    expect(lacking(await lost.judge(await lost.merge(request)))).toContain(
      `${root}, which governs it, came to main without a merged pull request`,
    );
  });

  test("Conventions that were pushed after the first ones need approval, and those that owners had before do not", async () => {
    const { main, merge, judge } = aRepository({ CODEOWNERS: "* @ben\n" });
    const before = await judge(await merge(request, { approved: ["ben"] }));
    main.commit({ CODEOWNERS: "* @ada\n" });

    expect(before).toMatchObject({ lacking: undefined, approval: "ben" });
    expect(lacking(await judge(await merge({ "productions/mine/p/notes.md": "x" })))).toContain(
      "CODEOWNERS, which governs it, came to main without a merged pull request",
    );
  });

  test("Conventions in another folder, or below a production, do not hold back the production", async () => {
    const { merge, judge } = aRepository();
    await merge(
      { "productions/other/conventions.yaml": narrower, [`${folder}/deep/conventions.yaml`]: narrower },
      { approved: [] },
    );

    expect(await judge(await merge(request))).toMatchObject({ lacking: undefined });
  });

  test("Conventions need the approval of the owners of their file in CODEOWNERS on main", async () => {
    const { merge, judge } = aRepository({ CODEOWNERS: `* @ada\n${root} @ben\n` });
    await merge({ [root]: text.replace("release: group.sphenix", "release: group.eic") }, { approved: ["ada"] });
    const production = await merge(request);

    expect(lacking(await judge(production))).toContain(
      "pull request #1, but its final commit lacks the approval of @ben (owners of productions/conventions.yaml); change productions/conventions.yaml in a pull request that @ben approves",
    );
  });
});

test("Conventions that only a team owns may be approved by an administrator", async () => {
  const { merge, judge } = aRepository({ CODEOWNERS: "* @org/team\n" });
  await merge({ CODEOWNERS: "* @ada\n" }, { approved: ["ada"] });
  const before = await judge(await merge({ ...request }));
  await merge({ CODEOWNERS: "* @ada # reviewed\n" }, { approved: ["root"] });

  expect(lacking(before)).toContain("to @org/team alone, and the token of a workflow cannot find out who that is");
  expect(lacking(before)).toContain("change CODEOWNERS in a pull request that an administrator approves");
  const raised = Object.fromEntries(
    Object.entries(request).map(([path, written]) => [path, written.replaceAll("1.0.0", "1.0.1")]),
  );
  expect(lacking(await judge(await merge({ "productions/mine/p/notes.md": "x" })))).toContain("to @org/team alone");
  expect(await judge(await merge(raised))).toMatchObject({ lacking: undefined });
});

describe("unapproved CODEOWNERS", () => {
  const owned = { CODEOWNERS: "* @ada\n" };

  test("An unapproved CODEOWNERS file holds back what its new owner approves", async () => {
    const { merge, judge } = aRepository(owned);
    await merge({ CODEOWNERS: "* @eve\n" }, { approved: [] });

    expect(lacking(await judge(await merge(request, { approved: ["eve"] })))).toContain(
      "CODEOWNERS, which governs it, came to main by pull request #1",
    );
  });

  test("An unapproved CODEOWNERS file makes no person an owner, also when corrected afterwards", async () => {
    const { merge, judge } = aRepository(owned);
    await merge({ CODEOWNERS: "* @eve\n" }, { approved: [] });
    const production = await merge(request, { approved: ["eve"] });
    await merge(owned, { approved: ["ada"] });

    expect(lacking(await judge(production))).toContain("lacks the approval of @ada (owners of productions/mine/p)");
  });

  test("An owner from an unapproved CODEOWNERS file approves no rules", async () => {
    const { merge, judge } = aRepository(owned);
    await merge({ CODEOWNERS: "* @eve\n" }, { approved: [] });
    await merge({ [mine]: narrower }, { approved: ["eve"] });
    await merge(owned, { approved: ["ada"] });

    expect(lacking(await judge(await merge(request)))).toContain(
      `${mine}, which governs it, came to main by pull request #2`,
    );
  });

  test("An unapproved CODEOWNERS file in a place of higher rank, and its removal, are noticed", async () => {
    const [added, removed] = [aRepository(owned), aRepository({ ...owned, ".github/CODEOWNERS": "* @ben\n" })];
    await added.merge({ ".github/CODEOWNERS": "* @eve\n" }, { approved: ["eve"] });
    await removed.merge({ ".github/CODEOWNERS": undefined }, { approved: ["ada"] });

    expect(lacking(await added.judge(await added.merge(request, { approved: ["eve"] })))).toContain(
      ".github/CODEOWNERS, which",
    );
    expect(lacking(await removed.judge(await removed.merge(request)))).toContain(
      ".github/CODEOWNERS, which governs it",
    );
  });
});

describe("ways out", () => {
  test("An approved pull request that touches the unapproved rules releases the production, if the production stays unchanged", async () => {
    const { merge, judge } = aRepository();
    await merge({ [mine]: narrower }, { approved: [] });
    const production = await merge(request);
    const validatedAt = production;
    await merge({ [mine]: `${narrower}# seen\n` });

    expect(await judge(production, validatedAt)).toMatchObject({ lacking: undefined, approval: "ada" });
  });

  test("A version that was validated by other rules than the approved ones is not approved", async () => {
    const { merge, judge } = aRepository({ [root]: `${text}  - { folder: mine, keys: [scopes] }\n` });
    await merge({ [mine]: narrower.replace("group.sphenix", "group.elsewhere") }, { approved: [] });
    const production = await merge(request);
    await merge({ [mine]: narrower });

    expect(lacking(await judge(production, production))).toContain(
      "the rules on main have changed since it was checked",
    );
  });
});

test("A file of rules is looked up once in a pass, however many productions it governs", async () => {
  const { merge, judgeAll, asked } = aRepository();
  await merge({ [mine]: narrower });
  const folders = Array.from({ length: 50 }, (_, index) => `productions/mine/p${index}`);
  const files = folders.map((one) => [`${one}/production.yaml`, request[`${folder}/production.yaml`]] as const);
  const commit = await merge(Object.fromEntries(files));

  const judged = await judgeAll(commit, folders);

  expect(judged.map(({ lacking: why }) => why)).toEqual(folders.map(() => undefined));
  expect(asked()).toBe(2);
});
