import type { IssueNow } from "../core/policy/form-issue.ts";

/** Issues as they are now. Read only. */
export interface Issues {
  /** `undefined`: there is none of this number, or it is a pull request. */
  issue(number: number): Promise<IssueNow | undefined>;
}
