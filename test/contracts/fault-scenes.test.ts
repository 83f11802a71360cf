import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { aPanda, heldAndChecked, type OurPanda, outDS, submitted, taskName, user } from "../adapters/panda/a-panda.ts";
import { aSandbox } from "../sandbox/panda/sandboxes.ts";
import { oneStep } from "../sandbox/panda/tiny-archive.ts";
import { wire } from "../sandbox/panda/wire.ts";
import { outcomeOf } from "./fault-outcome.ts";
import { type CallName, type Cell, type Scene, scenes } from "./fault-table.ts";

type SceneName = (typeof scenes)[number]["name"];
type Played = {
  readonly place: OurPanda;
  readonly endpoint: string;
  readonly call: () => Promise<unknown>;
  /** What must be so beside the outcome. */
  readonly afterwards?: (answer: unknown) => Promise<void> | void;
};

test.each(scenes)("PanDA's answer to a call in trouble: $name, $call", async ({ name, call, cell, later }: Scene) => {
  const { place, endpoint, call: made, afterwards } = await play[name as SceneName](call);
  const before = place.sandbox.count();
  let answer: unknown;

  const outcome = await outcomeOf(async () => {
    answer = await made();
    return answer;
  });

  const after = place.sandbox.count();
  expect({
    outcome,
    calls: (after.calls[endpoint] ?? 0) - (before.calls[endpoint] ?? 0),
    submissions: after.submissions - before.submissions,
  } satisfies Cell).toEqual(cell);
  await place.sandbox.advance(120);
  await place.sandbox.tick(2);
  expect(place.sandbox.count().submissions).toBe(later);
  await afterwards?.(answer);
});

const submit = "put_workflow_request:submit";
const check = "put_workflow_request:check";
const named = "get_tasks_detailed_info_since";
const byName = "relay_idds_command:get_request_id_by_name";

const sandboxNameOf = async ({ panda, submissionRequest }: OurPanda): Promise<string> => {
  const checked = await heldAndChecked(panda, submissionRequest);
  if (checked.kind !== "accepted") throw new Error(checked.message);
  return checked.sandbox;
};
const checking = (place: OurPanda): Played => ({
  place,
  endpoint: check,
  call: () => heldAndChecked(place.panda, place.submissionRequest),
});
const submitting = async (place: OurPanda): Promise<Played> => {
  const name = await sandboxNameOf(place);
  return { place, endpoint: submit, call: () => place.panda.submit(place.submissionRequest, name) };
};
const asking = (place: OurPanda, call: CallName, task = 5001): Played => {
  const { panda, submissionRequest } = place;
  if (call === "requestNamed")
    return { place, endpoint: byName, call: () => panda.requestNamed(submissionRequest.workflowName) };
  if (call === "tasksNamed") return { place, endpoint: named, call: () => panda.tasksNamed([taskName], user) };
  return { place, endpoint: "kill", call: () => panda.order(task, { kind: "kill" }) };
};

