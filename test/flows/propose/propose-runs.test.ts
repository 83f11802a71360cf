import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { gitRunsBranch, runsBranchName } from "../../../action/adapters/git/app-branches.ts";
import { localRefs } from "../../../action/adapters/git/refs.ts";
import { gitRevisions } from "../../../action/adapters/git/revisions.ts";
import { systemClock } from "../../../action/adapters/system/system-clock.ts";
import { type ProposalPorts, proposeRuns } from "../../../action/flows/propose/propose-runs.ts";
import type { RunsPull } from "../../../action/ports/runs-proposal.ts";
import { noForeign } from "../../../scripts/no-foreign.ts";
import { canary } from "../../canary.ts";
import { commitTexts } from "../../contracts/commit-texts.ts";
import { emptyRepository, runGit } from "../../contracts/git-place.ts";
import { aRequest, aStep } from "../../core/a-production.ts";
import { withPolicy } from "../../core/policy/some-rules.ts";

const list = "productions/p/runs.txt";
const request = JSON.stringify(aRequest({ runs: { list: "runs.txt" }, steps: { fit: aStep() } }));
const branch = `refs/heads/${runsBranchName}`;
const answerOf = (production: string, text: string) => ({ production, command: "bash list-runs.sh", text });
const answer = (...runs: readonly number[]) => [answerOf("productions/p", JSON.stringify(runs))];

