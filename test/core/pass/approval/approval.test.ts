import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { gitMain } from "../../../../action/adapters/git/main-branch.ts";
import { localRefs } from "../../../../action/adapters/git/refs.ts";
import { validateOne } from "../../../../action/core/cross-checks/check-sources.ts";
import { approvals, type Clearance } from "../../../../action/core/pass/approval/approval.ts";
import type { Review, SubmitAsked } from "../../../../action/core/policy/pull-request.ts";
import type { Writers } from "../../../../action/core/policy/writers.ts";
import type { Production } from "../../../../action/core/production/production.ts";
import type { People } from "../../../../action/ports/people.ts";
import { noForeign } from "../../../../scripts/no-foreign.ts";
import { commitTexts } from "../../../contracts/commit-texts.ts";
import { emptyRepository, runGit } from "../../../contracts/git-place.ts";
import { aMergedPull } from "../../../fakes/fake-people.ts";
import { aRequest, aStep, type Draft } from "../../a-production.ts";
import { withPolicy } from "../../policy/some-rules.ts";
import { aMoment, askFakes } from "../ask-fakes.ts";

const folder = "productions/x";
const rules = "productions/conventions.yaml";
type Texts = Readonly<Record<string, string>>;

const request = (changes: Draft = {}): Texts => ({ [`${folder}/production.yaml`]: JSON.stringify(aRequest(changes)) });
/** The same version, in letters that nobody would look for. */
const escaped: Texts = {
  [`${folder}/production.yaml`]: JSON.stringify(aRequest()).replace('"1.0.0"', '"\\u0031.0.0"'),
};
const costing = (step: Draft): Texts => request({ steps: { simulate: aStep(step) } });
const policy = (text: string): Texts => ({ [rules]: withPolicy(text) });
const plain: Texts = { [rules]: withPolicy('{ commands: { kill: ["@ada"] } }') };
const owners = { CODEOWNERS: "/productions/ @ada @ben\n" };

type Story = {
  /** On main when the branch begins. */
  readonly first?: Texts;
  /** On main before the merge. */
  readonly base?: Texts;
  /** The commits of the branch. */
  readonly branch?: readonly Texts[];
  readonly how?: "merge" | "squash" | "rebase" | "push";
  /** Pushed to main before the branch is merged, and part of the branch too. */
  readonly pushed?: Texts;
  /** Of the pull request; `topic` otherwise. */
  readonly named?: string;
  /** On main after the merge. */
  readonly after?: Texts;
};

/** On main, and on a branch that is left behind. */
const pushedFrom = async (top: string, texts: Texts): Promise<string> => {
  await runGit(top, "checkout", "--quiet", "-b", "left");
  const head = await commitTexts(top, texts, "on a branch");
  await runGit(top, "checkout", "--quiet", "main");
  await commitTexts(top, texts, "pushed");
  return head;
};

/** A commit on main by a pull request of zoe's, of which this is the head; root approved it. */
const reviewed = async (top: string, texts: Texts): Promise<readonly (readonly [string, string])[]> => {
  if (Object.keys(texts).length === 0) return [];
  await commitTexts(top, texts);
  const [commit, head] = await Promise.all([
    runGit(top, "rev-parse", "HEAD"),
    runGit(top, "commit-tree", "HEAD^{tree}", "-p", "HEAD^", "-m", "on a branch"),
  ]);
  return [[commit, head]];
};

