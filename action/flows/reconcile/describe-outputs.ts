import { didText } from "../../core/catalogue/data-seen.ts";
import type { OutputsDescribed } from "../../core/ledger/arrival.ts";
import { containersIn, type Description, descriptionsOf, isDescribed } from "../../core/pass/outputs/description.ts";
import type { View } from "../../core/pass/view.ts";
import { Outage } from "../../core/problems/failure.ts";
import { type ArrivingState, asksToDescribe } from "../../core/submission/arriving.ts";
import type { CatalogueResult, DataKeeper } from "../../ports/data-keeper.ts";
import type { StoredData } from "../../ports/stored-data.ts";
import { openOnce } from "./open-once.ts";
import type { Pass } from "./pass.ts";
import { record } from "./record.ts";

/** Submissions in one pass: each output is a question and up to four calls. The others are described by the next. */
const most = 50;

/**
 * Tells Rucio what has arrived. Each call is asked before, so that a pass that ended half way is repeated by nobody; and
 * where Rucio does not allow it, that is written, and holds up nothing.
 */
export const describeOutputs = async (pass: Pass, from: View): Promise<View> => {
  const due = [...from.states]
    .flatMap(([key, state]) => (asksToDescribe(state) ? [{ key, state }] : []))
    .slice(0, most);
  if (due.length === 0) return from;
  const [stored, keeper] = [openOnce(pass.ports.stored), openOnce(pass.ports.keeper)];
  const seen = await pass.each(due, async ({ key, state }) => {
    const { place } = state.intent.arrives;
    const described = await describe({ stored: stored(place), keeper: keeper(place) }, state);
    return [key, { kind: "described", ...described }] as const;
  });
  return record(pass, from, seen, "Described in Rucio:");
};

type BothDoors = { readonly stored: StoredData; readonly keeper: DataKeeper };

const describe = async (data: BothDoors, state: ArrivingState): Promise<OutputsDescribed> => {
  const descriptions = descriptionsOf(state);
  const refused: string[] = [];
  // One after the other: several outputs may share a container.
  for (const one of descriptions) refused.push(...(await describeOne(data, one)));
  const [first] = refused;
  return { containers: containersIn(descriptions), ...(first === undefined ? {} : { refused: first }) };
};

/** In Rucio's words, what it did not allow. */
const describeOne = async (data: BothDoors, one: Description): Promise<readonly string[]> => {
  const { stored, keeper } = data;
  const isKnown = isDescribed(one, await stored.meta(one.did));
  const refused = isKnown
    ? []
    : [
        // A Rucio whose database has no JSON manages no such keys (RUCIO C16).
        ...refusalOf(one, await keeper.describe(one.did, one.more), ["InvalidMetadata"]),
        ...refusalOf(one, await keeper.describe(one.did, one.columns)),
      ];
  return [...refused, ...(await collect(data, one))];
};

const collect = async ({ stored, keeper }: BothDoors, one: Description): Promise<readonly string[]> => {
  const { did, container } = one;
  if (container === undefined) return [];
  const members = await stored.members(container);
  if (members?.some((member) => didText(member) === didText(did)) === true) return [];
  const made =
    members === undefined ? refusalOf(one, await keeper.makeContainer(container), ["DataIdentifierAlreadyExists"]) : [];
  return made.length > 0
    ? made
    : refusalOf(one, await keeper.attach(container, [did]), ["DuplicateContent", "FileAlreadyExists"]);
};

/** `fine`: classes of refusals that say that nothing is left to do. An answer that was lost is asked for by the next pass. */
const refusalOf = ({ did }: Description, answer: CatalogueResult, fine: readonly string[] = []): readonly string[] => {
  if (answer.kind === "unanswered")
    throw new Outage(`Rucio did not answer when ${didText(did)} was described: ${answer.message}.`, {
      wayOut: "The next pass looks what arrived, and goes on.",
    });
  return answer.kind === "refused" && !fine.includes(answer.why) ? [answer.message] : [];
};
