import type { DeclaredData } from "../../core/cross-checks/context.ts";
import { badWord } from "../../core/ledger/declared.ts";
import { keysRead } from "../../core/ledger/declared-read.ts";
import { type Intent, type SubmissionKey } from "../../core/ledger/event.ts";
import { notValidated } from "../../core/ledger/validated.ts";
import { namesRead } from "../../core/production/data-read.ts";
import type { Production } from "../../core/production/production.ts";
import { lastTasks } from "../../core/submission/orders.ts";
import type { Past, SubmissionState } from "../../core/submission/state.ts";
import { isFinal, isStopped, isSuccess } from "../../core/submission/states.ts";
import { compareNatural } from "../../core/text/natural-order.ts";
import { type History, readableState } from "./history.ts";

/** Of all submissions whose data these productions read, those on which somebody said a word. `keys`: of the tags that they name. */
export const declaredData = async (
  { ledger, head }: NonNullable<History>,
  own: readonly { readonly production: Production }[],
  keys: readonly SubmissionKey[],
): Promise<readonly DeclaredData[]> => {
  const productions = own.map(({ production }) => production);
  const isOpen = productions.some((one) => namesRead(one).length > 0);
  const known = isOpen ? await ledger.submissions(head) : keys;
  const read = await statesOf({ ledger, head }, [...new Set(productions.flatMap((one) => keysRead(one, known)))]);
  const said = read
    .map(madeBy)
    .filter(
      (made) => made.declared.length > 0 || (made.hasEnded && notValidated(made, made.intent.steps) !== undefined),
    );
  const tags = new Set(said.map(({ intent }) => intent.tag));
  const beside = await statesOf({ ledger, head }, tags.size === 0 ? [] : await ledger.submissions(head, ...tags));
  const good = beside.filter(
    ({ kind, intent, past }) =>
      isSuccess(kind) && intent.trial === undefined && badWord(past.declared, intent.steps) === undefined,
  );
  return said.map((made) => ({ ...made, nearest: nearestTo(made.intent, good) }));
};

type ReadState = Extract<SubmissionState, { readonly past: Past; readonly intent: Intent }>;

const madeBy = (state: ReadState): Omit<DeclaredData, "nearest"> => ({
  intent: state.intent,
  declared: state.past.declared,
  tasks: lastTasks(state),
  hasEnded: isFinal(state.kind) || isSuccess(state.kind) || isStopped(state.kind),
});

const statesOf = async ({ ledger, head }: NonNullable<History>, keys: readonly SubmissionKey[]) =>
  [...(await ledger.read(head, keys)).values()].flatMap((lines) => {
    const state = readableState(lines);
    return state !== undefined && "past" in state ? [state] : [];
  });

const nearestTo = ({ tag, version }: Intent, good: readonly { readonly intent: Intent }[]): string | undefined => {
  const versions = good
    .flatMap(({ intent }) => (intent.tag === tag && intent.version !== version ? [intent.version] : []))
    .toSorted(compareNatural);
  return versions.find((one) => compareNatural(one, version) > 0) ?? versions.at(-1);
};
