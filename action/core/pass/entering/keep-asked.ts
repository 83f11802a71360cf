import { keyOf, type SubmissionKey } from "../../ledger/event.ts";
import { keptAs, ownerOf } from "../../production/kept-as.ts";
import type { ValidProduction } from "../../production/valid-production.ts";
import { next } from "../../submission/next.ts";
import { type Planned, type Planning, withLoaded } from "../planned.ts";
import type { Reads } from "../reads.ts";
import { type KeyedEvent, stateIn } from "../view.ts";

/**
 * What changed requests say of data that the ledger follows already: another time or another owner needs no new version.
 * A version says it for all its runs, so one of them is read first, and the others only where it is news.
 */
export async function keepAsked(
  planning: Reads & Pick<Planning, "context">,
  from: Planned,
  validated: readonly { readonly valid: ValidProduction | undefined }[],
  known: ReadonlySet<SubmissionKey>,
): Promise<{ readonly planned: Planned; readonly events: readonly KeyedEvent[] }> {
  let planned = from;
  const events: KeyedEvent[] = [];
  for (const { valid } of validated) {
    const kept = valid === undefined ? undefined : keptAs(valid.production);
    if (valid === undefined || kept === undefined) continue;
    const { production } = valid;
    const { tag, version, runs } = production;
    const keys = (runs ?? [undefined])
      .map((row) => keyOf({ tag, version, run: row?.run }))
      .filter((key) => known.has(key));
    const seen = { kind: "keep-asked", keep: kept.keep, owner: ownerOf(production) } as const;
    const newsOf = (some: readonly SubmissionKey[]): readonly KeyedEvent[] =>
      some.flatMap((key) =>
        next(stateIn(planned.view, key), seen, planning.context).events.map((event): KeyedEvent => [key, event]),
      );
    planned = await withLoaded(planning, planned, keys.slice(0, 1));
    if (newsOf(keys.slice(0, 1)).length === 0) continue;
    planned = await withLoaded(planning, planned, keys);
    events.push(...newsOf(keys));
  }
  return { planned, events };
}
