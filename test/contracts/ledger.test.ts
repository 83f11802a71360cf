import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type GitRefs, localRefs, remoteRefs } from "../../action/adapters/git/refs.ts";
import { createLedger, gitLedger, ledgerRef } from "../../action/adapters/ledger/git-ledger.ts";
import { submissionKey } from "../../action/core/ledger/event.ts";
import { writeFoundation } from "../../action/core/ledger/line.ts";
import { foundationPath, livePath } from "../../action/core/ledger/paths.ts";
import { Failure } from "../../action/core/problems/failure.ts";
import type { Clock } from "../../action/ports/clock.ts";
import { beginFakeLedger, commitTo, fakeBranch, fakeLedger } from "../fakes/fake-ledger.ts";
import {
  cloneOf,
  copiedClone,
  emptyRepository,
  frozenClock,
  type Gate,
  gate,
  installHook,
  runGit,
} from "./git-place.ts";
import { intended, type LedgerWorld, ledgerBranchContract, written } from "./ledger-branch-contract.ts";
import { ledgerContract } from "./ledger-contract.ts";
import { meddleWith } from "./meddle.ts";

const gated = (refs: GitRefs, pass: Gate | undefined): GitRefs => ({
  ...refs,
  swap: async (...move) => {
    await pass?.();
    return refs.swap(...move);
  },
});

/** A person with a clone of their own, who commits to the branch. */
const byHand = async (repository: string, ...work: readonly (readonly string[])[]): Promise<void> => {
  const hand = await cloneOf(repository);
  await runGit(hand, "checkout", "--quiet", "ledger");
  for (const args of work) await runGit(hand, ...args);
  await runGit(hand, "push", "--quiet", "--force", "origin", "HEAD:refs/heads/ledger");
};

type GitWorld = LedgerWorld & {
  /** The repository that holds the branch. */
  readonly repository: string;
  /** A process with its own refs, and its own clone where there is a remote. */
  place(clock?: Clock): Promise<{ readonly dir: string; readonly refs: GitRefs; readonly clock: Clock }>;
};

/** Repositories with a ledger in its first state: the first test of each kind makes it, the others copy it. */
let firstStates: string;
beforeAll(async () => {
  firstStates = await mkdtemp(join(tmpdir(), "shrek-first-"));
});
afterAll(() => rm(firstStates, { recursive: true, force: true }));

const gitWorld = (
  kind: string,
  repository: string,
  place: (clock: Clock) => ReturnType<GitWorld["place"]>,
): GitWorld => ({
  repository,
  place: (clock = frozenClock()) => place(clock),
  begin: async () => {
    const first = join(firstStates, kind);
    if (existsSync(first)) return cp(first, repository, { recursive: true });
    expect(await createLedger(await place(frozenClock()), "0a1b2c3d")).toBe("created");
    await cp(repository, first, { recursive: true });
  },
  meddle: (texts) => meddleWith(repository, texts),
  writer: async (pass) => {
    const made = await place(frozenClock());
    return gitLedger({ ...made, refs: gated(made.refs, pass) });
  },
  textAt: (at, path) => runGit(repository, "show", `${at.commit}:${path}`).catch(() => undefined),
});

const localWorld = async (): Promise<GitWorld> => {
  const dir = await emptyRepository();
  return gitWorld("local", dir, async (clock) => ({ dir, refs: localRefs(dir), clock }));
};

const remoteWorld = (): Promise<GitWorld> => behindRemote((dir) => remoteRefs(dir, "origin"));
/** Known to be a folder, as a terminal finds out. */
const folderWorld = (): Promise<GitWorld> => behindRemote((dir, bare) => remoteRefs(dir, "origin", {}, bare));

const behindRemote = async (refsIn: (dir: string, bare: string) => GitRefs): Promise<GitWorld> => {
  const bare = await emptyRepository("--bare");
  return gitWorld("remote", bare, async (clock) => {
    const dir = await copiedClone(bare, "origin");
    return { dir, refs: refsIn(dir, bare), clock };
  });
};

ledgerContract("a ledger on the branch of this clone", localWorld);
ledgerBranchContract("a ledger on the branch of a remote", remoteWorld);
ledgerBranchContract("a ledger on the branch of a remote in a folder", folderWorld);
ledgerContract("the fake ledger", async () => {
  const branch = fakeBranch();
  return {
    begin: async () => {
      beginFakeLedger(branch);
    },
    meddle: async (texts) => {
      commitTo(branch, texts);
    },
    writer: async (pass) => fakeLedger(branch, pass),
    textAt: async (at, path) => branch.commits.get(at.commit)?.get(path),
  };
});

const toy = submissionKey("toy", "1.0.0", undefined);
const worlds = [
  ["in this clone", localWorld],
  ["at a remote", remoteWorld],
  ["at a remote in a folder", folderWorld],
] as const;