/** A pull request of fred's, merged; what reconcile finds out of it. */
const merged = async (story: Story) => {
  const { first = plain, pushed, base = {}, branch = [request()], how = "merge", after = {}, named = "topic" } = story;
  const top = await emptyRepository();
  await commitTexts(top, first);
  const firstHead = pushed === undefined ? "" : await pushedFrom(top, pushed);
  await runGit(top, "checkout", "--quiet", "-b", "topic");
  let head = "";
  for (const texts of branch) head = await commitTexts(top, texts, "on the branch");
  await runGit(top, "checkout", "--quiet", "main");
  const before = await reviewed(top, base);
  if (how === "merge") await runGit(top, "merge", "--quiet", "--no-ff", "-m", "merge", "topic");
  else if (how === "squash") {
    await runGit(top, "merge", "--quiet", "--squash", "topic");
    await runGit(top, "commit", "--quiet", "-m", "squash");
  } else if (how === "push") await runGit(top, "merge", "--quiet", "--ff-only", "topic");
  else {
    await runGit(top, "-c", "user.name=GitHub", "rebase", "--quiet", "--force-rebase", "main", "topic");
    await runGit(top, "checkout", "--quiet", "main");
    await runGit(top, "merge", "--quiet", "--ff-only", "topic");
  }
  const commit = await runGit(top, "rev-parse", "HEAD");
  // GitHub may name the pull request for any of them.
  const known = (await runGit(top, "rev-list", "--first-parent", "HEAD")).split("\n");
  const beside = new Map([...before, ...(await reviewed(top, after))]);
  const main = gitMain(join(top, ".git"), localRefs(join(top, ".git")), noForeign);
  return { main, commit, known, head, firstHead, beside, named, mainHead: await main.head() };
};

type Merged = Awaited<ReturnType<typeof merged>>;
/** `before`: a commit that an earlier pull request, number 6, brought. */
type Merges = Merged & { readonly before?: string | undefined; readonly wrote?: Writers };
type CommandRecord = { readonly reviews?: readonly Partial<Review>[]; readonly submits?: readonly string[] };

const writers = ["ada", "ben", "cleo", "dan", "eve", "fred"];

const judge = async (story: Merges, { reviews = [], submits = [] }: CommandRecord): Promise<Clearance> => {
  const { main, commit, known, head, firstHead, beside, named, mainHead } = story;
  const from = { repository: "sphenix/productions", branch: named };
  const asFred = { from, opener: { login: "fred", isPerson: true } };
  const people: People = {
    comment: async () => undefined,
    form: async () => undefined,
    openPull: async () => undefined,
    issue: async () => undefined,
    permission: async (login) => (login === "root" ? "admin" : writers.includes(login) ? "write" : "read"),
    pullRequestOf: async (oid) => {
      const headBeside = beside.get(oid);
      if (headBeside !== undefined)
        return aMergedPull(oid, headBeside, { number: 8, opener: { login: "zoe", isPerson: true } });
      if (oid === story.before) return aMergedPull(oid, firstHead, { ...asFred, number: 6 });
      return known.includes(oid) ? aMergedPull(commit, head, asFred) : undefined;
    },
    writers: async ({ opener }) => story.wrote ?? { logins: [opener?.login ?? ""], unknown: undefined },
    reviews: async (number) =>
      (number === 8 ? [...beside.values()].map((of) => ({ login: "root", commit: of })) : reviews).map((one) => ({
        login: "ada",
        commit: head,
        says: "approved" as const,
        at: "2026-03-01T09:00:00Z",
        ...one,
      })),
  };
  const production = productionOf(validateOne(await main.at(mainHead).production(folder)));
  const asked = submits.map(
    (login): SubmitAsked => ({ login, contentDigest: production.contentDigest, at: "2026-03-01T10:00:00.500Z" }),
  );
  const brought = (await main.lastChanges(mainHead, [folder])).get(folder)?.commit ?? "";
  return askFakes({ main, people }, (reads) =>
    approvals({ ...aMoment(mainHead), ...reads }, [folder])(brought, production, asked),
  );
};

const productionOf = (judged: ReturnType<typeof validateOne>): Production => {
  const [first] = judged;
  if (first?.valid === undefined) throw new Error(JSON.stringify(first?.problems));
  return first.valid.production;
};

const by = (...logins: readonly string[]): CommandRecord => ({ reviews: logins.map((login) => ({ login })) });