const play: Readonly<Record<SceneName, (call: CallName) => Promise<Played>>> = {
  "ghost of a submit": async () => {
    const place = await aPanda();
    place.sandbox.fault({ at: submit, fault: "ghost", minutes: 90 });
    return submitting(place);
  },
  "ghost of a check": async () => {
    const place = await aPanda();
    place.sandbox.fault({ at: check, fault: "ghost", minutes: 90 });
    return checking(place);
  },
  "a submit is processed twice": async () => {
    const place = await aPanda();
    place.sandbox.fault({ at: submit, fault: "twice", minutes: 90 });
    return submitting(place);
  },
  "a check is processed for real later": async () => {
    const place = await aPanda();
    place.sandbox.fault({ at: check, fault: "twice", minutes: 90 });
    return checking(place);
  },
  "the workflow is refused": async () => checking(await aPanda({}, oneStep({ args: "--no-such-option" }))),
  "the workflow is refused before iDDS": async () => {
    const place = await aPanda({}, oneStep({ args: "--no-such-option" }));
    const { name } = await wire(place.sandbox.url, await place.sandbox.token()).upload(
      Uint8Array.from(place.submissionRequest.archive),
    );
    return { place, endpoint: submit, call: () => place.panda.submit(place.submissionRequest, name) };
  },
  "archive over 10 MiB": async () => {
    const noise = Buffer.from(randomBytes(12 * 1024 * 1024)).toString("latin1");
    const place = await aPanda({}, { ...oneStep(), "noise.txt": noise });
    return {
      ...checking(place),
      endpoint: "upload_cache_file",
      afterwards: (answer) => expect(answer).toMatchObject({ message: expect.stringContaining("at most 10 MiB") }),
    };
  },
  "tasks of that name have ended": async () => {
    const place = await aPanda({ pretends: ["SANDBOX"], executes: [] });
    await submitted(place);
    await place.sandbox.tick(8);
    return {
      ...(await submitting(place)),
      // The same task, executed again: nothing new to adopt, and no second live one.
      afterwards: async () => {
        await place.sandbox.tick(8);
        expect(await place.panda.tasksNamed([taskName], user)).toMatchObject([
          { id: 5001, status: "done", attemptNr: 0 },
        ]);
      },
    };
  },
  "reactivation accepted": async () => {
    const place = await aPanda({ pretends: ["SANDBOX"], executes: [] });
    await submitted(place);
    await place.sandbox.tick(8);
    return {
      place,
      endpoint: "retry",
      call: () => place.panda.order(5001, { kind: "retry-changed", changes: { memory: 3000 } }),
    };
  },
  "no task yet": async (call) => {
    const place = await aPanda();
    await submitted(place);
    return asking(place, call);
  },
  "600 newer tasks cut the rows": async (call) => {
    const place = await aPanda();
    await submitted(place);
    await place.sandbox.tick();
    const client = wire(place.sandbox.url, await place.sandbox.token());
    for (let n = 0; n < 600; n++)
      await client.post("task/submit", { task_parameters: { taskName: `${outDS}.other${n}/`, jobParameters: [] } });
    await place.sandbox.tick();
    const { data } = await client.get("task/get_tasks_detailed_info_since", {
      filters: JSON.stringify({ taskName: `^${outDS}_` }),
    });
    expect(data).toEqual([]); // what a regular expression sees of it
    return asking(place, call);
  },
  "the login is another user's now": async (call) => {
    const place = await aPanda();
    await submitted(place);
    await place.sandbox.tick();
    return asking({ ...place, panda: await place.as({ claims: { name: "another person" } }) }, call);
  },
  "steps are numbered anew": async () => {
    const place = await aPanda({ order: "by-name" }, twoSteps);
    await submitted({ ...place, submissionRequest: twoParcel(place) });
    return {
      place,
      endpoint: check,
      call: () => heldAndChecked(place.panda, twoParcel(place)),
      afterwards: (answer) =>
        expect(answer).toMatchObject({ names: { second: [`${outDS}_000_second`], zonly: [`${outDS}_001_zonly`] } }),
    };
  },
  "steps are numbered anew after the check": async (call) => {
    const { dir, panda: before } = await aSandbox();
    await before.close();
    const first = await aPanda({ dir }, twoSteps);
    const checked = await heldAndChecked(first.panda, twoParcel(first));
    if (checked.kind !== "accepted") throw new Error(checked.message);
    await first.sandbox.close();
    const place = await aPanda({ dir, order: "by-name" }, twoSteps);
    expect(await place.panda.submit(twoParcel(place), checked.sandbox)).toMatchObject({ kind: "accepted" });
    await place.sandbox.tick();
    return call === "tasksNamed"
      ? {
          place,
          endpoint: named,
          call: () => place.panda.tasksNamed(Object.values(checked.names).flat(), user),
        }
      : asking(place, call);
  },
};

/** In the file "second" comes after "zonly"; by name it comes first. */
const twoSteps: Readonly<Record<string, string>> = {
  ...oneStep(),
  "workflow.cwl": `${oneStep()["workflow.cwl"]}  second:
    run: prun
    in:
      opt_exec: { default: "echo hi > o.txt" }
      opt_args: { default: "--outputs o.txt --site SANDBOX --noBuild -y" }
    out: [outDS]
`.replace("only:", "zonly:"),
};
const twoParcel = ({ submissionRequest }: OurPanda) => ({ ...submissionRequest, steps: ["second", "zonly"] });
