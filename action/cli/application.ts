import { applicationOf } from "./application-of.ts";
import { bumpCommand } from "./bump.ts";
import { checkCommand } from "./check.ts";
import { completionCommand } from "./completion.ts";
import { diffCommand } from "./diff.ts";
import { doctorCommand } from "./doctor.ts";
import { exportCommands } from "./export.ts";
import { filesCommand } from "./files.ts";
import { initCommand } from "./init.ts";
import { ledgerCommands } from "./ledger.ts";
import { newCommand } from "./new.ts";
import { planCommand } from "./plan.ts";
import { reconcileCommand } from "./reconcile.ts";
import { renderCommand } from "./render.ts";
import { reproduceCommand } from "./reproduce.ts";
import { runCommand } from "./run.ts";
import { runsCommands } from "./runs.ts";
import { sayCommands } from "./say.ts";
import { schemaCommand } from "./schema.ts";
import { statusCommand } from "./status.ts";
import { upgradeCommand } from "./upgrade.ts";

/** The words of the command line. What they do is loaded when it is asked for. */
export const application = applicationOf({
  init: initCommand,
  new: newCommand,
  check: checkCommand,
  plan: planCommand,
  diff: diffCommand,
  bump: bumpCommand,
  render: renderCommand,
  run: runCommand,
  reproduce: reproduceCommand,
  runs: runsCommands,
  export: exportCommands,
  reconcile: reconcileCommand,
  status: statusCommand,
  files: filesCommand,
  ...sayCommands,
  ledger: ledgerCommands,
  schema: schemaCommand,
  doctor: doctorCommand,
  upgrade: upgradeCommand,
  completion: completionCommand,
});
