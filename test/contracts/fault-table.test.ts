import { expect, test } from "vitest";
import { aPanda, heldAndChecked, type OurPanda, quickLimits, taskName, user } from "../adapters/panda/a-panda.ts";
import { outcomeOf } from "./fault-outcome.ts";
import { type CallName, type Cell, callNames, faultTable } from "./fault-table.ts";

/** Where the sandbox meets each call. */
const endpoints = {
  health: "get_tasks_detailed_info_since",
  "find archive": "validate_cache_file",
  upload: "upload_cache_file",
  "read back": "cache",
  check: "put_workflow_request:check",
  submit: "put_workflow_request:submit",
  requestNamed: "relay_idds_command:get_request_id_by_name",
  tasksNamed: "get_tasks_detailed_info_since",
  order: "kill",
} as const satisfies Readonly<Record<CallName, string>>;

const cells = faultTable.flatMap(({ fault, given, cells: row }) =>
  callNames.flatMap((call) => {
    const cell = row[call];
    return typeof cell === "string" ? [] : [{ fault, given, call, cell }];
  }),
);

test.each(cells)("A call at PanDA in trouble: $fault at $call", async ({ given, call, cell }) => {
  const place = await aPanda();
  const prepared = await prepare(place, call);
  const panda =
    given !== "closed" && given.fault === "time-out" ? await place.as({ limits: quickLimits }) : place.panda;
  const before = count(place, call);
  if (given === "closed") await place.sandbox.close();
  else place.sandbox.fault({ times: 9, ...given, at: endpoints[call] });

  const outcome = await outcomeOf(() => prepared({ ...place, panda }));

  const after = count(place, call);
  expect({
    outcome,
    calls: after.calls - before.calls,
    submissions: after.submissions - before.submissions,
  } satisfies Cell).toEqual(cell);
});

test("Each empty cell in the table of faults at PanDA has a reason", () => {
  for (const { cells: row } of faultTable)
    for (const call of callNames) if (typeof row[call] === "string") expect(row[call]).not.toBe("");
});

const count = ({ sandbox }: OurPanda, call: CallName): { readonly calls: number; readonly submissions: number } => {
  const { calls, submissions } = sandbox.count();
  return { calls: calls[endpoints[call]] ?? 0, submissions };
};

type Made = (place: OurPanda) => Promise<unknown>;

/** Brings the sandbox to where the call makes sense, and gives the call. */
const prepare = async (place: OurPanda, call: CallName): Promise<Made> => {
  switch (call) {
    case "health":
      return ({ panda }) => panda.health();
    case "find archive":
    case "upload":
    case "read back":
      return ({ panda, submissionRequest }) => panda.hold(submissionRequest.archive);
    case "check": {
      const held = await place.panda.hold(place.submissionRequest.archive);
      if (held.kind !== "held") throw new Error(held.message);
      return ({ panda, submissionRequest }) => panda.check(submissionRequest, held.sandbox);
    }
    case "submit": {
      const checked = await heldAndChecked(place.panda, place.submissionRequest);
      if (checked.kind !== "accepted") throw new Error(checked.message);
      return ({ panda, submissionRequest }) => panda.submit(submissionRequest, checked.sandbox);
    }
    case "requestNamed":
      return ({ panda, submissionRequest }) => panda.requestNamed(submissionRequest.workflowName);
    case "tasksNamed":
      return ({ panda }) => panda.tasksNamed([taskName], user);
    case "order": {
      const checked = await heldAndChecked(place.panda, place.submissionRequest);
      if (checked.kind !== "accepted") throw new Error(checked.message);
      await place.panda.submit(place.submissionRequest, checked.sandbox);
      await place.sandbox.tick();
      return ({ panda }) => panda.order(5001, { kind: "kill" });
    }
  }
};
