import { didText } from "../../../action/core/catalogue/data-seen.ts";
import type { GivenCommand, SubmissionKey } from "../../../action/core/ledger/event.ts";
import { expiryId } from "../../../action/core/pass/commands/may-expire.ts";
import type { FakeMain } from "../../../test/fakes/fake-main.ts";
import { aMergedPull, fakePeople } from "../../../test/fakes/fake-people.ts";
import { tag } from "../../../test/flows/reconcile/a-world.ts";
import { keptOutputs, keptReadings, modelKeptRucio } from "./kept-rucio.ts";
import type { modelPanda } from "./panda.ts";

/** What may become of data that are kept, of Rucio, and of what people say. */
export const ofKept = [
  "Rucio is away",
  "Rucio's answers cannot be used",
  "Rucio cuts its lists",
  "the change is lost, done",
  "the change is lost, not done",
  "the change is refused",
  "the data have another size",
  "Rucio deletes what has ended",
  "our clock is three days ahead",
  "our clock is nine days behind",
  "somebody declares them good",
  "somebody declares them bad",
  "another person lets all go",
  "the first command comes again",
] as const;
export type OfKept = (typeof ofKept)[number];

/** A person's word that lets data go: what it named, with the bytes that he was shown. */
type LetGo = { readonly id: number; readonly shown: ReadonlyMap<string, number> };

/** Passes after which somebody has mended what was wrong. */
const mendedAfter = 2;
const day = 24 * 3_600_000;

/** Data that are kept, and the people who let them go. A rule of somebody else stands for the same data from the beginning. */
export const modelKept = (main: FakeMain, panda: ReturnType<typeof modelPanda>, key: SubmissionKey) => {
  const rucio = modelKeptRucio(panda);
  const { catalogue, stored } = keptReadings(rucio);
  const { is, rules, collections, hasEnded } = rucio;
  const { people, merge, say } = peopleOf(main);
  const letGo: LetGo[] = [];
  let [passes, skew] = [0, 0];

  /** What `shrek data expire` shows now of these outputs, copied into a comment. */
  const lettingGo = (by: string, outputs: readonly string[]): GivenCommand | undefined => {
    const shown = [...collections().values()].filter(
      ({ did }) => did.name.includes(".v1.0.0.") && outputs.some((output) => did.name.endsWith(output)),
    );
    if (shown.length === 0) return undefined;
    const dids = shown.map(expiryId).join();
    const id = say(by, `expire ${tag}@1.0.0 dids=${dids}`);
    letGo.push({ id, shown: new Map(shown.map(({ did, bytes }) => [didText(did), bytes])) });
    return { by, id: `${id}`, reason: "", verb: "expire", dids };
  };
  /** What somebody says, for whom the ledger is written. */
  const happen = (what: OfKept): GivenCommand | undefined => {
    passes = 0;
    if (what === "the change is lost, done") is.answer = "lost, done";
    if (what === "the change is lost, not done") is.answer = "lost, not done";
    if (what === "the change is refused") is.answer = "refused";
    if (what === "Rucio is away") is.mood = "away";
    if (what === "Rucio's answers cannot be used") is.mood = "broken";
    if (what === "Rucio cuts its lists") is.mood = "cut";
    if (what === "the data have another size") is.grown = 7;
    if (what === "Rucio deletes what has ended") rucio.clean();
    if (what === "our clock is three days ahead") skew = 6 * day;
    if (what === "our clock is nine days behind") skew = -6 * day;
    if (what === "another person lets all go") return lettingGo("ada", keptOutputs);
    if (what === "the first command comes again" && letGo.length > 0) return lettingGo("bob", ["hits.tar"]);
    if (what !== "somebody declares them good" && what !== "somebody declares them bad") return undefined;
    const quality = what === "somebody declares them good" ? "good" : "bad";
    const id = say("ada", `declare ${quality} ${tag}@1.0.0 reason="seen"`);
    return { by: "ada", id: `${id}`, reason: "seen", verb: "declare", quality };
  };
  return {
    ...{ key, people, rules, letGo, hasEnded, merge, happen },
    catalogue: () => catalogue,
    stored: () => stored,
    keeper: () => rucio.keeper,
    /** Milliseconds by which our clock is ahead of where it stands. */
    skew: () => skew,
    /** Somebody keeps the first output for himself. */
    keepAsPerson: (): void => {
      const [did] = [...collections().values()].map((one) => one.did);
      const rule = { account: "carol", where: "NEAR_DISK", copies: 1, comment: "mine", isLocked: false };
      if (did !== undefined) rucio.make({ ...rule, did, until: rucio.later(7_776_000) });
    },
    /** In each story bob lets the first output go, and later ada the second. */
    atPass: (pass: number): GivenCommand | undefined => {
      if (pass === 2) return lettingGo("bob", ["hits.tar"]);
      return pass === 5 ? lettingGo("ada", ["log.tar"]) : undefined;
    },
    isTroubled: (): boolean => is.mood !== undefined,
    /** A pass is over. */
    wait: (): void => {
      passes += 1;
      if (passes >= mendedAfter) is.mood = undefined;
    },
  };
};
export type ModelKept = ReturnType<typeof modelKept>;

/** Ada, who merges what bob approves, and what both say on pull request 7. */
const peopleOf = (main: FakeMain) => {
  const people = fakePeople();
  people.permissions.set("bob", "write").set("ada", "write");
  let [number, comment] = [6, 10];
  const merge = (tree: Readonly<Record<string, string | undefined>>): string => {
    const commit = main.commit(tree);
    const head = main.branch(commit);
    number += 1;
    people.pulls.set(commit, aMergedPull(commit, head, { number, mergedOn: "2026-02-20T09:00:00Z" }));
    people.approved = [...people.approved, { login: "bob", commit: head }];
    return commit;
  };
  const say = (by: string, words: string): number => {
    comment += 1;
    people.comments.set(comment, { body: `/shrek ${words}`, login: by, pullRequest: 7 });
    return comment;
  };
  return { people, merge, say };
};
