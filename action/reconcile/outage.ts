import { warning } from "../adapters/runner/actions-report.ts";
import { describeError, Outage, RepositoryOutage } from "../core/problems/failure.ts";
import type { OverviewPorts } from "../flows/reconcile/keep-overview.ts";
import { reportOutage } from "../flows/reconcile/report.ts";

/** Runs what needs PanDA. Where PanDA, or who logs in to it, is away, the overview says so; the Outage goes on. */
export const tellingOutage =
  (open: () => Promise<OverviewPorts>, page: string) =>
  async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Outage && !(error instanceof RepositoryOutage))
        for (const trouble of await reportOutage(open, page, describeError(error))) warning(trouble);
      throw error;
    }
  };