describe("owners", () => {
  test("One owner's approval is enough for a version, and no other person's is", async () => {
    const story = await merged({ first: { ...plain, ...owners } });

    expect(await judge(story, by("ada", "zoe"))).toEqual({
      pullRequest: 7,
      opener: "fred",
      approval: "ada",
      lacking: undefined,
    });
    expect(await judge(story, by("cleo", "zoe"))).toEqual({
      pullRequest: 7,
      opener: "fred",
      approval: "none",
      lacking:
        "pull request #7 was merged, but its final commit lacks the approval of @ada or @ben (owners of productions/x); @ada or @ben may approve exactly this with `/shrek submit`, or a new version before it is merged",
      whose: ["ada", "ben"],
    });
  });

  test("The owners of a version are those of main before the merge, not of the branch or of later commits", async () => {
    const story = await merged({
      first: { ...plain, CODEOWNERS: "* @eve\n" },
      base: { CODEOWNERS: "* @ada\n" },
      after: { CODEOWNERS: "* @cleo\n" },
    });

    expect(await judge(story, by("eve", "cleo"))).toMatchObject({ approval: "none" });
    expect(await judge(story, by("ada"))).toMatchObject({ approval: "ada", lacking: undefined });
  });

  test("Owners of shared files approve productions that use these files", async () => {
    const using = request({ steps: { simulate: aStep({ resources: ["shared:a.sh"] }) } });
    const story = await merged({
      first: { ...plain, CODEOWNERS: "* @ada\n/productions/_shared/ @ben\n" },
      branch: [{ ...using, "productions/_shared/a.sh": "true\n" }],
    });

    expect((await judge(story, by("ada"))).lacking).toContain("@ben (owners of productions/_shared/a.sh)");
    expect(await judge(story, by("ada", "ben"))).toMatchObject({ approval: "ada, ben", lacking: undefined });
  });

  test("A production that only teams and addresses own cannot be approved, and the way out is shown", async () => {
    const story = await merged({ first: { ...plain, CODEOWNERS: "* @org/physics a@example.org\n" } });

    expect((await judge(story, by("ada", "ben"))).lacking).toContain(
      "CODEOWNERS gives productions/x/production.yaml to @org/physics and a@example.org alone, and the token of a workflow cannot find out who that is; name logins beside them in CODEOWNERS, in a pull request of its own",
    );
  });
});

describe("without owners", () => {
  test("Without owners a person with write permission who wrote no part may approve, and exactly the final commit", async () => {
    const story = await merged({});

    expect(await judge(story, by("eve"))).toMatchObject({ approval: "eve", lacking: undefined });
    expect(await judge(story, by("fred", "zoe"))).toMatchObject({ approval: "none" });
    expect(await judge(story, { reviews: [{ login: "eve", commit: "0".repeat(40) }] })).toMatchObject({
      approval: "none",
    });
  });

  test("A request for changes holds a version back, also one on an older commit", async () => {
    const story = await merged({});
    const older = { login: "ben", commit: "0".repeat(40), says: "changes-requested" } as const;

    expect((await judge(story, { reviews: [{}, older] })).lacking).toContain(
      "pull request #7 was merged, but @ben requests changes",
    );
    expect(await judge(story, { reviews: [{}, { ...older, login: "zoe" }] })).toMatchObject({ lacking: undefined });
  });

  test("`/shrek submit` after the merge is the missing approval, and cancels the person's request for changes", async () => {
    const story = await merged({});

    expect(await judge(story, { submits: ["ada"] })).toMatchObject({ approval: "ada", lacking: undefined });
    expect(await judge(story, { submits: ["fred", "zoe"] })).toMatchObject({ approval: "none" });
    const against = { login: "ada", says: "changes-requested" } as const;
    expect(await judge(story, { reviews: [against], submits: ["ada"] })).toMatchObject({ lacking: undefined });
    expect((await judge(story, { reviews: [against], submits: ["ben"] })).lacking).toContain("@ada requests changes");
  });
});

