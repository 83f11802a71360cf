import {
  type Intent,
  keyOf,
  type LedgerEvent,
  type SubmissionEvent,
  type SubmissionKey,
} from "../core/ledger/event.ts";
import { readFoundation, readLines, writeFoundation, writeLine } from "../core/ledger/line.ts";
import { eventsPath, foundationPath, mainPath, trialsPath } from "../core/ledger/paths.ts";
import { intentOfMessage } from "../core/ledger/tag-message.ts";
import { trialsWaiting } from "../core/ledger/waiting-trials.ts";
import { Failure } from "../core/problems/failure.ts";
import { fold } from "../core/submission/fold.ts";
import { atOneTime, byParts } from "../core/text/by-parts.ts";
import { type SourceFile, textFile } from "../core/text/source-file.ts";
import { keepGrown } from "../core/verify/keep-grown.ts";
import { madeFiles } from "../core/verify/made-files.ts";
import type { Clock } from "../ports/clock.ts";
import type { LedgerFiles, LedgerTip } from "../ports/ledger-files.ts";
import type { TagList, Tags } from "../ports/tags.ts";
import {
  faultsOfLedger,
  summarizeLedger,
  tagOfSubmission,
  textsAt,
  type WholeLedger,
} from "./ledger-access/whole-ledger.ts";

type RebuildPorts = { readonly files: LedgerFiles; readonly tags: Tags; readonly clock: Clock };

export type Rebuilt = {
  /** Made again from their tags. */
  readonly restored: readonly SubmissionKey[];
  /** Files that are written or taken away. */
  readonly changed: readonly string[];
  /** The branch went forward again to this commit. */
  readonly forward: string | undefined;
  readonly faults: readonly string[];
};

/**
 * Repairs the branch: what somebody else committed to it is taken back, unless it is events after ours, the intents
 * that tags have and the branch has lost are restored, and the made files are made again. A tag does not know what
 * became of its intent, so that begins in doubt, as a second attempt: reconcile looks for both, adopts what it finds,
 * and submits nothing again by itself.
 */
export const rebuild = async (
  ports: RebuildPorts,
  create: (repository: string) => Promise<"created" | "exists">,
): Promise<Rebuilt> => {
  const { files } = ports;
  const tags = await ports.tags.list();
  const { tip, forward } = await tipOf(files, await beginning(files, tags, create));
  const { commit, ours } = tip;
  if (ours === undefined)
    throw new Failure("No commit of the branch `ledger` was made by SHREK.", {
      wayOut: "Rename the branch; then `shrek ledger rebuild` makes the ledger again from the tags.",
    });
  const instead = new Map<string, string | undefined>(await takenBack(files, ours, commit));
  const whole = { files, commit, instead };
  const { good } = await summarizeLedger(whole, tags);
  const lacking = await missingIntents(tags, good);
  const at = ports.clock.now().toISOString();
  const restored = new Map(lacking.map((intent) => [keyOf(intent), inDoubt(intent, at)]));
  for (const [key, events] of restored) instead.set(eventsPath(key), events.map(writeLine).join(""));
  await beginAgain(whole, tags);
  await answerAgain(whole);
  const summary = await summarizeLedger(whole, tags);
  const states = new Map([...restored].map(([key, events]) => [key, fold(events)]));
  for (const { path, bytes } of madeFiles(summary, states)) instead.set(path, decoder.decode(bytes));
  const { changed, gone } = await differing(whole);
  if (changed.length > 0 || gone.length > 0 || ours !== commit)
    await written(files.write(commit, changed, gone, "Rebuild the ledger"));
  return {
    restored: [...restored.keys()],
    changed: [...changed.map(({ path }) => path), ...gone],
    forward,
    faults: await faultsOfLedger(whole, summary),
  };
};

const decoder = new TextDecoder();

/** The files that somebody else than SHREK changed, as they are to be. */
const takenBack = async (
  files: LedgerFiles,
  ours: string,
  now: string,
): Promise<readonly (readonly [string, string | undefined])[]> => {
  const paths = ours === now ? [] : await files.changed(ours, now);
  const [before, after] = [await files.texts(ours, paths), await files.texts(now, paths)];
  return paths.map((path) => [path, keepGrown(path, before.get(path), after.get(path))]);
};

const missingIntents = async (tags: TagList, good: ReadonlySet<SubmissionKey>): Promise<readonly Intent[]> => {
  const known = new Set([...good].map(tagOfSubmission));
  const names = [...tags.names].filter((name) => !known.has(name));
  return (await intentsOf(tags, names)).filter((intent) => !good.has(keyOf(intent)));
};

