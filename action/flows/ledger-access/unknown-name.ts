import { type CommandAsked, targetsFolder } from "../../core/command/parse-command.ts";
import { writeCommand } from "../../core/command/settings.ts";
import { ruleOf } from "../../core/command/verbs.ts";
import { partsOfKey } from "../../core/ledger/event.ts";
import type { LedgerHead } from "../../core/pass/view.ts";
import { andMore } from "../../core/text/amounts.ts";
import { nearestName } from "../../core/text/nearest-name.ts";
import { productionsFolder } from "../../core/text/source-file.ts";
import { targetOf } from "../../core/view/status/status-text.ts";
import type { Ledger } from "../../ports/ledger.ts";
import { readableState } from "./history.ts";

/** Why a name that a person wrote finds nothing on the ledger, and what to write instead where something is near. */
export type UnknownName = { readonly why: string; readonly wayOut?: string };

type LookedUp = Omit<CommandAsked, "target" | "reason"> & { readonly name: string };

/** Says which it is: a folder, a step, another version or a slip of the hand. */
export const unknownName = async (ledger: Ledger, head: LedgerHead, looked: LookedUp): Promise<UnknownName> => {
  const { name } = looked;
  const ofTag = targetsFolder(name) ? [] : await ledger.submissions(head, name);
  if (ofTag.length > 0) return { why: `The ledger knows of ${name} only ${few(ofTag.map(targetOf))}.` };
  const tags = [...new Set((await ledger.submissions(head)).map((key) => partsOfKey(key).tag))];
  const why = `The ledger knows no production "${name}".`;
  return (await asFolder(ledger, head, name)) ?? (await asStep(ledger, head, looked)) ?? { why, ...nearTo(name, tags) };
};

const nearTo = (name: string, tags: readonly string[]): Pick<UnknownName, "wayOut"> => {
  const near = nearestName(name, tags);
  return near === undefined ? {} : { wayOut: `Did you mean ${near}?` };
};

const asFolder = async (ledger: Ledger, head: LedgerHead, name: string): Promise<UnknownName | undefined> => {
  const folder = targetsFolder(name) ? name : `${productionsFolder}/${name}`;
  const tags = [...new Set((await intentsOf(ledger, head)).flatMap((one) => (one.folder === folder ? [one.tag] : [])))];
  if (tags.length > 0) return { why: `${folder} is ${few(tags)}.`, wayOut: "Write the tag instead of the folder." };
  return targetsFolder(name)
    ? {
        why: `Nothing under way, and nothing that ended last, is of ${name}.`,
        wayOut: "Write the tag of the production.",
      }
    : undefined;
};

const asStep = async (ledger: Ledger, head: LedgerHead, looked: LookedUp): Promise<UnknownName | undefined> => {
  const { name, ...asked } = looked;
  const tags = [
    ...new Set((await intentsOf(ledger, head)).flatMap(({ steps, tag }) => (steps.includes(name) ? [tag] : []))),
  ];
  const [tag] = tags;
  if (tag === undefined) return undefined;
  const line = writeCommand(asked, ruleOf(asked.verb).step ? `${tag}/${name}` : tag);
  return { why: `${name} is a step of ${few(tags)}.`, wayOut: `Write \`${line}\`.` };
};

/** Of what is under way, and of what ended last. */
const intentsOf = async (ledger: Ledger, head: LedgerHead) =>
  [...(await ledger.read(head, [...head.live, ...head.ended.last.map(([key]) => key)]))].flatMap(([, events]) => {
    const state = readableState(events);
    return state !== undefined && "intent" in state ? [state.intent] : [];
  });

const few = (names: readonly string[]): string => andMore(names, 20);
