import type { GithubHandle } from "../github/handle.ts";
import type { openWorkflowFiles } from "./workflow-files.ts";

/** Minutes, as `reconcile.yml` has it. */
const betweenStrikes = 15;

/** What becomes of strikes under load: they start nothing, or come together with a later one. */
export type Disturbance = "dropped" | "late";

/** The clock of main's schedules. It strikes when it is told to; under load GitHub is late with a strike, or drops it. */
export const openSchedule = (
  github: GithubHandle,
  workflowsAt: ReturnType<typeof openWorkflowFiles>,
  start: (cron: string) => void,
) => {
  const disturbed: Disturbance[] = [];
  const late: string[] = [];
  return {
    disturb: (how: Disturbance, strikes: number): void => {
      for (let strike = 0; strike < strikes; strike++) disturbed.push(how);
    },
    strike: async (cron: string | undefined): Promise<void> => {
      github.pass(betweenStrikes);
      const found = await workflowsAt(`refs/heads/${github.defaultBranch}`);
      const crons = new Set(found.flatMap(({ workflow }) => workflow?.on.schedule?.crons ?? []));
      const due = cron === undefined ? [...crons] : [cron];
      const how = disturbed.shift();
      if (how === "late") late.push(...due);
      if (how === undefined) for (const each of [...late.splice(0), ...due]) start(each);
    },
  };
};
