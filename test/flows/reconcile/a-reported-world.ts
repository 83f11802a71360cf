import { reconcile } from "../../../action/flows/reconcile/reconcile.ts";
import { report } from "../../../action/flows/reconcile/report.ts";
import { fakeChanges } from "../../fakes/fake-changes.ts";
import { fakeConversation } from "../../fakes/fake-conversation.ts";
import { fakeOverview } from "../../fakes/fake-overview.ts";
import { aMergedPull, fakePeople } from "../../fakes/fake-people.ts";
import { aWorld } from "./a-world.ts";

const page = "https://github.com/sphenix/productions";

/** The same with pull requests that grace approved, and passes that report as the action does. */
export const aReportedWorld = async (...args: Parameters<typeof aWorld>) => {
  const world = aWorld(...args);
  const [people, conversation, overview] = [fakePeople(), fakeConversation(), fakeOverview()];
  people.permissions.set("grace", "write").set("ada", "write");
  const merge = async (commit: string, number: number): Promise<void> => {
    const head = world.main.branch(commit);
    people.pulls.set(commit, aMergedPull(commit, head, { number }));
    people.approved = [...people.approved, { login: "grace", commit: head }];
    await conversation.say(number, "plan", "The merge submits 40 jobs.");
  };
  await merge(world.merged, 7);
  const ports = { ...world.ports, people };
  const places = { ...ports, conversation, overview, changes: fakeChanges(world.branch) };
  const early: number[] = [];
  const pass = async () => {
    const done = await reconcile(ports, world.setting, async (soFar) => {
      early.push(soFar.submissions.length);
      await report(places, page, soFar);
    });
    return report(places, page, done);
  };
  const said = (number: number): string => conversation.said(number).join("\n\n");
  const overviewText = async (): Promise<string> => (await overview.current()) ?? "";
  return { ...world, people, merge, pass, said, overviewText, early };
};