describe.each(worlds)("a ledger on git, %s", (_, newWorld) => {
  const begun = async (): Promise<GitWorld> => {
    const world = await newWorld();
    await world.begin();
    return world;
  };

  test("A ledger on git is created once; a second creation leaves the first unchanged", async () => {
    const world = await begun();
    const head = await written(await world.writer(), [intended(toy)]);

    expect(await createLedger(await world.place(), "ffffffff")).toBe("exists");
    expect(await (await world.writer()).head()).toEqual(head);
  });

  test("Exactly one of two creations of a ledger on git at the same moment succeeds", async () => {
    const world = await newWorld();
    const together = gate(2);
    const begin = async () => {
      const place = await world.place();
      return createLedger({ ...place, refs: gated(place.refs, together) }, undefined);
    };

    expect((await Promise.all([begin(), begin()])).toSorted()).toEqual(["created", "exists"]);
  });

  test("A ledger on git that went back is a Failure for every clone that saw the later head", async () => {
    const world = await begun();
    const ledger = await world.writer();
    const early = await ledger.head();
    await written(ledger, [intended(toy)]);

    await runGit(world.repository, "update-ref", ledgerRef, early.commit);

    await expect(ledger.head()).rejects.toThrow(/was rewritten/);
    await expect(ledger.head()).rejects.toThrow(Failure);
  });

  test("A ledger on git that was replaced by another ledger is a Failure", async () => {
    const world = await begun();
    const ledger = await world.writer();
    await written(ledger, [intended(toy)]);
    await runGit(world.repository, "update-ref", "-d", ledgerRef);
    await world.meddle({ [foundationPath]: writeFoundation({ format: 1, repository: "0a1b2c3d" }) });

    await expect(ledger.head()).rejects.toThrow(/was rewritten/);
  });

  test("A deleted ledger branch is a Failure", async () => {
    const world = await begun();
    const ledger = await world.writer();
    await ledger.head();
    await runGit(world.repository, "update-ref", "-d", ledgerRef);

    await expect(ledger.head()).rejects.toThrow(/no ledger/);
  });

  test("A slow reader does not report that the ledger went back while another process of the same clone wrote", async () => {
    const world = await begun();
    const place = await world.place();
    const { promise: otherWrote, resolve } = Promise.withResolvers<void>();
    const slow = gitLedger({
      ...place,
      refs: {
        ...place.refs,
        read: async (ref) => {
          const found = await place.refs.read(ref);
          await otherWrote;
          return found;
        },
      },
    });

    const reading = slow.head();
    await written(gitLedger(place), [intended(toy)]);
    resolve();

    expect((await slow.append(await reading, [intended(toy)], [], "late")).kind).toBe("moved");
  });

  test.each([
    [
      "emptied a file",
      [
        ["rm", "--quiet", livePath],
        ["commit", "--quiet", "-m", "tidy"],
      ],
    ],
    [
      "amended what we wrote",
      [
        ["rm", "--quiet", livePath],
        ["commit", "--quiet", "--amend", "--no-edit"],
      ],
    ],
    ["took back what we wrote", [["revert", "--no-edit", "HEAD"]]],
    ["wrote what changes nothing", [["commit", "--quiet", "--allow-empty", "-m", "hello"]]],
  ])(
    "A ledger on which a person %s is a Failure and is not remembered; after the person undoes this the ledger is read again",
    async (_what, work) => {
      const world = await begun();
      const before = await written(await world.writer(), [intended(toy)]);
      const { dir } = await world.place();

      await byHand(world.repository, ...work);
      await expect((await world.writer()).head()).rejects.toThrow(
        /^The last commit of the branch `ledger`, [0-9a-f]{12}, was/,
      );

      await runGit(world.repository, "update-ref", ledgerRef, before.commit);
      expect(await (await world.writer()).head()).toEqual(before);
      expect(dir).not.toBe("");
    },
  );

  test("A ledger on git is one chain of commits from its first file to its head", async () => {
    const world = await begun();
    const ledger = await world.writer();
    const first = await ledger.head();
    const second = await written(ledger, [intended(toy)]);

    expect(await runGit(world.repository, "rev-list", "--parents", ledgerRef)).toBe(
      `${second.commit} ${first.commit}\n${first.commit}`,
    );
  });

  test("A write to the ledger on git leaves no pending ref", async () => {
    const world = await begun();
    const place = await world.place();
    await written(gitLedger(place), [intended(toy)]);

    expect(await runGit(place.dir, "for-each-ref", "--format=%(refname)", "refs/shrek/")).toBe(
      "refs/shrek/ledger-seen",
    );
  });

  test.each(["refs/heads/lost/refs/heads/ledger", "refs/tags/refs/heads/ledger", "refs/heads/refs/heads/ledger"])(
    "A ledger is absent although another ref ends with the same name: %s",
    async (alike) => {
      const world = await begun();
      const commit = await runGit(world.repository, "rev-parse", ledgerRef);
      await runGit(world.repository, "update-ref", "-d", ledgerRef);
      await runGit(world.repository, "update-ref", alike, commit);

      await expect((await world.writer()).head()).rejects.toThrow(/no ledger/);
    },
  );
});

