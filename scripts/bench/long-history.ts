import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { localRefs } from "../../action/adapters/git/refs.ts";
import { gitLedger, ledgerRef } from "../../action/adapters/ledger/git-ledger.ts";
import { systemClock } from "../../action/adapters/system/system-clock.ts";
import { type Contents, contentsOfPairs, writeContents } from "../../action/core/ledger/contents-file.ts";
import { type Intent, type LedgerEvent, type SubmissionKey, submissionKey } from "../../action/core/ledger/event.ts";
import { tagMessage, tagName } from "../../action/core/ledger/tag-message.ts";
import { indexPath, readIndex, writeIndex } from "../../action/core/neighbours/index-file.ts";
import { fold } from "../../action/core/submission/fold.ts";
import type { SubmissionState } from "../../action/core/submission/state.ts";
import { sha256 } from "../../action/core/text/canonical-json.ts";
import type { SourceFile } from "../../action/core/text/source-file.ts";
import { pagesOf, takeSeeds } from "../../action/core/view/pages.ts";
import { openCampaign } from "../contracts/costs/campaign.ts";
import { manyProductions, roomyConventions } from "../contracts/costs/write-many.ts";
import { gitIn, pandaEnv, sceneIn } from "../demo/scene.ts";
import { start } from "../sandbox/panda/start.ts";
import { submittedLike } from "./submitted.ts";

export type Long = {
  /** The bare repository. */
  readonly dir: string;
  readonly base: string;
  /** The branch `change`, which changes one production, and the head of pull request 1. */
  readonly head: string;
  /** Commits. */
  readonly main: number;
  readonly ledger: number;
};

/** A repository in which so many productions came one by one, were tagged, and submitted eight at a time. */
export const buildLong = async (dir: string, count: number): Promise<Long> => {
  const panda = await start({ dir: join(dir, "panda"), executes: [] });
  const campaign = await openCampaign(dir, 1);
  await campaign.reconcile(pandaEnv(panda.url, await panda.token()));
  await panda.close();
  const { origin } = sceneIn(dir);
  const intents = await writeLedger(origin, count);
  execFileSync("git", ["-C", origin, "fast-import", "--quiet", "--force"], { input: merges(count, intents) });
  await gitIn(origin, "update-ref", "refs/pull/1/head", "refs/heads/change");
  await gitIn(origin, "gc", "--quiet");
  const told = async (...args: readonly string[]): Promise<string> => (await gitIn(origin, ...args)).trim();
  return {
    dir: origin,
    base: await told("rev-parse", "main"),
    head: await told("rev-parse", "change"),
    main: Number(await told("rev-list", "--count", "main")),
    ledger: Number(await told("rev-list", "--count", "ledger")),
  };
};

const wave = 8;

/** Five commits for eight submissions, as passes leave them: promised, checking, submitting, submitted, seen. */
const writeLedger = async (dir: string, count: number): Promise<readonly Intent[]> => {
  const clock = systemClock();
  const ledger = gitLedger({ dir, refs: localRefs(dir), clock });
  let head = await ledger.head();
  const [only] = head.live;
  const first = only === undefined ? [] : ((await ledger.read(head, [only])).get(only) ?? []);
  const live = new Map<SubmissionKey, SubmissionState>();
  const intents: Intent[] = [];
  const lists = listsOf(readIndex((await ledger.index(head, "productions")) ?? new Uint8Array()));
  for (let from = 0; from < count; from += wave) {
    const size = Math.min(wave, count - from);
    const own = Array.from({ length: size }, (_, at) => {
      const named = { tag: `sP26a-live${from + at}-pileup`, block: 0, request: from + at + 1 };
      return submittedLike(first, head.repository, named, 4 * (from + at) + 1, "running", clock.now());
    });
    for (const { events } of own) intents.push(...events.flatMap((event) => ("intent" in event ? [event.intent] : [])));
    for (const [begin, end] of [
      [0, 1],
      [1, 2],
      [2, 4],
      [4, 5],
      [5, 6],
    ] as const) {
      const now = new Map(own.map(({ key, events }) => [key, fold(events.slice(0, end))]));
      const pages = pagesOf(live, now, takeSeeds(head.streams, now), head);
      const promised = begin === 0 ? lists(intents) : [];
      const written = await ledger.append(
        head,
        own.flatMap(({ events }): readonly LedgerEvent[] => events.slice(begin, end)),
        [...pages, ...promised],
        "Wave",
      );
      if (written.kind === "moved") throw new Error(`${ledgerRef} moved`);
      head = written.head;
      for (const [key, state] of now) live.set(key, state);
    }
    // The most that a busy campaign follows at one time.
    for (const key of [...live.keys()].slice(0, Math.max(0, live.size - 200))) live.delete(key);
  }
  return intents;
};

/** What a pass that read main writes beside: the index of facts, and which submission has which content. */
const listsOf = (index: ReturnType<typeof readIndex>): ((intents: readonly Intent[]) => readonly SourceFile[]) => {
  if (index === undefined) throw new Error("the first pass wrote no index");
  const { lines, ...first } = index;
  const line = new TextDecoder().decode(lines);
  const own: string[] = [];
  let contents: Contents = new Map();
  return (intents) => {
    const added = intents.slice(own.length);
    for (const { tag, contentDigest } of added)
      own.push(
        line
          .replaceAll(/\btoy0\b/g, tag)
          .replace(/"tree":"[0-9a-f]{40}"/, `"tree":"${sha256(tag + contentDigest).slice(0, 40)}"`),
      );
    contents = contentsOfPairs(
      added.map(
        ({ tag, version, contentDigest }) => [submissionKey(tag, version, 0), sha256(tag + contentDigest)] as const,
      ),
      contents,
    );
    return [{ path: indexPath, mode: "100644", bytes: writeIndex(first, own) }, writeContents(contents)];
  };
};

/** For git's fast-import: one commit for each production with its tag, and a branch that changes the last one. */
const merges = (count: number, intents: readonly Intent[]): string => {
  const byFolder = Map.groupBy(Object.entries(manyProductions(count)), ([path]) => path.split("/")[1] ?? "");
  const commit = (branch: string, n: number, from: string, own: readonly (readonly [string, string])[]): string => {
    const parts = own.map(([path, text]) => `M 100644 inline ${path}\n${data(text)}`);
    return `commit refs/heads/${branch}\nmark :${n + 1}\ncommitter Ada <ada@example.org> ${1_800_000_000 + n} +0000\n${data(`Bring ${n}`)}${from}${parts.join("")}`;
  };
  const of = (n: number): readonly (readonly [string, string])[] => byFolder.get(`toy${n}`) ?? [];
  const lines = Array.from({ length: count }, (_, n) => {
    const intent = intents[n];
    const tag =
      intent === undefined
        ? ""
        : `tag ${tagName(intent)}\nfrom :${n + 1}\ntagger shrek <shrek@localhost> ${1_800_000_000 + n} +0000\n${data(tagMessage(intent))}`;
    const first = n === 0 ? Object.entries(roomyConventions()) : [];
    return commit("main", n, n === 0 ? "from refs/heads/main^0\n" : "", [...first, ...of(n)]) + tag;
  });
  const changed = of(count - 1).map(
    ([path, text]) => [path, text.replace("version: 1.0.0", "version: 2.0.0")] as const,
  );
  return `${lines.join("")}${commit("change", count, `from :${count}\n`, changed)}`;
};

const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`;
