import { type Collection, didOf, didText, type KeepRule, type KeepRules } from "../../catalogue/data-seen.ts";
import { goodWord } from "../../ledger/declared.ts";
import { namesReadBy, readsIntent } from "../../ledger/declared-read.ts";
import { type Intent, type SubmissionKey, versionName } from "../../ledger/event.ts";
import { ruleComment } from "../../ledger/names.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { isFinal, isSuccess } from "../../submission/states.ts";
import { andMore } from "../../text/amounts.ts";
import { sha256 } from "../../text/canonical-json.ts";

export type KeptState = Extract<SubmissionState, { readonly past: unknown }>;

/** The dataset with the size that a person was shown: one that has another size now is not what was named. */
export const expiryId = ({ did, files, bytes }: Pick<Collection, "did" | "files" | "bytes">): string =>
  sha256(`${didText(did)}\n${files}\n${bytes}`).slice(0, 12);

/** What is under way, or may be tried again, and reads these data, also by the container that they were put into. */
export const liveReaders = (
  { intent, past }: Pick<KeptState, "intent" | "past">,
  states: Iterable<readonly [SubmissionKey, SubmissionState]>,
): readonly SubmissionKey[] => {
  const containers = past.described?.containers ?? [];
  const reads = (reader: Intent): boolean =>
    readsIntent(reader, intent, undefined) ||
    namesReadBy(reader).some((name) => containers.includes(didText(didOf(name))));
  return [...states].flatMap(([key, state]) =>
    "intent" in state &&
    !isFinal(state.kind) &&
    !isSuccess(state.kind) &&
    state.intent.label !== intent.label &&
    reads(state.intent)
      ? [key]
      : [],
  );
};

/** Why data must stay; `undefined`: a person may end them. */
export const whyStays = ({ intent, past }: KeptState, readers: readonly SubmissionKey[]): string | undefined => {
  if (readers.length > 0) return `${andMore(readers.map(versionName), 3)} reads them`;
  const good = goodWord(past.declared, intent.steps);
  return good === undefined ? undefined : `${good.by} declared them good`;
};

const hour = 60 * 60 * 1000;

/**
 * Rules of ours that end later than by an end now: Rucio lets each stand for another hour (RUCIO C13). Anybody may write
 * our comment into a rule of an account of theirs. Lines of before do not say which ones SHREK made.
 */
export const keepingRules = (
  { rules, now }: KeepRules,
  { intent, past: { kept } }: Pick<KeptState, "intent" | "past">,
): readonly KeepRule[] =>
  rules.filter(
    ({ id, account, comment, until }) =>
      account === intent.arrives?.place.account &&
      comment === ruleComment(intent) &&
      kept?.rules?.includes(id) !== false &&
      (until === undefined || until.getTime() > now.getTime() + hour),
  );

export const lockedFault = ({ id, did }: Pick<KeepRule, "id" | "did">): string =>
  `rule ${id} of ${didText(did)} is locked in Rucio, which locks what is kept for ever on tape: whoever administers Rucio unlocks it, and then the command is given again`;

/** The datasets that a command named, or why it ends nothing: all of them, as they were shown, or none. */
export const namedData = (
  dids: string,
  known: readonly Collection[],
): { readonly named: readonly Collection[] } | { readonly fault: string } => {
  const byId = new Map(known.map((one) => [expiryId(one), one]));
  const ids = [...new Set(dids.split(","))];
  const named = ids.flatMap((id) => byId.get(id) ?? []);
  if (named.length === ids.length) return { named };
  return {
    fault: `${ids.filter((id) => !byId.has(id)).join(", ")} is none of its data, or they have another size than when they were shown: look again with \`shrek data expire\``,
  };
};
