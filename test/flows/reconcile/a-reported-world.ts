import { Outage } from "../../../action/core/problems/failure.ts";
import { loadView } from "../../../action/flows/ledger-access/ledger-view.ts";
import { updateStatusComments } from "../../../action/flows/ledger-access/update-status-comments.ts";
import type { ReconcilePorts, Setting } from "../../../action/flows/reconcile/ports.ts";
import { reconcile } from "../../../action/flows/reconcile/reconcile.ts";
import { report } from "../../../action/flows/reconcile/report.ts";
import { anyWay } from "../../fakes/any-way.ts";
import { fakeChanges } from "../../fakes/fake-changes.ts";
import { fakeConversation } from "../../fakes/fake-conversation.ts";
import { fakeOverview } from "../../fakes/fake-overview.ts";
import { mergesOf } from "./a-scene.ts";
import { aWorld } from "./a-world.ts";

/** Where passes of a world report, in memory, to nobody. */
export const placesOf = ({
  ledger,
  ports,
  branch,
}: Pick<ReturnType<typeof aWorld>, "ledger" | "ports" | "branch">) => ({
  ...{ ledger, main: ports.main, people: undefined, changes: fakeChanges(branch) },
  ...{ conversation: fakeConversation(), overview: fakeOverview() },
});

const page = "https://github.com/sphenix/productions";

/** The same with pull requests that grace approved, and passes that report as the action does. */
export const aReportedWorld = async (...args: Parameters<typeof aWorld>) => {
  const world = aWorld(...args);
  const [conversation, overview] = [fakeConversation(), fakeOverview()];
  const { people, merge: approve } = mergesOf(world, "grace");
  const merge = async (commit: string, number: number): Promise<void> => {
    approve(commit, { number });
    await conversation.say(number, "plan", "The merge submits 40 jobs.");
  };
  await merge(world.merged, 7);
  const ports = { ...world.ports, people };
  /** Pull requests whose status comment was written, and those that were called, each as often. */
  const written = { commented: new Array<number>(), called: new Array<number>() };
  const noted = async (list: number[], number: number, isNew: boolean): Promise<boolean> => {
    if (isNew) list.push(number);
    return isNew;
  };
  const github = { isAway: false };
  const heard: typeof conversation = {
    ...conversation,
    say: async (number, slot, text) => {
      if (github.isAway) throw new Outage("GitHub does not answer.", anyWay);
      return noted(written.commented, number, await conversation.say(number, slot, text));
    },
    call: async (number, id, text) => noted(written.called, number, await conversation.call(number, id, text)),
  };
  const places = { ...ports, conversation: heard, overview, changes: fakeChanges(world.branch) };
  const early: number[] = [];
  const pass = async (change: Partial<ReconcilePorts> = {}, as: Partial<Setting> = {}) => {
    const done = await reconcile({ ...ports, ...change }, { ...world.setting, ...as }, async (soFar) => {
      early.push(soFar.submissions.length);
      await report(places, page, soFar);
    });
    return report(places, page, done);
  };
  /** All that stands on the ledger is told. */
  const tell = async () => {
    const { states } = await loadView(world.ledger);
    const statuses = [...states].map(([key, state]) => ({ key, state }));
    await updateStatusComments({ ledger: world.ledger, conversation, page }, statuses);
  };
  const said = (number: number): string => conversation.said(number).join("\n\n");
  const overviewText = async (): Promise<string> => (await overview.current()) ?? "";
  return { ...world, ports, people, merge, pass, tell, said, overviewText, early, written, github };
};