describe("policies", () => {
  const large = policy('{ approvals: [{ above: { coreHours: 100 }, by: ["@cleo", "@dan"], count: 2 }] }');

  test.each([
    ["at the threshold: 10 jobs, 1 core, 10 h, 1 attempt", { walltime: 10, maxAttempt: 1 }, undefined],
    ["above it, because each job may be tried twice", { walltime: 10, maxAttempt: 2 }, "over 100 core-hours"],
    ["unknown, because there is no walltime", {}, "an unknown number of core-hours"],
  ])("A policy by core-hours asks for an approval: %s", async (_, step, reason) => {
    const story = await merged({ first: { ...large, ...owners }, branch: [costing(step)] });

    const { lacking } = await judge(story, by("ada"));

    expect(lacking === undefined ? undefined : lacking).toEqual(
      reason === undefined ? undefined : expect.stringContaining(`@cleo and @dan (${reason}: productions/x)`),
    );
    expect(await judge(story, by("ada", "cleo", "dan"))).toMatchObject({ lacking: undefined });
  });

  test("A policy may ask for two approvals, of which one is not enough; two without an owner are not enough either", async () => {
    const story = await merged({ first: { ...large, ...owners } });

    expect((await judge(story, by("ada", "cleo"))).lacking).toContain("@cleo and @dan");
    expect((await judge(story, by("cleo", "dan"))).lacking).toContain("@ada or @ben (owners of productions/x)");
  });

  test("The policy for a version is that of main before the merge, whatever main says since", async () => {
    const story = await merged({ first: plain, base: large, after: plain });

    expect((await judge(story, by("ada"))).lacking).toContain("@cleo and @dan");
  });

  test("An unreadable policy allows no version", async () => {
    const story = await merged({ first: { [rules]: "conventions: 1\n" }, after: plain });

    expect((await judge(story, by("ada"))).lacking).toContain("it is unknown who may approve: productions/");
  });
});

describe("upkeep", () => {
  const id = `${"0".repeat(8)}-${"1".repeat(16)}`;

  test("Commits of other repositories, which nobody here wrote, need two people, of whom one is an owner", async () => {
    const story = await merged({ first: { ...plain, ...owners }, named: `shrek/upkeep-resources-${id}` });

    expect((await judge(story, by("ada"))).lacking).toContain(
      "2 people with write access who authored none of it (nobody here wrote the commits that the upkeep brings to productions/x); only @ada gave one",
    );
    expect(await judge(story, by("cleo", "dan"))).toMatchObject({
      lacking: expect.stringContaining("@ada or @ben (owners of productions/x)"),
    });
    expect(await judge(story, by("ada", "cleo"))).toMatchObject({ approval: "ada, cleo", lacking: undefined });
  });

  test("Where the policy asks for two people, commits of other repositories need three", async () => {
    const two = policy('{ approvals: [{ by: ["@cleo", "@dan"], count: 2 }] }');
    const story = await merged({ first: { ...two, ...owners }, named: `shrek/upkeep-resources-${id}` });

    expect((await judge(story, by("cleo", "dan"))).lacking).toContain("3 people with write access");
    expect(await judge(story, by("ada", "cleo", "dan"))).toMatchObject({ lacking: undefined });
  });

  test("A commit of the upkeep's App needs one approval where it moved versions alone; else its author is unknown", async () => {
    const first = { ...policy("{ upkeep: { app: up, of: [inputs] } }"), ...owners };
    const reading = (version: string, own = "1.1.0") =>
      request({
        version: own,
        inputs: { made: { production: "sP26a-hfcharm-merge", version, step: "merge", files: 1 } },
        steps: { simulate: { in: [{ from: "made", filesPerJob: 1 }], out: ["a.tar"], run: 'cat "$made"\n' } },
      });
    const wrote: Writers = {
      logins: ["up[bot]"],
      unknown: "a program",
      program: { login: "up[bot]", unknown: undefined },
    };
    const named = `shrek/upkeep-inputs-${id}`;
    const lackingOf = async (before: string, after: string) =>
      (
        await judge(
          {
            ...(await merged({ first: { ...first, ...reading(before, "1.0.0") }, branch: [reading(after)], named })),
            wrote,
          },
          by("ada"),
        )
      ).lacking;

    expect(await lackingOf("1.0.0", "2.0.0")).toContain("more than newer inputs of what main held");
    expect(await lackingOf("1.0.0", "1.1.0")).toBeUndefined();
  });

  test("Newer versions of what a production reads need no more approvals than a person's change", async () => {
    const story = await merged({ first: { ...plain, ...owners }, named: `shrek/upkeep-inputs-${id}` });

    expect(await judge(story, by("ada"))).toMatchObject({ approval: "ada", lacking: undefined });
  });
});

