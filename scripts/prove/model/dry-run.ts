import type { Would } from "../../../action/core/view/status/would.ts";
import { loadView } from "../../../action/flows/ledger-access/ledger-view.ts";
import { updateStatusComments } from "../../../action/flows/ledger-access/update-status-comments.ts";
import type { Setting } from "../../../action/flows/reconcile/ports.ts";
import { reconcile } from "../../../action/flows/reconcile/reconcile.ts";
import { fakeConversation } from "../../../test/fakes/fake-conversation.ts";
import { type LedgerLines, linesOf, untrueIn } from "../true-dry-run.ts";
import type { Breach } from "./breach.ts";
import type { Stage } from "./stage.ts";
import type { ModelWorld } from "./world.ts";

/** What a dry run printed, and the world as it was then. */
export type ForeseenPass = {
  readonly would: readonly Would[];
  readonly before: LedgerLines;
  /** Orders that PanDA had got. */
  readonly ordered: number;
  readonly pulls: Pulls;
};

/** Every other pass reads its tasks from PanDA's list, as it does where there are many. */
export const fewNames = (pass: number): Pick<Setting, "fewNames"> => (pass % 2 === 0 ? { fewNames: 0 } : {});

/** The dry run of the pass that comes next. */
export const dryRun = async ({ world, processes, ordered }: Stage): Promise<ForeseenPass> => {
  const user = world.userNow();
  const panda = world.panda.port(user, () => ({}));
  const setting: Setting = {
    ...world.setting,
    ...fewNames(processes + 1),
    dryRun: true,
    panda: { ...world.setting.panda, userName: user },
  };
  const pulls = toldPulls();
  await pulls.tell(world);
  pulls.forget();
  const { would } = await reconcile({ ...world.ports, panda, watch: panda, cache: panda }, setting);
  return { would, before: await linesOf(world.ledger), ordered: ordered.length, pulls };
};

/** What a dry run printed is what the pass behind it did, if nothing happened between them and nothing disturbed the pass. */
export const breachesOfDryRun = async (
  { world, ordered }: Stage,
  foreseen: ForeseenPass,
): Promise<readonly Breach[]> => {
  const { would, before, pulls } = foreseen;
  await pulls.tell(world);
  const effects = { ordered: ordered.slice(foreseen.ordered), told: pulls.told };
  const untrue = untrueIn(would, [before, await linesOf(world.ledger)], effects);
  return untrue.map((what) => ({ rule: "dry run", what: `a dry run ${what}` }));
};

type Pulls = ReturnType<typeof toldPulls>;

/** Pull requests that are told how all stands, and what of it was new. */
const toldPulls = () => {
  const [commented, called]: [number[], number[]] = [[], []];
  const conversation = fakeConversation();
  const said = async (list: number[], number: number, isNew: Promise<boolean>): Promise<boolean> => {
    if (await isNew) list.push(number);
    return isNew;
  };
  return {
    told: { commented, called },
    forget: (): void => {
      commented.length = 0;
      called.length = 0;
    },
    tell: async ({ ledger, keys }: ModelWorld): Promise<void> => {
      const { states } = await loadView(ledger, keys);
      const statuses = [...states].map(([key, state]) => ({ key, state }));
      await updateStatusComments(
        {
          ledger,
          conversation: {
            ...conversation,
            say: (number, slot, text) => said(commented, number, conversation.say(number, slot, text)),
            call: (number, ids, written) => said(called, number, conversation.call(number, ids, written)),
          },
        },
        statuses,
      );
    },
  };
};
