import { describe, expect, test } from "vitest";
import { judgeOne } from "../../action/core/cross-checks/check-sources.ts";
import { approvals, type Clearance } from "../../action/flows/reconcile/approval.ts";
import type { People, PullRequest } from "../../action/ports/people.ts";
import { aRequest, conventionsBytes } from "../core/a-production.ts";
import { fakeMain } from "../fakes/fake-main.ts";
import { aMergedPull } from "../fakes/fake-people.ts";

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
const aRepository = (first: Files = {}, ledgerSays: { began?: string | undefined } = {}) => {
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
    const ledger = {
      commit: "",
      repository: "",
      began: ledgerSays.began,
      cursor: head,
      accepted: undefined,
      releases: undefined,
      refused: [],
      live: [],
      watched: [],
      ended: { last: [], months: [] },
      streams: new Map(),
      trials: { waiting: [], answered: new Map() },
    };
    const pass = { ports: { main, people, ledger: { head: async () => ledger } }, rulesAsked: new Map() };
    const clearanceOf = approvals(pass, head, folders);
    return Promise.all(
      folders.map(async (one) => {
        const [judged] = judgeOne(await main.at(at ?? head).production(one));
        if (judged?.accepted === undefined) throw new Error(JSON.stringify(judged?.problems));
        return clearanceOf(commit, judged.accepted.production);
      }),
    );
  };
  const judge = async (commit: string, at?: string): Promise<Clearance> => {
    const [judged] = await judgeAll(commit, [folder], at);
    if (judged === undefined) throw new Error("nothing was judged");
    return judged;
  };
  return { main, merge, judge, judgeAll, asked: () => asked };
};

const lacking = (story: Clearance): string => story.lacking ?? "nothing";

