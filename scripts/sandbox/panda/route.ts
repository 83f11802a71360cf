import type { Answer } from "./envelope.ts";
import type { IddsTrouble } from "./workflow/workflow-request.ts";

/** A request, understood but not yet acted on. */
export type Route = {
  /** Names by which faults, gates and counts know it: the endpoint, and the endpoint with what it is asked for. */
  readonly keys: readonly string[];
  respond(trouble?: IddsTrouble): Promise<Answer> | Answer;
  /** The cached workflow file, where there is one, for whoever is logged in. */
  readonly workflowFile?: () => Promise<{ readonly userName: string; readonly data: string } | undefined>;
};
