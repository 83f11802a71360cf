import { type Intent, keyOf, type SubmissionEvent, type SubmissionKey } from "../core/ledger/event.ts";
import { eventsPath, writeLine } from "../core/ledger/line.ts";
import { intentOfMessage } from "../core/ledger/tag-message.ts";
import { Failure } from "../core/problems/failure.ts";
import { textFile } from "../core/text/source-file.ts";
import { ledgerFaults } from "../core/verify/ledger-faults.ts";
import { readWhole } from "../core/verify/read-ledger.ts";
import { keepGrown, madeAgain } from "../core/verify/repair-ledger.ts";
import type { Clock } from "../ports/clock.ts";
import type { LedgerFiles, LedgerTip } from "../ports/ledger-files.ts";
import type { Tags } from "../ports/tags.ts";

type RebuildPorts = { readonly files: LedgerFiles; readonly tags: Tags; readonly clock: Clock };

export type Rebuilt = {
  /** Made again from their tags. */
  readonly restored: readonly SubmissionKey[];
  /** Files that are written or taken away. */
  readonly changed: readonly string[];
  /** The branch went forward again to this commit. */
  readonly forward: string | undefined;
  /** What is still wrong. */
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
  const tags = await ports.tags.all();
  const intents = [...tags.values()].flatMap((message) => intentOfMessage(message) ?? []);
  const { tip, forward } = await standing(ports.files, await beginning(ports.files, intents, create));
  const { ours } = tip;
  if (ours === undefined)
    throw new Failure("No commit of the branch `ledger` was made by SHREK.", {
      wayOut: "Rename the branch; then `shrek ledger rebuild` makes the ledger again from the tags.",
    });
  const now = await ports.files.texts(tip.commit);
  const kept = ours === tip.commit ? now : keepGrown(await ports.files.texts(ours), now);
  const whole = readWhole(kept);
  const lacking = intents.filter((intent) => !whole.states.has(keyOf(intent)));
  const at = ports.clock.now().toISOString();
  const restored = new Map([
    ...kept,
    ...lacking.map((intent) => [eventsPath(keyOf(intent)), inDoubt(intent, at)] as const),
  ]);
  const after = madeAgain(restored, lacking.map(keyOf), intents[0]?.repository);
  const changed = [...after].flatMap(([path, text]) => (now.get(path) === text ? [] : [textFile(path, text)]));
  const gone = [...now.keys()].filter((path) => !after.has(path));
  if (changed.length > 0 || gone.length > 0 || ours !== tip.commit)
    await written(ports.files.write(tip.commit, changed, gone, "Rebuild the ledger"));
  return {
    restored: lacking.map(keyOf),
    changed: [...changed.map(({ path }) => path), ...gone],
    forward,
    faults: ledgerFaults({ texts: after, lastOurs: undefined, tags }),
  };
};

const beginning = async (
  files: LedgerFiles,
  [first]: readonly Intent[],
  create: (repository: string) => Promise<"created" | "exists">,
): Promise<LedgerTip> => {
  const there = await files.tip();
  if (there !== undefined) return there;
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
const standing = async (
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

const inDoubt = (intent: Intent, at: string): string => {
  const events: readonly SubmissionEvent[] = [
    { event: "intended", intent, attempt: 2 },
    { event: "checking", owner: { run: "rebuild", nonce: "" } },
    { event: "in-doubt", arrived: "maybe", reason: "the ledger was restored from the git tags" },
  ];
  return events.map((event) => writeLine({ ...event, key: keyOf(intent), at })).join("");
};
