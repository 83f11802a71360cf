import { describe, expect, test } from "vitest";
import { type LedgerEvent, type SubmissionKey, submissionKey } from "../../action/core/ledger/event.ts";
import { mostOfMain } from "../../action/core/ledger/kept-of-main.ts";
import { writeLine } from "../../action/core/ledger/line.ts";
import {
  eventsPath,
  foundationPath,
  livePath,
  mainPath,
  partOf,
  streamsPath,
  watchedPath,
} from "../../action/core/ledger/paths.ts";
import { streamFiles } from "../../action/core/ledger/streams.ts";
import type { LedgerHead } from "../../action/core/pass/view.ts";
import { Failure } from "../../action/core/problems/failure.ts";
import { type SourceFile, textFile } from "../../action/core/text/source-file.ts";
import { broughtPage } from "../../action/core/view/ledger/pages.ts";
import { allSeedsGiven, seedsGiven } from "../../action/flows/ledger-access/made-lists.ts";
import { answerTo } from "../../action/flows/ledger-access/trial-answers.ts";
import type { Ledger } from "../../action/ports/ledger.ts";
import { anIntent, lineOf } from "../core/submission/a-submission.ts";
import { type Gate, gate } from "./git-place.ts";

/** One record, and the writers that meet on it. */
export type LedgerWorld = {
  /** A ledger in its first state. */
  begin(): Promise<void>;
  /** These files come on the branch in a commit like SHREK's own, or go; makes the branch where there is none. */
  meddle(texts: Readonly<Record<string, string | undefined>>): Promise<void>;
  /** Reads and writes on its own, as a process does. `gate` is passed right before the branch is moved. */
  writer(gate?: Gate): Promise<Ledger>;
  textAt(at: LedgerHead, path: string): Promise<string | undefined>;
};

const toy = submissionKey("toy", "1.0.0", undefined);
const toyNext = submissionKey("toy", "1.1.0", undefined);
const other = submissionKey("toybox", "1.0.0", undefined);