describe("conventions that govern a production", () => {
  test("hold it back when nobody approved them, with the file, the pull request and the way out", async () => {
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
  ])("hold it back when %s", async (_, merging, why) => {
    const { merge, judge } = aRepository();
    await merge({ [mine]: narrower }, merging);

    expect(lacking(await judge(await merge(request)))).toContain(why);
  });

  test("hold it back when the final commit of their pull request cannot be read", async () => {
    const { main, merge, judge } = aRepository();
    await merge({ [mine]: narrower });
    const production = await merge(request);
    Object.assign(main, { bring: async () => false });

    expect(lacking(await judge(production))).toContain("but with other content than its final commit");
  });

  test("hold it back until one of their owners approves, who are named", async () => {
    const { merge, judge } = aRepository({ CODEOWNERS: "/productions/mine/ @ben @cleo\n" });
    await merge({ [mine]: narrower }, { approved: ["ada"] });

    expect(lacking(await judge(await merge(request, { approved: ["ben"] })))).toContain(
      `change ${mine} in a pull request that @ben or @cleo approves`,
    );
  });

  test("hold it back when they were pushed to main", async () => {
    const { main, merge, judge } = aRepository();
    main.commit({ [mine]: narrower });

    expect(lacking(await judge(await merge(request)))).toContain(`${mine}, which governs it, came to main without`);
  });

  test("hold it back when they were taken away: the wider ones above hold again", async () => {
    const { merge, judge } = aRepository({ [mine]: narrower });
    await merge({ [mine]: undefined }, { approved: [] });

    expect(lacking(await judge(await merge(request)))).toContain(
      `${mine}, which governs it, came to main by pull request #1`,
    );
  });

  test("let it go when they were approved, or stood there with the first conventions of main", async () => {
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
    "hold it back where the ledger says that it began with %s: main says since when rules are approved",
    async (_, says) => {
      const at: { began?: string | undefined } = {};
      const { main, merge, judge } = aRepository({}, at);
      await merge({ [mine]: narrower }, { approved: [] });
      const production = await merge(request);
      Object.assign(at, { began: says === undefined ? undefined : await main.head() });

      expect(lacking(await judge(production))).toContain(`${mine}, which governs it, came to main by pull request #1`);
    },
  );

  test("need an approval, the first ones too, where main does not hold the commit at which the ledger began", async () => {
    const lost = aRepository({}, { began: "f".repeat(40) });

    expect(lacking(await lost.judge(await lost.merge(request)))).toContain(
      `${root}, which governs it, came to main without a merged pull request`,
    );
  });

  test("that came behind the first ones by a push are not among them, and what owners stood there before is", async () => {
    const { main, merge, judge } = aRepository({ CODEOWNERS: "* @ben\n" });
    const before = await judge(await merge(request, { approved: ["ben"] }));
    main.commit({ CODEOWNERS: "* @ada\n" });

    expect(before).toMatchObject({ lacking: undefined, approval: "ben" });
    expect(lacking(await judge(await merge({ "productions/mine/p/notes.md": "x" })))).toContain(
      "CODEOWNERS, which governs it, came to main without a merged pull request",
    );
  });

  test("beside it or below it say nothing of it", async () => {
    const { merge, judge } = aRepository();
    await merge(
      { "productions/other/conventions.yaml": narrower, [`${folder}/deep/conventions.yaml`]: narrower },
      { approved: [] },
    );

    expect(await judge(await merge(request))).toMatchObject({ lacking: undefined });
  });

  test("need the owners of their file in CODEOWNERS as main had it", async () => {
    const { merge, judge } = aRepository({ CODEOWNERS: `* @ada\n${root} @ben\n` });
    await merge({ [root]: text.replace("release: group.sphenix", "release: group.eic") }, { approved: ["ada"] });
    const production = await merge(request);

    expect(lacking(await judge(production))).toContain(
      "pull request #1, but its final commit lacks the approval of @ben (owners of productions/conventions.yaml); change productions/conventions.yaml in a pull request that @ben approves",
    );
  });
});

test("what belongs to a team alone is left to an administrator, and can be put right so", async () => {
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

describe("CODEOWNERS that nobody approved", () => {
  const owned = { CODEOWNERS: "* @ada\n" };

  test("holds back what its new owner approves", async () => {
    const { merge, judge } = aRepository(owned);
    await merge({ CODEOWNERS: "* @eve\n" }, { approved: [] });

    expect(lacking(await judge(await merge(request, { approved: ["eve"] })))).toContain(
      "CODEOWNERS, which governs it, came to main by pull request #1",
    );
  });

  test("makes nobody an owner, also when it is put right afterwards", async () => {
    const { merge, judge } = aRepository(owned);
    await merge({ CODEOWNERS: "* @eve\n" }, { approved: [] });
    const production = await merge(request, { approved: ["eve"] });
    await merge(owned, { approved: ["ada"] });

    expect(lacking(await judge(production))).toContain("lacks the approval of @ada (owners of productions/mine/p)");
  });

  test("approves no rules", async () => {
    const { merge, judge } = aRepository(owned);
    await merge({ CODEOWNERS: "* @eve\n" }, { approved: [] });
    await merge({ [mine]: narrower }, { approved: ["eve"] });
    await merge(owned, { approved: ["ada"] });

    expect(lacking(await judge(await merge(request)))).toContain(
      `${mine}, which governs it, came to main by pull request #2`,
    );
  });

  test("in a place that counts before the old one is seen too, and so is its removal", async () => {
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

describe("the way out", () => {
  test("an approved pull request that touches the file ends it, as long as it leaves the production what it was", async () => {
    const { merge, judge } = aRepository();
    await merge({ [mine]: narrower }, { approved: [] });
    const production = await merge(request);
    const judgedAt = production;
    await merge({ [mine]: `${narrower}# seen\n` });

    expect(await judge(production, judgedAt)).toMatchObject({ lacking: undefined, approval: "ada" });
  });

  test("what was judged by other rules than those approved is not what they approve", async () => {
    const { merge, judge } = aRepository({ [root]: `${text}  - { folder: mine, keys: [scopes] }\n` });
    await merge({ [mine]: narrower.replace("group.sphenix", "group.elsewhere") }, { approved: [] });
    const production = await merge(request);
    await merge({ [mine]: narrower });

    expect(lacking(await judge(production, production))).toContain(
      "the rules on main have changed since it was judged",
    );
  });
});

test("a file is asked of once in a pass, however many productions it governs", async () => {
  const { merge, judgeAll, asked } = aRepository();
  await merge({ [mine]: narrower });
  const folders = Array.from({ length: 50 }, (_, index) => `productions/mine/p${index}`);
  const files = folders.map((one) => [`${one}/production.yaml`, request[`${folder}/production.yaml`]] as const);
  const commit = await merge(Object.fromEntries(files));

  const judged = await judgeAll(commit, folders);

  expect(judged.map(({ lacking: why }) => why)).toEqual(folders.map(() => undefined));
  expect(asked()).toBe(2);
});
