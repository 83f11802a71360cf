import type { Intent } from "../../core/ledger/event.ts";
import { intentOfMessage, tagMessage, tagName } from "../../core/ledger/tag-message.ts";
import { pushesOfTags } from "../../core/pass/turns/payable-submits.ts";
import { orFailure } from "../../core/problems/failure.ts";
import type { Pass } from "./pass.ts";

/** Behind the intent and before the check. A tag that stands for something else is nobody's to overwrite; a trial has none. */
export const ensureTag = async ({ ports: { tags }, tagFaults }: Pass, intent: Intent): Promise<string | undefined> => {
  if (intent.trial !== undefined) return undefined;
  const [name, message] = [tagName(intent), tagMessage(intent)];
  const key = JSON.stringify([name, message]);
  if (tagFaults.has(key)) return tagFaults.get(key);
  const fault =
    (await tags.create(name, intent, message)) === "created"
      ? undefined
      : intentFault(name, (await tags.message(name)) ?? "", intent);
  tagFaults.set(key, fault);
  return fault;
};

const intentFault = (name: string, message: string, intent: Intent): string | undefined => {
  const there = intentOfMessage(message);
  return there?.contentDigest === intent.contentDigest && there.outDS === intent.outDS
    ? undefined
    : `the git tag ${name} records other content`;
};

/** At once: adapters send them together. Their intents are on the ledger; one that fails its wave tries again. */
export const makeTags = async (pass: Pass, intents: readonly Intent[]): Promise<void> => {
  const tagged = intents.filter(({ trial }) => trial === undefined);
  pass.budget.spend({ pushes: Math.min(tagged.length, pushesOfTags) });
  await Promise.all(tagged.map((intent) => orFailure(() => ensureTag(pass, intent))));
};
