import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { commitFiles } from "../../action/adapters/git/commit.ts";
import { newObjects } from "../../action/adapters/git/new-objects.ts";
import { localRefs } from "../../action/adapters/git/refs.ts";
import { gitLedger, ledgerRef } from "../../action/adapters/ledger/git-ledger.ts";
import { systemClock } from "../../action/adapters/system/system-clock.ts";
import { type Intent, keyOf, type LedgerEvent, type SubmissionKey } from "../../action/core/ledger/event.ts";
import { writeLine } from "../../action/core/ledger/line.ts";
import { eventsPath, pagePath } from "../../action/core/ledger/paths.ts";
import { tagMessage, tagName } from "../../action/core/ledger/tag-message.ts";
import { compareText } from "../../action/core/problems/problem.ts";
import { fold } from "../../action/core/submission/fold.ts";
import { textFile } from "../../action/core/text/source-file.ts";
import {
  addToSummary,
  auditSubmission,
  emptySummary,
  type LedgerSummary,
} from "../../action/core/verify/ledger-summary.ts";
import { madeFiles } from "../../action/core/verify/made-files.ts";
import { productionPage } from "../../action/core/view/ledger/production-page.ts";
import { openCampaign } from "../contracts/costs/campaign.ts";
import { gitIn, pandaEnv, shrek } from "../demo/scene.ts";
import { start } from "../sandbox/panda/start.ts";
import { submittedLike } from "./submitted.ts";

/** Submissions of one commit. */
const together = 1000;
const clock = systemClock();

/** The events of a submission, which all others are made of. */
export const firstEvents = async (dir: string): Promise<readonly LedgerEvent[]> => {
  const panda = await start({ dir: join(dir, "first-panda"), executes: [] });
  const { origin, reconcile } = await openCampaign(join(dir, "first"), 1);
  await reconcile(pandaEnv(panda.url, await panda.token()));
  await panda.close();
  const ledger = gitLedger({ dir: origin, refs: localRefs(origin), clock });
  const head = await ledger.head();
  return [...(await ledger.read(head, head.live)).values()].flat();
};

/** So many submissions that ended come on a ledger that knows nothing yet, with their tags: like this one, each its own. */
export const writeEnded = async (
  dir: string,
  {
    first,
    repository,
    count,
  }: { readonly first: readonly LedgerEvent[]; readonly repository: string; readonly count: number },
): Promise<void> => {
  const summary = emptySummary();
  const tags: PackedTag[] = [];
  let parent = (await gitIn(dir, "rev-parse", ledgerRef)).trim();
  for (let from = 0; from < count; from += together) {
    const numbers = Array.from({ length: Math.min(together, count - from) }, (_, n) => from + n);
    const ones = numbers.map((n) => endedLike(first, repository, n));
    const files = ones.flatMap(({ key, text, page }) => [
      textFile(eventsPath(key), text),
      textFile(pagePath(key), page),
    ]);
    const why = `${files.length} files that ended`;
    parent = await commitFiles(dir, clock, { parent, files, why });
    const made = await makeTags(
      dir,
      parent,
      ones.map(({ intent }) => intent),
    );
    tags.push(...made);
    for (const one of ones) addTo(summary, one);
  }
  const files = madeFiles(summary, new Map());
  const commit = await commitFiles(dir, clock, { parent, files, why: "What is made of them" });
  await gitIn(dir, "update-ref", ledgerRef, commit);
  await packTags(dir, tags);
};

type EndedSubmission = {
  readonly key: SubmissionKey;
  readonly intent: Intent;
  readonly text: string;
  readonly page: string;
};

const endedLike = (first: readonly LedgerEvent[], repository: string, n: number): EndedSubmission => {
  const named = { tag: `sP26a-ended${n}-pileup`, run: undefined, request: n + 1 };
  const at = new Date(Date.UTC(2024, 0, 1) + n * 600_000);
  const { events } = submittedLike(first, repository, named, 4 * n + 1, "done", at);
  const [begun] = events;
  if (begun?.event !== "intended") throw new Error("no promise");
  const key = keyOf(begun.intent);
  const lines: readonly LedgerEvent[] = [...events, { key, at: at.toISOString(), event: "watched" }];
  const text = lines.map(writeLine).join("");
  return { key, intent: begun.intent, text, page: productionPage(key, fold(lines)) };
};

/** Throws where `shrek ledger verify` would fault it. */
export const addTo = (
  summary: LedgerSummary,
  { key, intent, text }: Pick<EndedSubmission, "key" | "intent" | "text">,
): void => {
  const audited = auditSubmission(key, text, { name: tagName(intent), message: tagMessage(intent) });
  if (audited.faults.length > 0) throw new Error(audited.faults.join("\n"));
  addToSummary(summary, audited);
};

/** A line of git's packed refs. */
type PackedTag = { readonly ref: string; readonly text: string };

/** The tags of these promises, which a check makes; no ref leads to them yet. */
const makeTags = async (dir: string, commit: string, intents: readonly Intent[]): Promise<readonly PackedTag[]> => {
  const made = await newObjects(dir, "at once");
  const tags = intents.map((intent) => {
    const name = tagName(intent);
    const head = `object ${commit}\ntype commit\ntag ${name}\ntagger shrek <shrek@localhost> 1700000000 +0000`;
    return { name, oid: made.add("tag", Buffer.from(`${head}\n\n${tagMessage(intent)}`)) };
  });
  await made.keep(tags.at(-1)?.oid ?? commit);
  return tags.map(({ name, oid }) => packedLine(`refs/tags/${name}`, `${oid} refs/tags/${name}\n^${commit}`));
};

const packedLine = (ref: string, text: string): PackedTag => ({ ref, text });

/** All at once: git makes a file of each ref before it packs them, which takes minutes of ten thousand. */
const packTags = async (dir: string, tags: readonly PackedTag[]): Promise<void> => {
  await gitIn(dir, "pack-refs", "--all");
  const path = join(dir, "packed-refs");
  const before = readFileSync(path, "utf8").matchAll(/^[0-9a-f]+ (\S+)(?:\n\^[0-9a-f]+)?$/gm);
  const all = [...before].map(([text, ref = ""]) => packedLine(ref, text));
  const lines = [...all, ...tags].toSorted((a, b) => compareText(a.ref, b.ref)).map(({ text }) => text);
  writeFileSync(path, `# pack-refs with: peeled fully-peeled sorted \n${lines.join("\n")}\n`);
};

export const tagAll = async (dir: string, commit: string, intents: readonly Intent[]): Promise<void> =>
  packTags(dir, await makeTags(dir, commit, intents));

/** The ledger that a bench wrote is one that SHREK could have written, or its figures are of nothing. */
export const verifyLedger = async (clone: string): Promise<void> => {
  await gitIn(clone, "fetch", "--quiet", "origin", "ledger", "refs/tags/*:refs/tags/*");
  const { code, stdout, stderr } = await shrek(clone, ["ledger", "verify"]);
  if (code !== 0) throw new Error(`${stdout}${stderr}`);
};