/** Main with one run in real git, and its pull requests in memory, of which GitHub allows one open. */
const aPlace = async (first = "66001\n") => {
  const top = await emptyRepository();
  await commitTexts(top, {
    "productions/conventions.yaml": withPolicy("{ runs: { app: x } }"),
    "productions/p/production.yaml": request,
    [list]: first,
  });
  const dir = join(top, ".git");
  const refs = localRefs(dir);
  let today = new Date("2026-11-29T04:00:00Z");
  const opened: (Omit<RunsPull, "head"> & { head: string | undefined })[] = [];
  const headOf = async (): Promise<string> => (await refs.read(branch)) ?? "";
  const openOne = () => opened.findLast(({ state }) => state === "open");
  const change = (number: number, to: Partial<RunsPull>): void => {
    const index = opened.findIndex((one) => one.number === number);
    const before = opened[index];
    if (before !== undefined) opened[index] = { ...before, ...to };
  };
  const ports: ProposalPorts = {
    branch: gitRunsBranch(dir, refs, systemClock(), "runs <runs@localhost>"),
    revisions: gitRevisions(dir, noForeign),
    clock: { now: () => today },
    pulls: {
      all: async () => {
        const now = await headOf();
        return opened.map((one) => ({ ...one, head: one.head ?? now })).toReversed();
      },
      open: async (words) => {
        if (openOne() !== undefined) return false;
        opened.push({ ...words, number: opened.length + 1, head: undefined, state: "open" });
        return true;
      },
      say: async (number, words) => change(number, words),
      close: async (number) => change(number, { state: "closed", head: await headOf() }),
    },
  };
  const merge = async (): Promise<void> => {
    const one = openOne();
    if (one === undefined) throw new Error("none is open");
    await runGit(top, "merge", "--quiet", "--no-ff", "-m", "merge", runsBranchName);
    change(one.number, { state: "merged", head: await headOf() });
  };
  const text = async (ref: string): Promise<string> => runGit(top, "show", `${ref}:${list}`);
  const runsAt = async (ref: string) =>
    (await text(ref))
      .replace(/^#.*\n/gm, "")
      .split("\n")
      .map(Number);
  return {
    top,
    ports,
    opened,
    openOne,
    merge,
    headOf,
    nextDay: () => {
      today = new Date("2026-11-30T04:00:00Z");
    },
    onMain: () => runsAt("main"),
    onBranch: () => runsAt(branch),
    call: (...runs: readonly number[]) => proposeRuns(ports, answer(...runs)),
    append: (text: string) => commitTexts(top, { [list]: text }),
  };
};

describe("proposed runs", () => {
  test("Runs that main lacks are proposed in one pull request, and later runs are added to those there", async () => {
    const place = await aPlace();

    expect((await place.call(66001, 66002)).kind).toBe("opened");
    expect((await place.call(66003)).kind).toBe("updated");

    expect(await place.onBranch()).toEqual([66001, 66002, 66003]);
    expect(place.opened.map(({ state, title }) => [state, title])).toEqual([
      ["open", "Append 2 runs to productions/p"],
    ]);
    expect(place.openOne()?.body).toContain("66002, 66003");
  });

  test("The head of the list says which command gave proposed runs and when, and no other day rebuilds the branch", async () => {
    const place = await aPlace("# source: by hand\n# good runs\n66001\n");
    const headOf = async () => (await runGit(place.top, "show", `${branch}:${list}`)).split("\n").slice(0, 4);
    await place.call(66002);
    const head = ["# source: .github/runs.txt", "# query: bash list-runs.sh"];

    expect(await headOf()).toEqual([...head, "# date: 2026-11-29", "# good runs"]);
    place.nextDay();
    expect((await place.call(66002)).kind).toBe("unchanged");
    expect((await place.call()).kind).toBe("unchanged");
    expect((await place.call(66003)).kind).toBe("updated");
    expect(await headOf()).toEqual([...head, "# date: 2026-11-30", "# good runs"]);
  });

  test("Runs of a list beside several productions are proposed once, for each of them, and stay in the branch", async () => {
    const place = await aPlace();
    const shared = "productions/_shared/runs.txt";
    const reading = (physics: string): string =>
      JSON.stringify(
        aRequest({
          tag: { campaign: "sP26a", physics, stage: "signal" },
          runs: { list: "shared:runs.txt" },
          steps: { fit: aStep() },
        }),
      );
    await commitTexts(place.top, {
      "productions/q/production.yaml": reading("minbias"),
      "productions/r/production.yaml": reading("hfbottom"),
      [shared]: "66001\n",
    });
    const listed = async (): Promise<string> =>
      (await runGit(place.top, "show", `${branch}:${shared}`)).replace(/^#.*\n/gm, "");
    const both = [answerOf("productions/q", "66002\n66003\n"), answerOf("productions/r", "66003\n66004\n")];

    expect(await proposeRuns(place.ports, both)).toMatchObject({
      kind: "opened",
      added: ["productions/q", "productions/r"].map((folder) => ({ folder, runs: [66002, 66003, 66004] })),
    });
    expect(await listed()).toBe("66001\n66002\n66003\n66004");
    expect(await proposeRuns(place.ports, [])).toMatchObject({ kind: "unchanged" });
    expect(await proposeRuns(place.ports, [answerOf("productions/r", "66005\n")])).toMatchObject({ kind: "updated" });
    expect(await listed()).toBe("66001\n66002\n66003\n66004\n66005");
    expect(place.openOne()?.title).toBe("Append 8 runs to 2 productions");
  });

  test("A command with a password is not copied into the head of a list", async () => {
    const place = await aPlace();
    const secret = canary("runs");

    await proposeRuns(place.ports, [{ ...answerOf("productions/p", "66002\n"), command: `PGPASSWORD=${secret} psql` }]);

    const text = await runGit(place.top, "show", `${branch}:${list}`);
    expect(text).toBe("# source: .github/runs.txt\n# date: 2026-11-29\n66001\n66002");
  });

  test("A proposal without new runs writes no commit and no comment", async () => {
    const place = await aPlace();
    expect((await place.call(66001)).kind).toBe("nothing");
    await place.call(66002);
    const before = await place.headOf();

    expect((await place.call()).kind).toBe("unchanged");
    expect((await place.call(66001, 66002)).kind).toBe("unchanged");
    expect(await place.headOf()).toBe(before);
  });

  test("After a merge only new runs are proposed, and a run that a person removed is not proposed again", async () => {
    const place = await aPlace();
    await place.call(66002);
    await place.merge();
    await place.append("66001\n");

    expect((await place.call()).kind).toBe("nothing");
    expect((await place.call(66003)).kind).toBe("opened");
    expect(await place.onBranch()).toEqual([66001, 66003]);
    expect(place.opened.map(({ state }) => state)).toEqual(["merged", "open"]);
  });

  test("The branch of proposed runs is rebuilt on main when main's list changes, and not for other changes", async () => {
    const place = await aPlace();
    await place.call(66002, 66004);
    const before = await place.headOf();
    await commitTexts(place.top, { "README.md": "x" });
    expect((await place.call()).kind).toBe("unchanged");
    expect(await place.headOf()).toBe(before);

    // Together they are what the branch says, but git would find a conflict.
    await place.append("66001\n66004\n");
    expect((await place.call()).kind).toBe("updated");
    expect(await place.onBranch()).toEqual([66001, 66002, 66004]);
    expect(await runGit(place.top, "merge-base", "main", branch)).toBe(await runGit(place.top, "rev-parse", "main"));
    expect(place.openOne()?.title).toBe("Append 1 run to productions/p");
  });

  test("The pull request of proposed runs is closed when main has all of them", async () => {
    const place = await aPlace();
    await place.call(66002);
    await place.append("66001\n66002\n");

    expect((await place.call(66002)).kind).toBe("closed");
    expect((await place.call(66002)).kind).toBe("nothing");
    expect(place.openOne()).toBeUndefined();
  });

  test("Runs in a pull request that a person closed are proposed again only together with new runs", async () => {
    const place = await aPlace();
    await place.call(66002);
    await place.ports.pulls.close(1);

    expect((await place.call(66002)).kind).toBe("declined");
    expect((await place.call()).kind).toBe("nothing");
    expect((await place.call(66002, 66003)).kind).toBe("opened");
    expect(await place.onBranch()).toEqual([66001, 66002, 66003]);
  });

  test("Commits that others push to the branch of proposed runs are removed, and no proposed run is lost", async () => {
    const place = await aPlace();
    await place.call(66002);
    await runGit(place.top, "checkout", "--quiet", runsBranchName);
    await commitTexts(place.top, { "README.md": "x", [list]: "66001\n66002\n66009\n" });
    await runGit(place.top, "checkout", "--quiet", "main");

    expect((await place.call()).kind).toBe("updated");
    expect(await place.onBranch()).toEqual([66001, 66002, 66009]);
    expect(await runGit(place.top, "diff", "--name-only", "main", branch)).toBe(list);
  });

  test("No proposed run is lost when a person damages the list, or the folder, on the branch", async () => {
    const place = await aPlace();
    const push = async (act: () => Promise<unknown>): Promise<void> => {
      await runGit(place.top, "checkout", "--quiet", runsBranchName);
      await act();
      await runGit(place.top, "checkout", "--quiet", "main");
    };
    await place.call(66002);
    await push(() => commitTexts(place.top, { [list]: "66001\n66002\n66002\nfoo\n66003\n" }));
    expect((await place.call()).kind).toBe("updated");
    expect(await place.onBranch()).toEqual([66001, 66002, 66003]);

    await push(() => commitTexts(place.top, { "productions/p/production.yaml": "no: request" }));
    await place.call(66004);
    expect(await place.onBranch()).toEqual([66001, 66002, 66003, 66004]);
    expect(await runGit(place.top, "diff", "--name-only", "main", branch)).toBe(list);
  });

  test("Proposed runs keep their columns and priorities when main moves", async () => {
    const place = await aPlace("run events priority\n66001 5 1000\n");
    const given = '[{"run":66002,"events":7,"priority":1050},{"run":66003,"events":8,"priority":1000}]';
    expect(await proposeRuns(place.ports, [answerOf("productions/p", given)])).toMatchObject({
      refused: [],
      kind: "opened",
    });
    await place.append("run events priority\n66000 5 1000\n66001 5 1000\n");
    await proposeRuns(place.ports, []);

    expect(await runGit(place.top, "show", `${branch}:${list}`)).toBe(
      "# source: .github/runs.txt\n# query: bash list-runs.sh\n# date: 2026-11-29\nrun events priority\n66000 5 1000\n66001 5 1000\n66002 7 1050\n66003 8 1000",
    );
  });

  test("The open pull request of proposed runs is unchanged while main's request is refused", async () => {
    const place = await aPlace();
    await place.call(66002);
    const before = await place.headOf();
    await commitTexts(place.top, { "productions/p/production.yaml": "schema: 1" });

    await expect(place.call(66003)).rejects.toThrow("productions/p is refused on main");
    expect([await place.headOf(), place.openOne()?.state]).toEqual([before, "open"]);
  });

  test("A wrong answer of a run command is reported with its place, and delays no other", async () => {
    const place = await aPlace();
    await place.call(66002);
    const told = await proposeRuns(place.ports, [
      answerOf("productions/p", "(0 rows"),
      answerOf("productions/q", "[1]"),
      answerOf("./productions/p/", "run\n66003\n"),
    ]);

    expect(told.kind).toBe("updated");
    expect(told.refused).toEqual([
      "productions/q holds no production.yaml on main.",
      expect.stringContaining("the runs for productions/p:1:1 error [bad-run"),
    ]);
    expect(await place.onBranch()).toEqual([66001, 66002, 66003]);
  });
});

/** What a call does to the world, in order. */
type MergeEffect = "rebuild" | "open" | "say" | "close";
const aroundEffects = (
  ports: ProposalPorts,
  at: (effect: MergeEffect, when: "before" | "after") => Promise<void>,
): ProposalPorts => {
  const around =
    <A extends readonly unknown[], R>(effect: MergeEffect, act: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      await at(effect, "before");
      const made = await act(...args);
      await at(effect, "after");
      return made;
    };
  const { branch: on, pulls } = ports;
  return {
    ...ports,
    branch: { ...on, rebuild: around("rebuild", on.rebuild) },
    pulls: {
      ...pulls,
      open: around("open", pulls.open),
      say: around("say", pulls.say),
      close: around("close", pulls.close),
    },
  };
};

const moments = (["rebuild", "open", "say"] as const).flatMap((effect) =>
  (["before", "after"] as const).map((when) => ({ effect, when })),
);

describe("interrupted proposals", () => {
  test.each(moments)(
    "A proposal of runs that ends $when $effect is completed by the next, which need not name the runs again after a push",
    async ({ effect, when }) => {
      const place = await aPlace();
      if (effect === "say") await place.call(66002);
      const dying = aroundEffects(place.ports, async (what, moment) => {
        if (what === effect && moment === when) throw new Error("killed");
      });
      await expect(proposeRuns(dying, answer(66003))).rejects.toThrow("killed");
      await place.call(...(effect === "rebuild" && when === "before" ? [66003] : []));

      expect(await place.onBranch()).toEqual(effect === "say" ? [66001, 66002, 66003] : [66001, 66003]);
      expect(place.opened.map(({ state }) => state)).toEqual(["open"]);
      expect((await place.call()).kind).toBe("unchanged");
    },
  );

  test.each(moments.filter(({ effect }) => effect !== "open"))(
    "A merge $when $effect of a proposal loses no run, and leaves one pull request",
    async ({ effect, when }) => {
      const place = await aPlace();
      await place.call(66002);
      let isMerged = false;
      const merging = aroundEffects(place.ports, async (what, moment) => {
        if (isMerged || what !== effect || moment !== when) return;
        isMerged = true;
        await place.merge();
      });
      await proposeRuns(merging, answer(66003));
      await place.call(66003);

      expect(isMerged).toBe(true);
      expect(place.opened.filter(({ state }) => state === "open").length).toBeLessThan(2);
      const all = new Set([
        ...(await place.onMain()),
        ...(place.openOne() === undefined ? [] : await place.onBranch()),
      ]);
      expect([...all].toSorted()).toEqual([66001, 66002, 66003]);
      expect((await place.call()).kind).toBe(place.openOne() === undefined ? "nothing" : "unchanged");
    },
  );

  test.each(moments)(
    "A second proposal $when $effect of the first leaves one pull request with the runs of both",
    async ({ effect, when }) => {
      const place = await aPlace();
      if (effect === "say") await place.call(66002);
      let isCalled = false;
      const meeting = aroundEffects(place.ports, async (what, moment) => {
        if (isCalled || what !== effect || moment !== when) return;
        isCalled = true;
        await place.call(66004);
      });
      await proposeRuns(meeting, answer(66003));

      expect(isCalled).toBe(true);
      expect(await place.onBranch()).toEqual(effect === "say" ? [66001, 66002, 66003, 66004] : [66001, 66003, 66004]);
      expect(place.opened.map(({ state }) => state)).toEqual(["open"]);
    },
  );
});
