import { Failure, Outage } from "../../action/core/problems/failure.ts";
import type { Outcome } from "./fault-table.ts";

/** The type of an answer, and nothing else of it. */
export const outcomeOf = async (made: () => Promise<unknown>): Promise<Outcome> => {
  try {
    const answer = await made();
    if (answer === undefined || (Array.isArray(answer) && answer.length === 0)) return "none";
    if (typeof answer !== "object" || answer === null || !("kind" in answer)) return "value";
    return (
      answer.kind === "unanswered" && "arrived" in answer ? `unanswered(${String(answer.arrived)})` : answer.kind
    ) as Outcome; // compared with the table by the caller
  } catch (error) {
    if (error instanceof Outage) return "Outage";
    if (error instanceof Failure) return "Failure";
    throw error;
  }
};
