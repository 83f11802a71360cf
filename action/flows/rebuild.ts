import { type Intent, type SubmissionEvent, type SubmissionKey, submissionKey } from "../core/ledger/event.ts";
import { intentOfMessage } from "../core/ledger/tag-message.ts";
import { Failure } from "../core/problems/failure.ts";
import type { Clock } from "../ports/clock.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { Tags } from "../ports/tags.ts";
import { decideAndWrite } from "./gather/ledger-view.ts";

type RebuildPorts = { readonly ledger: Ledger; readonly tags: Tags; readonly clock: Clock };

/**
 * Each tag repeats its intent. What became of it the tags do not know, so everything begins in doubt, as a second
 * attempt: reconcile looks for both attempts, adopts what it finds, and submits nothing again by itself.
 */
export const rebuild = async (
  ports: RebuildPorts,
  create: (repository: string) => Promise<"created" | "exists">,
): Promise<number> => {
  const intents = await promisedIn(ports.tags);
  const [first] = intents;
  if (first === undefined)
    throw new Failure("There are no tags of submissions.", { wayOut: "Begin with `shrek ledger init`." });
  if ((await create(first.repository)) === "exists")
    throw new Failure("The ledger exists already.", { wayOut: "Nothing was changed." });
  const owner = { run: "rebuild", nonce: "" };
  const events = (intent: Intent): readonly SubmissionEvent[] => [
    { event: "intended", intent, attempt: 2 },
    { event: "checking", owner },
    { event: "in-doubt", arrived: "maybe", reason: "the ledger was restored from the git tags" },
  ];
  await decideAndWrite(ports, [], () => ({
    events: intents.flatMap((intent) =>
      events(intent).map((event): readonly [SubmissionKey, SubmissionEvent] => [
        submissionKey(intent.tag, intent.version, intent.block),
        event,
      ]),
    ),
    why: "Rebuild from the tags",
  }));
  return intents.length;
};

const promisedIn = async (tags: Tags): Promise<readonly Intent[]> => {
  const intents: Intent[] = [];
  for (const name of await tags.names()) {
    const intent = intentOfMessage((await tags.message(name)) ?? "");
    if (intent === undefined)
      throw new Failure(`The tag ${name} does not hold an intent.`, {
        wayOut: "It was created by hand; nothing was changed.",
      });
    intents.push(intent);
  }
  return intents;
};
