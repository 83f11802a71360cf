import { submissionKey } from "../../../action/core/ledger/event.ts";
import type { TrialCommand } from "../../../action/core/ledger/main-event.ts";
import type { CommandResult } from "../../../action/flows/commands/command-request.ts";
import { decideAndWrite } from "../../../action/flows/ledger-access/ledger-view.ts";
import { aStep, type Draft } from "../../core/a-production.ts";
import { fakePeople } from "../../fakes/fake-people.ts";
import { aWorld, conventions, file, tag, written } from "./a-world.ts";
import { speaking } from "./speaking.ts";

const rulesFile = "productions/conventions.yaml";
export const policyOf = (policy: string): string => `${conventions}\npolicy: ${policy}\n`;

export const trialKey = (number: number, version = "1.1.0") =>
  submissionKey(tag, `${version}-test.${number}`, undefined);

/** What the branch makes of the request: jobs with seeds, one step that reads the other. */
export const tried = (changes: Draft = {}): string =>
  written({
    version: "1.1.0",
    steps: {
      simulate: aStep({ jobs: 10, eventsPerJob: 100, walltime: 1, seed: { stream: "signal" } }),
      merge: aStep({ jobs: undefined, in: [{ from: "simulate", filesPerJob: 1 }], out: ["m.tar"], walltime: 1 }),
    },
    ...changes,
  });

/** Main, whose approved conventions allow trials, and an open pull request 7 of ada's that may be tried. */
export const aTrial = async ({
  policy = "{ trials: { jobs: 40 } }",
  path = file,
  request = tried(),
  main = undefined as string | undefined,
} = {}) => {
  const world = aWorld({ [rulesFile]: policyOf(policy), [file]: main });
  const people = fakePeople();
  people.permissions.set("ada", "write").set("bob", "write");
  await world.run({ people });
  const head = world.main.branch(world.merged, { [path]: request });
  const pull = { head, into: "main", isOwn: true };
  people.open.set(7, pull);
  const { shown, say, offered, steerPorts } = speaking(world, people, "ada");
  const confirmed = (): string => offered().replace("/shrek yes ", "");
  /** Said and confirmed. */
  const order = async (words = "/shrek trial", id = 11): Promise<CommandResult> => {
    await say(id, words);
    return say(id + 1, offered());
  };
  const run = () => world.run({ people });
  /** A line of the ledger that nobody said. */
  const forge = (change: Partial<TrialCommand> = {}) =>
    decideAndWrite(world.ports, [], () => ({
      events: [],
      main: [{ event: "trial-ordered", pullRequest: 7, head, by: "ada", id: "12", confirms: confirmed(), ...change }],
      why: "forged",
    }));
  return { ...world, people, head, pull, shown, say, offered, confirmed, order, run, forge, steerPorts };
};