const intentsOf = async (tags: TagList, names: readonly string[]): Promise<readonly Intent[]> => {
  const intents: Intent[] = [];
  for (const part of byParts(names, atOneTime))
    for (const message of (await tags.messages(part)).values()) {
      const intent = intentOfMessage(message);
      if (intent !== undefined) intents.push(intent);
    }
  return intents;
};

/** Any intent that a tag holds: all are of one ledger. */
const anyIntent = async (tags: TagList): Promise<Intent | undefined> => {
  for (const part of byParts([...tags.names], 100)) {
    const [intent] = await intentsOf(tags, part);
    if (intent !== undefined) return intent;
  }
  return undefined;
};

/** The first file, where it is lost. */
const beginAgain = async ({ files, commit, instead }: Rebuilding, tags: TagList): Promise<void> => {
  const text = instead.get(foundationPath) ?? (await files.texts(commit, [foundationPath])).get(foundationPath);
  if (readFoundation(text ?? "") !== undefined) return;
  const intent = await anyIntent(tags);
  if (intent !== undefined) instead.set(foundationPath, writeFoundation({ format: 1, repository: intent.repository }));
};

/** Main's file may be back from before it was shortened: orders of trials that have answers are not obeyed twice. */
const answerAgain = async (whole: Rebuilding): Promise<void> => {
  const main = whole.instead.get(mainPath);
  if (main === undefined) return;
  const waiting = trialsWaiting(eventsIn(main)).map(({ confirms }) => confirms);
  const texts = await textsAt(whole, [...new Set(waiting.map(trialsPath))]);
  const answers = [...texts.values()]
    .flatMap((text) => eventsIn(text ?? ""))
    .filter((line) => line.event === "trial-answered" && waiting.includes(line.confirms));
  whole.instead.set(mainPath, main + answers.map(writeLine).join(""));
};

const eventsIn = (text: string): readonly LedgerEvent[] => {
  const lines = readLines(text);
  return lines.kind === "read" ? lines.events : [];
};

type Rebuilding = WholeLedger & { readonly instead: Map<string, string | undefined> };

const differing = async ({
  files,
  commit,
  instead,
}: WholeLedger): Promise<{ readonly changed: readonly SourceFile[]; readonly gone: readonly string[] }> => {
  const there = await files.texts(commit, [...instead.keys()]);
  const changed = [...instead].flatMap(([path, text]) =>
    text === undefined || text === there.get(path) ? [] : [textFile(path, text)],
  );
  return { changed, gone: [...instead].flatMap(([path, text]) => (text === undefined ? [path] : [])) };
};

const beginning = async (
  files: LedgerFiles,
  tags: TagList,
  create: (repository: string) => Promise<"created" | "exists">,
): Promise<LedgerTip> => {
  const there = await files.tip();
  if (there !== undefined) return there;
  const first = await anyIntent(tags);
  if (first === undefined)
    throw new Failure("There are no tags of submissions.", {
      wayOut: "Begin with `shrek ledger init`, which records what is on main as not to be submitted.",
    });
  await create(first.repository);
  const begun = await files.tip();
  if (begun === undefined) throw new Failure("The ledger was created and is not there.", { wayOut: "Try again." });
  return begun;
};

/** A branch that went back goes forward again, where this clone has what was lost. */
const tipOf = async (
  files: LedgerFiles,
  tip: LedgerTip,
): Promise<{ readonly tip: LedgerTip; readonly forward: string | undefined }> => {
  const { lost } = tip;
  if (lost === undefined) return { tip, forward: undefined };
  if (!lost.followsTip)
    throw new Failure(`The branch \`ledger\` does not contain ${lost.commit.slice(0, 12)}, and was written since.`, {
      wayOut: "Two ledgers cannot be joined. A person decides which branch stands; nothing was changed.",
    });
  await written(files.forward(tip.commit, lost.commit));
  const now = await files.tip();
  if (now === undefined) throw new Failure("The branch `ledger` is gone again.", { wayOut: "Try again." });
  return { tip: now, forward: lost.commit };
};

const written = async (outcome: Promise<"written" | "moved">): Promise<void> => {
  if ((await outcome) === "moved")
    throw new Failure("Another process wrote to the ledger meanwhile.", { wayOut: "Nothing was changed; try again." });
};

const inDoubt = (intent: Intent, at: string): readonly LedgerEvent[] => {
  const events: readonly SubmissionEvent[] = [
    { event: "intended", intent, attempt: 2 },
    { event: "checking", owner: { run: "rebuild", nonce: "" } },
    { event: "in-doubt", arrived: "maybe", reason: "the ledger was restored from the git tags" },
  ];
  return events.map((event) => ({ ...event, key: keyOf(intent), at }));
};
