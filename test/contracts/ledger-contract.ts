import { describe, expect, test } from "vitest";
import { type LedgerEvent, type SubmissionKey, submissionKey } from "../../action/core/ledger/event.ts";
import { writeLine } from "../../action/core/ledger/line.ts";
import { maxMainEvents } from "../../action/core/ledger/main-after.ts";
import {
  eventsPath,
  foundationPath,
  livePath,
  mainPath,
  partOf,
  streamsPath,
  watchedPath,
} from "../../action/core/ledger/paths.ts";
import { Failure } from "../../action/core/problems/failure.ts";
import { textFile } from "../../action/core/text/source-file.ts";
import { broughtPage } from "../../action/core/view/ledger/pages.ts";
import { answerTo } from "../../action/flows/commands/order-trial.ts";
import { allSeedsGiven, seedsGiven } from "../../action/flows/ledger-access/made-lists.ts";
import { intended, type LedgerWorld, ledgerBranchContract, written } from "./ledger-branch-contract.ts";

const toy = submissionKey("toy", "1.0.0", undefined);
const toyNext = submissionKey("toy", "1.1.0", undefined);
const other = submissionKey("toybox", "1.0.0", undefined);

/** Also what is read in the files, which is one code for each branch of git. */
export const ledgerContract = (name: string, newWorld: () => Promise<LedgerWorld>): void => {
  ledgerBranchContract(name, newWorld);

  const begun = async (): Promise<LedgerWorld> => {
    const world = await newWorld();
    await world.begin();
    return world;
  };

  describe(name, () => {
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

    test("What a commit brought to main is listed with that commit, and a commit without a note has none", async () => {
      const ledger = await (await begun()).writer();
      const commit = "c".repeat(40);

      const first = await written(ledger, [intended(toy)], undefined, [broughtPage(commit, [toy])]);
      const second = await written(ledger, [intended(other)], first, [broughtPage(commit, [other, toy, toy])]);

      expect(await ledger.broughtBy(first, commit)).toEqual([toy]);
      expect(await ledger.broughtBy(second, commit)).toEqual([toy, other]);
      expect(await ledger.broughtBy(second, "d".repeat(40))).toEqual([]);
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
      expect(thawed.frozen).toBeUndefined();
    });

    test("However much was read of main and tried, its file stays short and says the same", async () => {
      const world = await begun();
      const ledger = await world.writer();
      const order = { pullRequest: 7, head: "a".repeat(40), by: "ada", id: "1" };
      const before: readonly LedgerEvent[] = Array.from({ length: maxMainEvents / 2 }, (_, n) => [
        { event: "main-read", at: "t", commit: `${n}`, refused: [], releases: "held" } as const,
        { event: "trial-ordered", at: "t", ...order, confirms: `c${n}` } as const,
      ]).flat();
      const full = await written(ledger, before);
      const answers: readonly LedgerEvent[] = full.trials
        .slice(1)
        .map(({ confirms }) => ({ event: "trial-answered", at: "t", confirms, refused: "late" }));
      const after = await written(ledger, answers, full);

      expect(full.trials).toHaveLength(maxMainEvents / 2);
      expect(after).toEqual({ ...full, commit: after.commit, trials: full.trials.slice(0, 1) });
      expect((await world.textAt(after, mainPath))?.trimEnd().split("\n")).toHaveLength(3);
      expect(await answerTo({ ledger, head: after }, "c7")).toMatchObject({ confirms: "c7", refused: "late" });
      expect(await answerTo({ ledger, head: after }, "c0")).toBeUndefined();
      expect(await (await world.writer()).head()).toEqual(after);
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