describe("equal content, author and second (SAFETY S9)", () => {
  const race = async (world: GitWorld, clock: () => Clock): Promise<readonly (string | undefined)[]> => {
    await world.begin();
    const together = gate(2);
    const commits = await Promise.all(
      [await world.place(clock()), await world.place(clock())].map(async (place) => {
        const ledger = gitLedger({ ...place, refs: gated(place.refs, together) });
        const answer = await ledger.append(await ledger.head(), [intended(toy)], [], "same");
        return answer.kind === "written" ? answer.head.commit : undefined;
      }),
    );
    return commits.filter((commit) => commit !== undefined);
  };

  test.each(worlds)("Exactly one of two equal writes with random values succeeds, %s", async (_, newWorld) => {
    expect(await race(await newWorld(), () => frozenClock((bytes) => randomBytes(bytes)))).toHaveLength(1);
  });

  test("Without random values two equal writes make the same commit, and both processes assume success (SAFETY S9)", async () => {
    const winners = await race(await remoteWorld(), () => frozenClock((bytes) => new Uint8Array(bytes)));

    expect(winners).toHaveLength(2);
    expect(new Set(winners).size).toBe(1);
  });

  test("One writer who repeats an append at the same ledger head makes two commits", async () => {
    const world = await localWorld();
    await world.begin();
    const ledger = await world.writer();
    const head = await ledger.head();
    const first = await written(ledger, [intended(toy)], head);
    await runGit(world.repository, "update-ref", ledgerRef, head.commit);
    const second = await written(await world.writer(), [intended(toy)], head);

    expect(second.commit).not.toBe(first.commit);
  });
});

describe("failed pushes", () => {
  const begun = async (): Promise<GitWorld> => {
    const world = await remoteWorld();
    await world.begin();
    return world;
  };

  test.each(["pre-receive", "update"])(
    "A ledger push that the server's %s hook refuses is a Failure and not a moved branch",
    async (hook) => {
      const world = await begun();
      const ledger = await world.writer();
      const head = await ledger.head();
      await installHook(world.repository, hook, "echo 'protected branch' >&2; exit 1");

      await expect(ledger.append(head, [intended(toy)], [], "refused")).rejects.toThrow(Failure);
      expect(await (await world.writer()).head()).toEqual(head);
    },
  );

  test("A ledger ref that this clone may not write is a Failure and not a moved branch", async () => {
    const world = await localWorld();
    await world.begin();
    const ledger = await world.writer();
    const head = await ledger.head();
    await installHook(`${world.repository}/.git`, "reference-transaction", refuseLedger);

    await expect(ledger.append(head, [intended(toy)], [], "refused")).rejects.toThrow(Failure);
    expect((await ledger.head()).commit).toBe(head.commit);
  });

  test("A ledger push whose answer is lost after the remote accepted it counts as written", async () => {
    const world = await begun();
    const ledger = await world.writer();
    const head = await ledger.head();
    await installHook(world.repository, "reference-transaction", dieWhen("committed"));

    const answer = await ledger.append(head, [intended(toy)], [], "lost");

    expect(answer).toMatchObject({ kind: "written" });
    expect(await runGit(world.repository, "rev-parse", ledgerRef)).toBe(
      answer.kind === "written" ? answer.head.commit : "",
    );
  });

  test("A ledger push that is lost before the remote got it is a Failure, and writes nothing", async () => {
    const world = await begun();
    const ledger = await world.writer();
    const head = await ledger.head();
    await installHook(world.repository, "pre-receive", "kill -9 $PPID");

    await expect(ledger.append(head, [intended(toy)], [], "lost")).rejects.toThrow(Failure);
    expect(await runGit(world.repository, "rev-parse", ledgerRef)).toBe(head.commit);
  });

  test("A remote that cannot be reached is a Failure and not an absent ledger", async () => {
    const dir = await emptyRepository();
    await runGit(dir, "remote", "add", "origin", `${dir}/nowhere`);
    const ledger = gitLedger({ dir, refs: remoteRefs(dir, "origin"), clock: frozenClock() });

    await expect(ledger.head()).rejects.toThrow(/cannot be read/);
  });
});

/** The server dies between moving the branch and telling so. */
const dieWhen = (state: string): string => `[ "$1" = ${state} ] && grep -q ${ledgerRef} && kill -9 $PPID; exit 0`;
const refuseLedger = `[ "$1" = prepared ] && grep -q ${ledgerRef} && exit 1; exit 0`;

test("A clone remembers the ledger of a remote in a folder as it read it last, as behind a push of git's own", async () => {
  const world = await folderWorld();
  await world.begin();
  const { dir, refs, clock } = await world.place();
  const ledger = gitLedger({ dir, refs, clock });
  const head = await written(ledger, [intended(toy)]);
  await ledger.head();

  expect(await runGit(dir, "rev-parse", "refs/remotes/origin/ledger")).toBe(head.commit);
});
