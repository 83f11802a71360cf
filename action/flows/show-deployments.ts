import { Failure, Outage, orFailure } from "../core/problems/failure.ts";
import { compareText } from "../core/problems/problem.ts";
import { fold } from "../core/submission/fold.ts";
import { type VersionShown, versionsShown } from "../core/view/deployment-of.ts";
import type { Deployments, MadeDeployment } from "../ports/deployments.ts";
import type { Ledger } from "../ports/ledger.ts";

export type ShownDeployments = {
  readonly made: number;
  readonly told: number;
  /** Versions whose turn comes with the next run. */
  readonly left: number;
  readonly failures: readonly Failure[];
};

/**
 * Brings GitHub's deployments to what the ledger says: of what is followed, and of what ended last. What is there is not
 * made again. `most` calls that make something, the versions first that nobody was told of for the longest time.
 */
export const showDeployments = async (
  { ledger, deployments }: { readonly ledger: Pick<Ledger, "head" | "read">; readonly deployments: Deployments },
  most: number,
): Promise<ShownDeployments> => {
  const head = await ledger.head();
  const keys = [...new Set([...head.live, ...head.ended.last.map(([key]) => key)])];
  const events = await ledger.read(head, keys);
  const versions = versionsShown([...events].map(([key, lines]) => ({ key, state: fold(lines) })));
  const known = firstOfEach(await deployments.of([...new Set(versions.map(({ tag }) => tag))].toSorted(compareText)));
  const changed = versions
    .map((version) => ({ version, there: known.get(`${version.tag} ${version.version}`) }))
    .filter(({ version, there }) => (there === undefined ? version.isWorthNew : !saysSo(there, version)))
    .toSorted((a, b) => compareText(a.there?.says?.at ?? "", b.there?.says?.at ?? ""));
  const count = { made: 0, told: 0 };
  const failures: Failure[] = [];
  let [calls, left] = [0, changed.length];
  for (const { version, there } of changed) {
    calls += there === undefined ? 2 : 1;
    if (calls > most) break;
    left--;
    const done = await orFailure(async () => {
      const id = there?.id ?? (await deployments.make(version));
      if (there === undefined) count.made++;
      await deployments.say(id, version);
      count.told++;
    });
    if (!(done instanceof Failure)) continue;
    // GitHub takes nothing more for now, or is gone: the next run goes on.
    if (done instanceof Outage) throw done;
    failures.push(done);
  }
  return { ...count, left, failures };
};

/** Should there be two of a version, the older one is spoken of. */
const firstOfEach = (all: readonly MadeDeployment[]): ReadonlyMap<string, MadeDeployment> => {
  const first = new Map<string, MadeDeployment>();
  for (const one of all.toSorted((a, b) => compareText(a.made, b.made) || a.id - b.id))
    if (!first.has(`${one.tag} ${one.version}`)) first.set(`${one.tag} ${one.version}`, one);
  return first;
};

const saysSo = ({ says }: MadeDeployment, { state, description, log }: VersionShown): boolean =>
  says?.state === state && says.description === description && says.log === log;
