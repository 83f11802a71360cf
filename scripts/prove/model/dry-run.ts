import { isOfMain, type LedgerEvent, type SubmissionKey } from "../../../action/core/ledger/event.ts";
import { eventLine } from "../../../action/core/view/status/plan-lines.ts";
import { describeState } from "../../../action/core/view/status/state-text.ts";
import { loadView } from "../../../action/flows/ledger-access/ledger-view.ts";
import type { Setting } from "../../../action/flows/reconcile/ports.ts";
import { reconcile } from "../../../action/flows/reconcile/reconcile.ts";
import type { Breach } from "./breach.ts";
import type { Stage } from "./stage.ts";
import type { ModelWorld } from "./world.ts";

type Lines = ReadonlyMap<SubmissionKey, readonly LedgerEvent[]>;
/** What a dry run printed, and the ledger as it was then. */
export type Foreseen = {
  readonly would: readonly string[];
  /** Lines about what the pass leaves as it is. */
  readonly stays: ReadonlySet<string>;
  readonly before: Lines;
};

/** Every other pass reads its tasks from PanDA's list, as it does where there are many. */
export const fewNames = (pass: number): Pick<Setting, "fewNames"> => (pass % 2 === 0 ? { fewNames: 0 } : {});

/** The dry run of the pass that comes next. */
export const dryRun = async ({ world, processes }: Stage): Promise<Foreseen> => {
  const user = world.userNow();
  const panda = world.panda.port(user, () => ({}));
  const setting: Setting = {
    ...world.setting,
    ...fewNames(processes + 1),
    dryRun: true,
    panda: { ...world.setting.panda, userName: user },
  };
  const before = await linesOf(world);
  const { would } = await reconcile({ ...world.ports, panda, watch: panda, cache: panda }, setting);
  const { states } = await loadView(world.ledger);
  const stays = new Set([...states].map(([key, state]) => `${key}: ${state.kind}, ${describeState(state)}`));
  return { would, stays, before };
};

/** What a dry run printed is what the pass behind it did, if nothing happened between them and nothing disturbed the pass. */
export const breachesOfDryRun = async (world: ModelWorld, foreseen: Foreseen): Promise<readonly Breach[]> => {
  const written = [...(await linesOf(world))].map(([key, lines]) => {
    const known = foreseen.before.get(key)?.length ?? 0;
    return { key, isNew: known === 0, lines: lines.slice(known) };
  });
  const printed = new Set(foreseen.would.filter((line) => !foreseen.stays.has(line) && !isOfTrial(line)));
  const done = new Set(written.flatMap((one) => doneBy(one, printed.has(`${one.key}: submit`))));
  return [
    ...[...printed].filter((line) => !done.has(line)).map((line) => untrue(`printed "${line}", and the pass did not`)),
    ...[...done]
      .filter((line) => !printed.has(line))
      .map((line) => untrue(`did not print "${line}", and the pass did`)),
  ];
};

type Written = { readonly key: SubmissionKey; readonly isNew: boolean; readonly lines: readonly LedgerEvent[] };

/** What comes behind the begin of a check or of a submit depends on what PanDA answers, and so does what a look before it finds. */
const doneBy = ({ key, isNew, lines }: Written, submits: boolean): readonly string[] => {
  const begun = lines.findIndex(
    ({ event }) =>
      event === "checking" || event === "submitting" || (submits && (event === "submitted" || event === "conflict")),
  );
  const own = lines.slice(0, begun < 0 ? lines.length : begun);
  return [
    ...own.flatMap((line) => (isOfMain(line) || isOfAnswer(line) ? [] : [eventLine(key, line, isNew)])),
    ...own.flatMap((line) => (line.event === "commanding" ? [`${key}: order ${line.verb} of task ${line.task}`] : [])),
    ...(begun < 0 ? [] : [`${key}: submit`]),
  ];
};

const isOfAnswer = ({ event }: LedgerEvent): boolean => event === "order-refused";

const isOfTrial = (line: string): boolean => line.startsWith("pull request #");

const untrue = (what: string): Breach => ({ rule: "dry run", what: `a dry run ${what}` });

const linesOf = async ({ ledger }: ModelWorld): Promise<Lines> => {
  const head = await ledger.head();
  return ledger.read(head, await ledger.submissions(head));
};
