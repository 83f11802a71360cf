import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { approve, comment, comments, merge } from "../../scripts/demo/pull-request.ts";
import { author, productionFiles, reviewer, type World } from "../../scripts/demo/world.ts";
import type { CommitRequest } from "../../scripts/sandbox/github/commit-files.ts";
import { afterMerge, raiseSharedWorld, slotOf, whileActionsAreOff } from "./world.ts";

const toy = productionFiles(["toy-pileup"]);
const other = "dora";

/** A pull request of the author's for a production of its own; what else happens to it before and while it is merged. */
type Attack = {
  /** On the branch, behind the request. */
  readonly commits?: readonly Partial<CommitRequest>[];
  readonly reviews?: (world: World, number: number, branch: string) => Promise<void>;
  readonly how?: "merge" | "squash" | "rebase" | "queue";
  readonly fork?: true;
  /** `undefined`: it is submitted. */
  readonly withheld?: string;
};

const approved = (world: World, number: number): Promise<void> => approve(world, reviewer, number);
const objects = async (world: World, login: string, number: number): Promise<number> => {
  const { octokit, owner, repo } = world.as(login);
  const review = { owner, repo, pull_number: number, event: "REQUEST_CHANGES", body: "Fewer jobs" } as const;
  return (await octokit.rest.pulls.createReview(review)).data.id;
};
const wrote = (login: string): string =>
  `lacks the approval of someone with write access who authored none of it; \`@${login}\` wrote a part of it`;
const unknown = "not all of its authors are known: ";

const attacks: Readonly<Record<string, Attack>> = {
  "merged by a merge commit": {},
  "merged by a squash": { how: "squash", commits: [{}] },
  "merged by a rebase whose earlier commit brought it": { how: "rebase", commits: [{}, {}] },
  "merged by the queue": { how: "queue" },
  "merged from a fork": { fork: true },
  "rebased and approved by nobody": {
    how: "rebase",
    commits: [{}],
    reviews: async () => undefined,
    withheld: "lacks the approval",
  },
  "queued and approved by nobody": { how: "queue", reviews: async () => undefined, withheld: "lacks the approval" },
  "with a commit of the approver under another's name": {
    commits: [{ login: reviewer, author, committer: author }],
    withheld: wrote(reviewer),
  },
  "with such a commit in its fork": {
    fork: true,
    commits: [{ login: reviewer, author: "carol", committer: "carol" }],
    withheld: wrote(reviewer),
  },
  "with an empty commit of the approver": { commits: [{ login: reviewer, files: {} }], withheld: wrote(reviewer) },
  "with a commit that the approver wrote and another committed": {
    commits: [{ author: reviewer }],
    withheld: wrote(reviewer),
  },
  "with a commit whose address nobody has": {
    commits: [{ author: "Grace <grace@lab.example>" }],
    withheld: `${unknown}no GitHub account has the address`,
  },
  "with the approver as a co-author by login": {
    commits: [{ message: `Help\n\nCo-authored-by: Grace <1+${reviewer.toUpperCase()}@users.noreply.github.com>` }],
    withheld: wrote(reviewer),
  },
  "with the approver as a co-author by address": {
    commits: [{ message: "Help\n\nCo-authored-by: Grace <grace@lab.example>" }],
    withheld: `${unknown}the commit`,
  },
  "with a commit that a workflow pushed": {
    commits: [{ login: "github-actions[bot]", author, committer: author }],
    withheld: `${unknown}the program`,
  },
  "approved before its last commit": {
    reviews: async (world, number, branch) => {
      await approved(world, number);
      await world.github.commit({ branch, login: author, files: { [`notes/${branch}.md`]: "later\n" } });
    },
    withheld: "lacks the approval",
  },
  "approved, and the approval dismissed": {
    reviews: async (world, number) => {
      const { octokit, owner, repo } = world.as(reviewer);
      const at = { owner, repo, pull_number: number };
      const { data } = await octokit.rest.pulls.createReview({ ...at, event: "APPROVE" });
      await octokit.rest.pulls.dismissReview({ ...at, review_id: data.id, message: "No" });
    },
    withheld: "lacks the approval",
  },
  "with changes requested of an older commit": {
    reviews: async (world, number, branch) => {
      await objects(world, reviewer, number);
      await world.github.commit({ branch, login: author, files: { [`notes/${branch}.md`]: "later\n" } });
      await approve(world, other, number);
    },
    withheld: `\`@${reviewer}\` requests changes`,
  },
  "with changes requested, and that dismissed": {
    reviews: async (world, number) => {
      const { octokit, owner, repo } = world.as(other);
      const review_id = await objects(world, reviewer, number);
      await octokit.rest.pulls.dismissReview({ owner, repo, pull_number: number, review_id, message: "Done" });
      await approve(world, other, number);
    },
  },
  "approved by who lost the right": {
    reviews: (world, number) => approve(world, "erin", number),
    withheld: "lacks the approval",
  },
};

