import type { Intent } from "../../core/ledger/event.ts";
import { intentOfMessage, tagMessage, tagName } from "../../core/ledger/tag-message.ts";
import { Failure } from "../../core/problems/failure.ts";
import type { Pass, ReconcilePorts } from "./ports.ts";

/** Behind the intent and before the check. A tag that stands for something else is nobody's to overwrite. */
export const ensureTag = async (
  { tags }: Pick<ReconcilePorts, "tags">,
  { made }: Pick<Pass, "made">,
  intent: Intent,
): Promise<string | undefined> => {
  const [name, message] = [tagName(intent), tagMessage(intent)];
  const key = JSON.stringify([name, message]);
  if (made.has(key)) return made.get(key);
  const fault =
    (await tags.create(name, intent.commit, message)) === "created"
      ? undefined
      : faultOf(name, (await tags.message(name)) ?? "", intent);
  made.set(key, fault);
  return fault;
};

const faultOf = (name: string, message: string, intent: Intent): string | undefined => {
  const there = intentOfMessage(message);
  return there?.contentDigest === intent.contentDigest && there.outDS === intent.outDS
    ? undefined
    : `the git tag ${name} stands for other content`;
};

/**
 * The tags of everything that this process promised, at once: adapters send them together. Their intents are on the
 * ledger. One that fails is tried again by its wave, which tells why.
 */
export const makeTags = async (
  ports: Pick<ReconcilePorts, "tags">,
  pass: Pick<Pass, "made" | "packed">,
  intents: readonly Intent[],
): Promise<void> => {
  const ours = intents.filter((intent) => pass.packed.of(intent) !== undefined);
  await Promise.all(
    ours.map(async (intent) => {
      try {
        await ensureTag(ports, pass, intent);
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
      }
    }),
  );
};
