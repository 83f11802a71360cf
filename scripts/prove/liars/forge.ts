import { validateOne } from "../../../action/core/cross-checks/check-sources.ts";
import { type Intent, keyOf } from "../../../action/core/ledger/event.ts";
import { allotSeeds, makeIntent } from "../../../action/core/ledger/make-intent.ts";
import { eventsPath, livePath } from "../../../action/core/ledger/paths.ts";
import { packProduction } from "../../../action/core/render/rendering.ts";
import { sha256 } from "../../../action/core/text/canonical-json.ts";
import { splitByRun } from "../../../action/core/validate/split-runs.ts";
import { file } from "../../../test/flows/reconcile/a-world.ts";
import type { Chance } from "../../fuzz/chance.ts";
import type { LiarWorld } from "./liar-world.ts";

/** The ledger's files, and how one of them becomes another. */
export type Pen = {
  readonly files: ReadonlyMap<string, string>;
  /** Of submissions. */
  readonly paths: readonly string[];
  readonly write: (texts: Readonly<Record<string, string>>) => void;
};
const at = "2026-03-01T10:00:00Z";
const lineOf = (event: object): string => `${JSON.stringify(event)}\n`;

/** A line as if a trial had been ordered. */
export const forgeTrial = ({ files, write }: Pen, { of }: Chance, { head, offers }: LiarWorld): void => {
  const confirms = of([...offers.keys(), "11-0000"]);
  const order = { pullRequest: 7, head, by: of(["ada", "bob"]), id: `${of([11, 12, 13, 14, 15])}`, confirms };
  write({ "main.jsonl": (files.get("main.jsonl") ?? "") + lineOf({ event: "trial-ordered", at, ...order }) });
};

/**
 * A whole promise, as reconcile would write it: of what main holds, of what it held, or of a head that nobody merged,
 * each as if it had been approved.
 */
export const forgePromise = async (pen: Pen, { of }: Chance, liar: LiarWorld): Promise<void> => {
  const { main, people, repository, setting, head } = liar;
  const mainHead = await main.head();
  const commit = of([mainHead, mainHead, head, ...people.pulls.keys()]);
  const folder = file.replace("/production.yaml", "");
  const [validated] = (await main.at(commit).productions("productions")).includes(folder)
    ? validateOne(await main.at(commit).production(folder))
    : [];
  const [valid] = validated?.valid === undefined ? [] : splitByRun(validated.valid);
  if (valid === undefined) return;
  const { production, content } = valid;
  const bound = { seeds: allotSeeds(production, new Map()), needs: [] };
  const seeds = Object.fromEntries(bound.seeds.map(({ step, first }) => [step, first]));
  const packed = await packProduction(production, { seeds, inputs: {} });
  const archive = sha256(packed.archive);
  const intent: Intent = makeIntent(
    production,
    content,
    { ...bound, ...packed, archive: of([archive, archive, "0".repeat(64)]) },
    {
      ...{ repository, commit, validatedAt: of([commit, mainHead]), requester: "ada", panda: setting.panda },
      ...{ monitor: undefined, pullRequest: of([5, 6, 7]), approval: "bob" },
    },
  );
  const key = keyOf(intent);
  const path = eventsPath(key);
  const before = of([pen.files.get(path) ?? "", ""]);
  const live: readonly string[] = JSON.parse(pen.files.get(livePath) ?? "[]");
  pen.write({
    [path]: before + lineOf({ event: "intended", intent, attempt: 1, at, key }),
    [livePath]: `${JSON.stringify([...new Set([...live, key])].toSorted())}\n`,
  });
};
