import { describe, expect, test } from "vitest";
import { type LedgerEvent, type SubmissionKey, submissionKey } from "../../action/core/ledger/event.ts";
import { livePath, partOf } from "../../action/core/ledger/paths.ts";
import { streamFiles } from "../../action/core/ledger/streams.ts";
import type { LedgerHead } from "../../action/core/pass/view.ts";
import { Failure } from "../../action/core/problems/failure.ts";
import { type SourceFile, textFile } from "../../action/core/text/source-file.ts";
import { seedsGiven } from "../../action/flows/ledger-access/made-lists.ts";
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
const other = submissionKey("toybox", "1.0.0", undefined);

/** What depends on where the branch is: how it is read, brought and moved. */
export const ledgerBranchContract = (name: string, newWorld: () => Promise<LedgerWorld>): void => {
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