export const ledgerContract = (name: string, newWorld: () => Promise<LedgerWorld>): void => {
  const begun = async (): Promise<LedgerWorld> => {
    const world = await newWorld();
    await world.begin();
    return world;
  };

  describe(name, () => {
    test("An absent ledger is a Failure and not an empty ledger", async () => {
      const world = await newWorld();

      await expect((await world.writer()).head()).rejects.toThrow(Failure);
    });

    test.each([
      ["no first file", { "README.md": "notes" }],
      ["a first file that is not ours", { [foundationPath]: "{}" }],
      ["a first file of another format", { [foundationPath]: '{"format":2,"repository":"0a1b2c3d"}' }],
      ["a first file that is cut off", { [foundationPath]: '{"format":1,"repo' }],
    ])("A ledger branch with %s is a Failure", async (_, texts) => {
      const world = await newWorld();
      await world.meddle(texts);

      await expect((await world.writer()).head()).rejects.toThrow(/not a ledger/);
    });

    test("A new ledger holds no submission and has not read main", async () => {
      const ledger = await (await begun()).writer();

      const head = await ledger.head();

      expect(head).toMatchObject({ repository: "0a1b2c3d", began: undefined, cursor: undefined, refused: [] });
      expect(head.live).toEqual([]);
      expect(await ledger.submissions(head)).toEqual([]);
      expect(await allSeedsGiven({ ledger, head })).toEqual(new Map());
    });

    test("A ledger that does not name its first commit of main began at the first commit that was read", async () => {
      const world = await begun();
      const [one, two] = ["1".repeat(40), "2".repeat(40)];

      const first = await written(await world.writer(), [{ event: "main-read", commit: one, refused: [], at: "t1" }]);
      await written(await world.writer(), [{ event: "main-read", commit: two, refused: [], at: "t2" }], first);

      expect(await (await world.writer()).head()).toMatchObject({ began: one, cursor: two });
    });

    test("Appended events are read back from the ledger in their order, by any writer", async () => {
      const world = await begun();
      const first = [intended(toy), lineOf({ event: "held", reason: "h\u00e4lt | \u{1f600}\n" }, "t2", toy)];
      const then = [lineOf({ event: "blocked", reason: "upstream" }, "t3", toy), intended(other)];

      const head = await written(await world.writer(), first);
      const next = await written(await world.writer(), then, head);
      const read = await (await world.writer()).read(next, [other, toy]);

      expect([...read]).toEqual([
        [other, [then[1]]],
        [toy, [...first, then[0]]],
      ]);
    });

    test("An earlier head of the ledger stays readable when the branch has moved on", async () => {
      const world = await begun();
      const ledger = await world.writer();
      const head = await written(ledger, [intended(toy)]);

      await written(ledger, [intended(other)], head);

      expect(await ledger.submissions(head)).toEqual([toy]);
      expect((await ledger.read(head, [other])).get(other)).toEqual([]);
    });

    test("A submission key that was never written has no events", async () => {
      const ledger = await (await begun()).writer();
      const head = await written(ledger, [intended(toy)]);

      expect(await ledger.read(head, [toyNext])).toEqual(new Map([[toyNext, []]]));
      expect(await ledger.read(head, [])).toEqual(new Map());
    });

    test("Submissions are listed by their whole tag, and a tag that begins with another is a different one", async () => {
      const ledger = await (await begun()).writer();
      const head = await written(ledger, [intended(toy), intended(other), intended(toyNext)]);

      expect(await ledger.submissions(head)).toEqual([toy, toyNext, other]);
      expect(await ledger.submissions(head, "toy")).toEqual([toy, toyNext]);
      expect(await ledger.submissions(head, "to")).toEqual([]);
      expect(await ledger.submissions(head, "toybox", "toy")).toHaveLength(3);
      const many = Array.from({ length: 60 }, (_, index) => `t${index}`);
      expect(await ledger.submissions(head, ...many, "toybox")).toEqual([other]);
    });

    test("Pages of the ledger are in the same commit as the events, and live submissions and streams are read from them", async () => {
      const world = await begun();
      const ledger = await world.writer();
      const pages = [
        textFile("README.md", "# Ledger"),
        textFile(livePath, `["${toy}"]`),
        ...streamFiles(new Map([["toy", 11]]), [partOf("toy")]),
      ];

      const head = await written(ledger, [intended(toy)], undefined, pages);

      expect(await world.textAt(head, "README.md")).toBe("# Ledger");
      expect(head.live).toEqual([toy]);
      expect(await seedsGiven({ ledger, head }, ["toy"])).toEqual(new Map([["toy", 11]]));
      expect(await ledger.head()).toEqual(head);
    });

    test("What a commit brought to main is listed with that commit, and a commit without a note has none", async () => {
      const ledger = await (await begun()).writer();
      const commit = "c".repeat(40);

      const first = await written(ledger, [intended(toy)], undefined, [broughtPage(commit, [toy])]);
      const second = await written(ledger, [intended(other)], first, [broughtPage(commit, [other, toy, toy])]);

      expect(await ledger.broughtBy(first, commit)).toEqual([toy]);
      expect(await ledger.broughtBy(second, commit)).toEqual([toy, other]);
      expect(await ledger.broughtBy(second, "d".repeat(40))).toEqual([]);
    });

    test("A file that is made of the events comes back from the ledger as each head had it", async () => {
      const world = await begun();
      const ledger = await world.writer();
      const before = await ledger.head();
      const text = "h\u00e4lt \u{1f600}\n";

      const head = await written(ledger, [intended(toy)], before, [textFile("contents/00.json", text)]);

      const asked = ["contents/01.json", "contents/00.json"];
      expect(await ledger.texts(before, asked)).toEqual([undefined, undefined]);
      for (const reader of [ledger, await world.writer()])
        expect(await reader.texts(head, asked)).toEqual([undefined, text]);
    });

    test("Of two writers of a page at one ledger head, the writer that lost wrote nothing", async () => {
      const world = await begun();
      const [early, late] = [await world.writer(), await world.writer()];
      const head = await late.head();
      const won = await written(early, [], head, [textFile("contents/00.json", "early")]);

      const answer = await late.append(head, [], [textFile("contents/00.json", "late")], "late");

      expect(answer).toEqual({ kind: "moved" });
      expect(await late.texts(won, ["contents/00.json"])).toEqual(["early"]);
    });

    test("The cursor of reconcile is the last reading of main on the ledger", async () => {
      const ledger = await (await begun()).writer();
      const readMain = (commit: string, refused: readonly string[]): LedgerEvent => ({
        event: "main-read",
        at: "t",
        commit,
        refused,
      });

      const head = await written(ledger, [readMain("aa", ["productions/bad"]), intended(toy)]);
      const later = await written(ledger, [readMain("bb", [])], head);

      expect(head).toMatchObject({ cursor: "aa", refused: ["productions/bad"] });
      expect(later).toMatchObject({ cursor: "bb", refused: [] });
      expect(await ledger.head()).toEqual(later);
    });

    test("After a person accepted a rewritten main there is no cursor until main is read again from the beginning", async () => {
      const ledger = await (await begun()).writer();
      const read: LedgerEvent = {
        event: "main-read",
        at: "t",
        commit: "aa",
        refused: ["productions/bad"],
        releases: "held",
      };
      const before = await written(ledger, [read]);
      const accepted = await written(
        ledger,
        [{ event: "main-accepted", at: "t", head: "bb", by: "ada", id: "7" }],
        before,
      );
      const after = await written(ledger, [{ ...read, commit: "cc", refused: [] }], accepted);

      expect(before).toMatchObject({ cursor: "aa", accepted: undefined, releases: "held" });
      expect(accepted).toMatchObject({ cursor: undefined, accepted: "bb", refused: [], releases: "held" });
      expect(after).toMatchObject({ cursor: "cc", accepted: undefined });
      expect(await ledger.head()).toEqual(after);
    });

    test("The head has the freeze that somebody commanded, and a later one that ends earlier changes nothing", async () => {
      const ledger = await (await begun()).writer();
      const frozen = { event: "main-frozen", until: "2026-12-24", reason: "it moves", by: "ada", id: "7" } as const;

      expect((await ledger.head()).frozen).toBeUndefined();
      const after = await written(ledger, [{ ...frozen, at: "t" }]);
      expect(after.frozen).toMatchObject({ until: "2026-12-24", reason: "it moves", by: "ada" });
      const later = await written(ledger, [{ ...frozen, at: "t", until: "2026-12-23T08:00Z" }], after);
      expect(later.frozen).toMatchObject({ until: "2026-12-24" });
      const thawed = await written(ledger, [{ event: "main-thawed", by: "bob", id: "8", at: "t" }], later);
      expect([thawed.frozen, thawed.thawed]).toMatchObject([{ until: "2026-12-24" }, { id: "8", last: "7" }]);
    });

    test("However much was read of main and tried, its file stays short and says the same", async () => {
      const world = await begun();
      const ledger = await world.writer();
      const order = { pullRequest: 7, head: "a".repeat(40), by: "ada", id: "1" };
      const before: readonly LedgerEvent[] = Array.from({ length: mostOfMain / 2 }, (_, n) => [
        { event: "main-read", at: "t", commit: `${n}`, refused: [], releases: "held" } as const,
        { event: "trial-ordered", at: "t", ...order, confirms: `c${n}` } as const,
      ]).flat();
      const full = await written(ledger, before);
      const answers: readonly LedgerEvent[] = full.trials
        .slice(1)
        .map(({ confirms }) => ({ event: "trial-answered", at: "t", confirms, refused: "late" }));
      const after = await written(ledger, answers, full);

      expect(full.trials).toHaveLength(mostOfMain / 2);
      expect(after).toEqual({ ...full, commit: after.commit, trials: full.trials.slice(0, 1) });
      expect((await world.textAt(after, mainPath))?.trimEnd().split("\n")).toHaveLength(3);
      expect(await answerTo({ ledger, head: after }, "c7")).toMatchObject({ confirms: "c7", refused: "late" });
      expect(await answerTo({ ledger, head: after }, "c0")).toBeUndefined();
      expect(await (await world.writer()).head()).toEqual(after);
    });

    test("A write to the ledger on an outdated head is refused and writes nothing", async () => {
      const world = await begun();
      const [early, late] = [await world.writer(), await world.writer()];
      const head = await late.head();
      const won = await written(early, [intended(other)]);

      const answer = await late.append(head, [intended(toy)], [textFile("README.md", "late")], "late");

      expect(answer).toEqual({ kind: "moved" });
      expect(await late.head()).toEqual(won);
      expect(await late.submissions(won)).toEqual([other]);
      expect(await world.textAt(won, "README.md")).not.toBe("late");
    });

    test.each([
      ["the first", 0],
      ["the second", 1],
    ])("Of two writers at one ledger head exactly one succeeds, and %s moves the branch first", async (_, first) => {
      const world = await begun();
      const order = inOrder(first);
      const writers = [await world.writer(order[0]?.enter), await world.writer(order[1]?.enter)];
      const heads = await Promise.all(writers.map((ledger) => ledger.head()));
      const answers = await Promise.all(
        writers.map(async (ledger, index) => {
          const head = heads[index];
          if (head === undefined) throw new Error("no head");
          const answer = await ledger.append(head, [intended(index === 0 ? toy : other)], [], "race");
          order[index]?.leave();
          return answer.kind;
        }),
      );

      expect(answers[first]).toBe("written");
      expect(answers[1 - first]).toBe("moved");
      const reader = await world.writer();
      expect(await reader.submissions(await reader.head())).toEqual([first === 0 ? toy : other]);
    });

    test("Of two writers that push to the ledger at the same moment exactly one succeeds", async () => {
      const world = await begun();
      const together = gate(2);
      const writers = [await world.writer(together), await world.writer(together)];
      const [head] = await Promise.all(writers.map((ledger) => ledger.head()));
      if (head === undefined) throw new Error("no head");

      const answers = await Promise.all(writers.map((ledger) => ledger.append(head, [intended(toy)], [], "same")));

      expect(answers.map(({ kind }) => kind).toSorted()).toEqual(["moved", "written"]);
      const reader = await world.writer();
      expect((await reader.read(await reader.head(), [toy])).get(toy)).toHaveLength(1);
    });

    test("A line of the ledger that cannot be understood is a Failure that names file and line", async () => {
      const bad = {
        "no JSON": "nonsense",
        "cut off": '{"event":"intended","key":"toy/1.0.0/0",',
        "not an event": '{"hello":1}',
        "an event of a later SHREK": '{"event":"celebrated","key":"toy/1.0.0/0","at":"t"}',
        "a bad key": '{"event":"skipped","key":"../x","at":"t","reason":""}',
      };
      const rows = Object.entries(bad).map(([what, line], at) => ({
        what,
        line,
        key: submissionKey("toy", `1.0.${at}`, undefined),
      }));
      const world = await begun();
      const ledger = await world.writer();
      const good = (key: SubmissionKey) => `{"at":"t","event":"skipped","key":"${key}","reason":"old"}`;
      await world.meddle(
        Object.fromEntries(rows.map(({ key, line }) => [eventsPath(key), `${good(key)}\n${line}\n${good(key)}\n`])),
      );

      const head = await ledger.head();

      for (const { what, key } of rows) {
        await expect(ledger.read(head, [key]), what).rejects.toThrow(Failure);
        await expect(ledger.read(head, [key]), what).rejects.toThrow(`${eventsPath(key)}:2`);
      }
      expect((await ledger.read(head, [other])).get(other)).toEqual([]);
    });

    test("A reading of main that cannot be understood is a Failure of the ledger head", async () => {
      const world = await begun();
      await world.meddle({ [mainPath]: '{"event":"main-read","at":"t"}\n' });

      await expect((await world.writer()).head()).rejects.toThrow("main.jsonl:1");
    });

    test("A generated file of the ledger that is no list is a Failure of the head and not an empty list", async () => {
      const world = await begun();
      const ledger = await world.writer();
      const bad = {
        nothing: "",
        "no JSON": "[",
        "no list": "{}",
        "a list of something else": "[1]",
        "no file": undefined,
      };
      for (const path of [livePath, watchedPath])
        for (const [what, text] of Object.entries(bad)) {
          await world.meddle({ [livePath]: "[]\n", [watchedPath]: "[]\n", [path]: text });

          await expect(ledger.head(), what).rejects.toThrow(`not readable at ${path}`);
        }
    });

    test("A part of the given seeds that is not readable is a Failure, and gives no seed a second time", async () => {
      const world = await begun();
      const ledger = await world.writer();
      for (const [what, text] of Object.entries({
        nothing: "",
        "a list of something else": "[1]",
        "no file": undefined,
      })) {
        await world.meddle({ [streamsPath(partOf("toy"))]: text });

        const asked = seedsGiven({ ledger, head: await ledger.head() }, ["toy"]);

        await expect(asked, what).rejects.toThrow(`not readable at ${streamsPath(partOf("toy"))}`);
      }
    });

    test("A followed submission without a file is a Failure of the ledger, and so is a file without events", async () => {
      const world = await begun();
      await written(await world.writer(), [intended(other)], undefined, [textFile(livePath, `["${toy}"]`)]);
      await world.meddle({ [eventsPath(other)]: "\n" });
      const ledger = await world.writer();
      const head = await ledger.head();

      await expect(ledger.read(head, [toy])).rejects.toThrow(`${eventsPath(toy)}, which is missing`);
      await expect(ledger.read(head, [other])).rejects.toThrow(`${eventsPath(other)}, which has no events`);
      await expect(written(ledger, [intended(other)])).rejects.toThrow(`${eventsPath(other)}, which has no events`);
    });

    test("An intent whose content does not match its digest is a Failure of the ledger, and so is the event of another submission", async () => {
      const world = await begun();
      await written(await world.writer(), [intended(toy), intended(other)]);
      const ours = writeLine(intended(toy));
      await world.meddle({ [eventsPath(toy)]: ours.replace(/("contentDigest":")./, "$1-"), [eventsPath(other)]: ours });
      const ledger = await world.writer();
      const head = await ledger.head();

      await expect(ledger.read(head, [toy])).rejects.toThrow(`${eventsPath(toy)}:1, whose content`);
      await expect(ledger.read(head, [other])).rejects.toThrow(`${eventsPath(other)}:1, which is an event of ${toy}`);
    });

    test("No event is appended to a ledger file that ends with a cut-off line", async () => {
      const world = await begun();
      await world.meddle({ [eventsPath(toy)]: '{"at":"t","event":"skipped","key":"toy/1.0.0/0","reason":"x"}' });
      const ledger = await world.writer();

      await expect(written(ledger, [intended(toy)])).rejects.toThrow(`${eventsPath(toy)}:1`);
    });
  });
};

export const intended = (key: SubmissionKey): LedgerEvent => {
  const [tag = "", version = ""] = key.split("/");
  return lineOf({ event: "intended", intent: anIntent({ tag, version }), attempt: 1 }, "t1", key);
};

export const written = async (
  ledger: Ledger,
  events: readonly LedgerEvent[],
  at?: LedgerHead,
  pages: readonly SourceFile[] = [],
): Promise<LedgerHead> => {
  const answer = await ledger.append(at ?? (await ledger.head()), events, pages, "test");
  expect(answer.kind).toBe("written");
  if (answer.kind !== "written") throw new Error("the branch moved");
  return answer.head;
};

/** Both stand at the gate before either goes on; the other goes when the first has its answer. */
const inOrder = (first: number): readonly { readonly enter: Gate; readonly leave: () => void }[] => {
  const both = gate(2);
  const { promise: firstIsDone, resolve } = Promise.withResolvers<void>();
  return [0, 1].map((index) => ({
    enter: async () => {
      await both();
      if (index !== first) await firstIsDone;
    },
    leave: () => {
      if (index === first) resolve();
    },
  }));
};
