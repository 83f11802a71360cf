import { badWord } from "../ledger/declared.ts";
import { declaredText, notValidated, notValidatedText, readsOf } from "../ledger/declared-read.ts";
import { keyOf, versionName } from "../ledger/event.ts";
import type { Problem } from "../problems/problem.ts";
import { listedDataOf } from "../production/list-origin.ts";
import type { Production } from "../production/production.ts";
import { problemAt } from "../text/places.ts";
import type { CheckContext, DeclaredData } from "./context.ts";
import { tagAtVersion } from "./supersedes.ts";

/** Data of trials of pull requests, read by their own name. */
export const checkTrialData = ({ where, request, steps }: Production, { ledger }: CheckContext): readonly Problem[] => {
  const inputs = steps.flatMap(({ inputs: all }) =>
    all.flatMap(({ source }) => (source.kind === "dataset" ? [[source.input, source.dataset] as const] : [])),
  );
  return [...new Map(inputs)].flatMap(([input, dataset]) => {
    const what = ledger?.trialData.get(dataset);
    if (what === undefined) return [];
    const key = request.inputs?.[input]?.task === undefined ? "dataset" : "task";
    return problemAt(where, ["inputs", input, key], "reads-a-trial", {
      message: `${what}.`,
      hint: "read a release; a trial that went well is released by its merge",
    });
  });
};

type ReadInput = { readonly of: string; readonly version: string };

/** By the name of the input what it reads. */
const inputsFromProductions = ({ steps }: Pick<Production, "steps">): ReadonlyMap<string, ReadInput> =>
  new Map(
    steps.flatMap(({ inputs }) =>
      inputs.flatMap(({ source }) => {
        if (source.kind !== "production") return [];
        const { input, tag, version } = source;
        return [[input, { of: tag, version }] as const];
      }),
    ),
  );

/** Lists of files of another production that has ended: what they name is data that nobody reads any more. */
export const checkUnreadLists = (
  { where, request, origins }: Production,
  { index, ledger }: CheckContext,
): readonly Problem[] =>
  origins.flatMap((origin) => {
    const data = listedDataOf(origin);
    const input = Object.entries(request.inputs ?? {}).find(([, { list }]) => list === origin.list)?.[0];
    if (data === undefined || input === undefined) return [];
    const { tag, version } = data;
    const [newer] = index.superseding(tagAtVersion(tag, version));
    const why =
      newer === undefined
        ? ledger?.unread.get(tagAtVersion(tag, version))
        : `is superseded by ${newer.tag} ${newer.version}`;
    if (why === undefined) return [];
    return problemAt(where, ["inputs", input, "list"], "reads-ended", {
      message: `The files of ${origin.list} are of ${tag} ${version}, which ${why}.`,
      severity: "warning",
      hint: "write a list of another version: `shrek files TAG@VERSION/STEP --list`, then run `shrek bump`",
    });
  });

/** Inputs of which the ledger says that nobody reads them any more. Supersession on the tree is reported with the link. */
export const checkUnread = (production: Production, { index, ledger }: CheckContext): readonly Problem[] =>
  ledger === undefined
    ? []
    : [...inputsFromProductions(production)].flatMap(([input, read]) => {
        const name = tagAtVersion(read.of, read.version);
        const why = ledger.unread.get(name);
        if (why === undefined || index.superseding(name).length > 0) return [];
        return problemAt(production.where, ["inputs", input, "version"], "reads-ended", {
          message: `${read.of} ${read.version} ${why}.`,
          severity: "warning",
          hint: "read another version: `shrek bump` writes the newest of its major, `shrek bump --major` the newest",
        });
      });

/**
 * Inputs that somebody declared bad, or that their own validation did not find good. Of a production that grows it is said and does not refuse: its runs that read other
 * data go on, and each that reads bad ones is held back by itself.
 */
export const checkBadInputs = (production: Production, { ledger }: CheckContext): readonly Problem[] => {
  const { where, runs } = production;
  const known = runs === undefined ? undefined : new Set(runs.map(({ run }) => run));
  return (ledger?.declared ?? []).flatMap((made) => {
    const { intent, nearest } = made;
    const name = versionName(keyOf(intent));
    const wayOut = nearest === undefined ? "no other version of it is done" : `${intent.tag} ${nearest} is not bad`;
    return readsOf(production, intent, known).flatMap(({ path, steps }) => {
      const why = whyBad(made, steps);
      return why === undefined
        ? []
        : problemAt(where, path, "reads-bad", {
            message: `It reads data of ${name}, which ${why}.`,
            severity: runs === undefined ? "error" : "warning",
            hint: `${wayOut}; or acknowledge reads-bad with the reason why these data do`,
          });
    });
  });
};

/** What still runs may find them good before the reader is called. */
const whyBad = (made: DeclaredData, steps: readonly string[]): string | undefined => {
  const bad = badWord(made.declared, steps);
  if (bad !== undefined) return declaredText(bad);
  const step = made.hasEnded ? notValidated(made, steps) : undefined;
  return step === undefined ? undefined : notValidatedText(step);
};