describe("ways to main", () => {
  const evil = { CODEOWNERS: "* @eve\n" };

  test("Rules and a production in one pull request are held, also after a rebase made several commits of them", async () => {
    const story = await merged({ first: { ...plain, ...owners }, branch: [evil, request()], how: "rebase" });

    expect((await judge(story, by("eve", "ada"))).lacking).toContain("changes CODEOWNERS and productions/x");
  });

  test.each(["merge", "squash", "rebase"] as const)(
    "A %s counts as approved for who approved the pull request, whichever commit of the branch brought the production",
    async (how) => {
      const story = await merged({
        first: { ...plain, ...owners },
        base: { "notes.md": "1" },
        branch: [request(), { "more.md": "1" }, { "more.md": "2" }],
        how,
        after: { "later.md": "1" },
      });

      expect(await judge(story, by("ada"))).toMatchObject({ approval: "ada", lacking: undefined });
      expect(await judge(story, by("fred"))).toMatchObject({ approval: "none" });
    },
  );

  test.each(["merge", "squash", "rebase"] as const)(
    "The approval of a %s after a push to main does not cover the pushed commits",
    async (how) => {
      const story = await merged({ pushed: request(), branch: [{ "notes.md": "1" }, { "notes.md": "2" }], how });

      expect((await judge(story, by("ada"))).lacking).toContain("is on main without a merged pull request");
    },
  );

  test.each([
    ["pushed", request(), { lacking: expect.stringContaining("is on main without a merged pull request") }],
    ["pushed, broken", { [`${folder}/production.yaml`]: "version: 1.0.0\nsteps: [\n" }, { approval: "none" }],
    ["pushed under an escape", escaped, { lacking: expect.stringContaining("without a merged pull request") }],
    ["pushed with another version", request({ version: "0.9.0" }), { approval: "ada", lacking: undefined }],
  ])("The approval of a harmless change does not cover an earlier change that was %s", async (_, pushed, clearance) => {
    const mend = JSON.stringify(pushed) === JSON.stringify(escaped) ? {} : request();
    const story = await merged({ pushed, branch: [{ [`${folder}/README.md`]: "harmless", ...mend }] });

    expect(await judge(story, by("ada"))).toMatchObject(clearance);
  });

  test("Two pull requests may bring one version if both were approved; `/shrek submit` counts for both", async () => {
    const story = await merged({ pushed: request(), branch: [{ [`${folder}/README.md`]: "more" }] });
    const earlier = { ...story, before: story.known.at(-2) };

    expect(await judge(earlier, { reviews: [] })).toMatchObject({ approval: "none" });
    expect(await judge(earlier, by("ada"))).toMatchObject({
      lacking: expect.stringContaining("#6 was merged, but its"),
    });
    expect(await judge(earlier, { submits: ["ada"] })).toMatchObject({ approval: "ada", lacking: undefined });
  });

  test("The approval of a rebase whose commits are not all on main covers only the last commit", async () => {
    const story = await merged({
      base: { "notes.md": "1" },
      branch: [{ "notes.md": "1" }, request(), { "more.md": "1" }],
      how: "rebase",
    });

    expect((await judge(story, by("ada"))).lacking).toContain("is on main without a merged pull request");
  });

  test("A rebase that changes files outside of the production still counts as a merge", async () => {
    const story = await merged({
      first: { ...plain, ...owners },
      base: { "notes.md": "1" },
      branch: [{ "productions/x/a.md": "1" }, request()],
      how: "rebase",
    });

    expect(await judge(story, by("ada"))).toMatchObject({ lacking: undefined });
  });

  test("A head that was pushed to main instead of merged has no earlier main to compare with", async () => {
    const story = await merged({ first: { ...plain, ...owners }, branch: [evil, request()], how: "push" });

    expect((await judge(story, by("eve"))).lacking).toContain("is on main without a merged pull request");
  });
});
