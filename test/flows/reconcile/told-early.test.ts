import { expect, test } from "vitest";
import { reconcile } from "../../../action/flows/reconcile/reconcile.ts";
import { report } from "../../../action/flows/reconcile/report.ts";
import { fakeChanges } from "../../fakes/fake-changes.ts";
import { fakeConversation } from "../../fakes/fake-conversation.ts";
import { fakeOverview } from "../../fakes/fake-overview.ts";
import { aMergedPull, fakePeople } from "../../fakes/fake-people.ts";
import { aWorld } from "./a-world.ts";

/** A merged pull request with its plan, and passes that report as the action does. */
const aMerge = async () => {
  const world = aWorld();
  const [people, conversation, overview] = [fakePeople(), fakeConversation(), fakeOverview()];
  const head = world.main.branch(world.merged);
  const pull = aMergedPull(world.merged, head);
  people.pulls.set(world.merged, pull);
  people.approved = [{ login: "grace", commit: head }];
  people.permissions.set("grace", "write").set("ada", "write");
  await conversation.say(pull.number, "plan", "The merge submits 40 jobs.");
  const ports = { ...world.ports, people };
  const places = { ...ports, conversation, overview, changes: fakeChanges(world.branch) };
  const reports: number[] = [];
  const pass = (panda: typeof world.panda = world.panda) =>
    reconcile({ ...ports, panda }, world.setting, async (soFar) => {
      reports.push(soFar.submissions.length);
      await report(places, "https://github.com/sphenix/productions", soFar);
    });
  return { world, pass, reports, said: () => conversation.said(pull.number), overview };
};

test("A merge is told as entered, in its pull request and in the overview, before PanDA is called", async () => {
  const { world, pass, said, overview } = await aMerge();
  const seen: string[] = [];
  const panda: typeof world.panda = {
    ...world.panda,
    check: async (...args) => {
      seen.push(said().join("\n"), (await overview.current()) ?? "");
      return world.panda.check(...args);
    },
  };

  await pass(panda);

  const [pullRequest, pinned] = seen;
  expect(pullRequest).toMatch(/^<!-- merged -->\n/);
  expect(pullRequest).toContain("sP26a-hfcharm-signal 1.0.0: intended");
  expect(pullRequest).toContain("entered, 2026-03-01 10:00 UTC; reconcile submits it");
  expect(pinned).toContain("Everything runs by itself.");
  expect(pinned).toContain("entered, 2026-03-01 10:00 UTC; reconcile submits it");
});

test("A pass that enters nothing reports once, at its end", async () => {
  const { world, pass, reports } = await aMerge();
  await pass();
  world.main.commit({ "README.md": "words" });

  await pass();

  expect(reports).toEqual([1]);
});