describe("attacks on approvals in one repository", () => {
  let world: World;
  let close: () => Promise<void>;
  const numbers = new Map<string, number>();

  const open = async (
    name: string,
    { commits = [], reviews = approved, how = "merge", fork }: Attack,
  ): Promise<void> => {
    const at = numbers.size;
    const branch = `a${at}`;
    const letter = String.fromCodePoint(97 + at);
    const files = Object.fromEntries(
      Object.entries(toy).map(([path, text]) => [
        path.replace("toy-pileup", `toy-${branch}`),
        text.replace("sP26a", `sP26${letter}`).replace("slope: 7", `slope: 7${at}`),
      ]),
    );
    const login = fork ? "carol" : author;
    const on = { branch, login, ...(fork ? { repository: `carol/${world.github.repo}` } : {}) };
    await world.github.commit({ ...on, files });
    for (const [index, commit] of commits.entries())
      await world.github.commit({ ...on, files: { [`notes/${branch}-${index}.md`]: "x\n" }, ...commit });
    const { octokit, owner, repo } = world.as(login);
    const { data } = await octokit.rest.pulls.create({
      owner,
      repo,
      title: name,
      head: fork ? `carol:${branch}` : branch,
      base: "main",
    });
    numbers.set(name, data.number);
    await reviews(world, data.number, branch);
    if (how === "queue") await world.github.landGroup(await world.github.queueMerge(data.number, author), author);
    else await merge(world, author, data.number, how);
  };

  beforeAll(async () => {
    ({ world, close } = await raiseSharedWorld({ ...afterMerge, productions: [], unruled: true }));
    world.github.addUser(other, "write");
    world.github.addUser("erin", "write");
    await world.github.addFork("carol");
    await whileActionsAreOff(world, async () => {
      for (const [name, attack] of Object.entries(attacks)) await open(name, attack);
    });
    world.github.addUser("erin", "read");
    await world.runner.schedule();
    await world.runner.idle();
  });
  afterAll(() => close());

  test.each(Object.entries(attacks))(
    "A production is not released or submitted by an attack on its approval: %s",
    async (name, { withheld }) => {
      const status = (await slotOf(world, numbers.get(name) ?? 0, "status")) ?? "no status";

      if (withheld === undefined) expect(status).not.toContain("held");
      else expect(status).toContain(withheld);
      expect(/\b(submitted|running|done)\b/.test(status.split("\n")[1] ?? "")).toBe(withheld === undefined);
    },
  );

  test("An edited command withdraws no production when its workflow run is repeated, and neither does a comment edited into a command", async () => {
    const number = numbers.get("approved before its last commit") ?? 0;
    const { octokit, owner, repo } = world.as(reviewer);
    const again = async (first: string, then: string): Promise<string> => {
      await comment(world, reviewer, number, first);
      const run = world.runner.runs().findLast(({ workflow }) => workflow === "command");
      const said = await octokit.paginate(octokit.rest.issues.listComments, { owner, repo, issue_number: number });
      const id = said.findLast(({ body }) => body === first)?.id ?? 0;
      await octokit.rest.issues.updateComment({ owner, repo, comment_id: id, body: then });
      world.runner.rerun(run?.id ?? 0);
      await world.runner.idle();
      return (await comments(world.as(reviewer), number)).at(-1)?.body ?? "";
    };
    const edited = "This comment was edited after it was written: write the command in a new comment.";

    expect(await again("/shrek withdraw", "never mind")).toBe(`> \`/shrek withdraw\`\n\n${edited}`);
    expect(await again("/shrek status", "/shrek withdraw keep")).toBe(`> \`/shrek status\`\n\n${edited}`);
    expect(await slotOf(world, number, "status")).toContain("held");
  });

  test("Among attacks on approvals only the production with a right approval is submitted", () => {
    const good = Object.values(attacks).filter(({ withheld }) => withheld === undefined);

    expect(world.panda.count()).toMatchObject({ submissions: good.length });
  });
});
