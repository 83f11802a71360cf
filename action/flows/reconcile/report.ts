import { describeError, Failure, orFailure } from "../../core/problems/failure.ts";
import { hasNew, waitWords } from "../../core/view/for-people.ts";
import { memoryIn } from "../../core/view/overview-memory.ts";
import type { Conversation } from "../../ports/conversation.ts";
import type { MainBranch } from "../../ports/main-branch.ts";
import type { People } from "../../ports/people.ts";
import { talk } from "../gather/talk.ts";
import { keepOverview, type OverviewPorts } from "./keep-overview.ts";
import { forPeople, type Reconciled } from "./reconcile.ts";
import { refusedByPull } from "./refused.ts";
import { skippedByPull } from "./skipped.ts";

type ReportPorts = OverviewPorts & {
  readonly conversation: Pick<Conversation, "say" | "call">;
  readonly main: MainBranch;
  readonly people: People | undefined;
};

export type Reported = {
  /** Comments and pages that could not be written; the next pass tries again. */
  readonly troubles: readonly string[];
  /** The pass found something for a person that was not there before. */
  readonly isNew: boolean;
  /** How much waits for a person; `undefined`: nothing. */
  readonly waits: string | undefined;
};

/** Tells people what a pass found: pull requests, then the overview. */
export const report = async (ports: ReportPorts, page: string, done: Reconciled): Promise<Reported> => {
  const troubles: string[] = [];
  const noting = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    const result = await orFailure(work);
    if (!(result instanceof Failure)) return result;
    troubles.push(describeError(result));
    return undefined;
  };
  const refused = await noting(() => refusedByPull(ports, done.refused));
  const skipped = await noting(() => skippedByPull(ports, done.skipped));
  troubles.push(...((await noting(() => talk(ports, done.submissions, refused, skipped))) ?? []));
  const before = memoryIn(await noting(() => ports.overview.current()));
  await noting(() => keepOverview(ports, page, before, { kind: "done", done }));
  const now = forPeople(done);
  return {
    troubles,
    isNew: hasNew({ ...done.begun, rewritten: before.rewritten === true }, now),
    waits: waitWords(now),
  };
};

/** PanDA is away: the overview says so, and nobody is called. Gives what could not be written. */
export const reportOutage = async (
  open: () => Promise<OverviewPorts>,
  page: string,
  words: string,
): Promise<readonly string[]> => {
  const kept = await orFailure(async () => {
    const ports = await open();
    await keepOverview(ports, page, memoryIn(await ports.overview.current()), { kind: "outage", words });
  });
  return kept instanceof Failure ? [describeError(kept)] : [];
};
