import { join } from "node:path";

/** As people get it. Each start from its sources would compile all of them, two seconds of a processor. */
export const builtCli = join(import.meta.dirname, "..", "..", "dist", "cli.js");
