import type { Intent } from "../../ledger/event.ts";
import { defaultPriority } from "../../production/run-row.ts";
import { mapping } from "../../text/canonical-json.ts";

/**
 * The highest priority of its steps, as it was promised: of a production without runs all that says when it goes is
 * content, and main holds the same content at the call. So thousands that wait need not be validated to be put in order.
 */
export const promisedPriority = ({ content: { request } }: Pick<Intent, "content">): number => {
  const { steps, defaults } = mapping(request);
  return Object.values(mapping(steps)).reduce((highest: number, step) => {
    const priority = mapping(step)["priority"] ?? mapping(defaults)["priority"] ?? defaultPriority;
    return typeof priority === "number" ? Math.max(highest, priority) : highest;
  }, 0);
};
