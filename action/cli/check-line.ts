import { applicationOf, runApplication } from "./application-of.ts";
import { checkCommand } from "./check.ts";

/** `shrek check` without the other commands: what people start most is a file of its own. */
export const runCheckLine = (args: readonly string[]): Promise<void> =>
  runApplication(applicationOf({ check: checkCommand }), args);
