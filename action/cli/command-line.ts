import { applicationOf, runApplication } from "./application-of.ts";
import { bumpCommand } from "./commands/bump.ts";
import { checkCommand } from "./commands/check.ts";
import { completionCommand } from "./commands/completion.ts";
import { dataCommand } from "./commands/data.ts";
import { diffCommand } from "./commands/diff.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { exportCommands } from "./commands/export.ts";
import { extendCommand } from "./commands/extend.ts";
import { filesCommand } from "./commands/files.ts";
import { importCommands } from "./commands/import.ts";
import { initCommand } from "./commands/init.ts";
import { ledgerCommands } from "./commands/ledger.ts";
import { logsCommand } from "./commands/logs.ts";
import { newCommand } from "./commands/new.ts";
import { planCommand } from "./commands/plan.ts";
import { proposalsFor } from "./commands/proposals.ts";
import { reconcileCommand } from "./commands/reconcile.ts";
import { renderCommand } from "./commands/render.ts";
import { reproduceCommand } from "./commands/reproduce.ts";
import { runCommand } from "./commands/run.ts";
import { runsCommands } from "./commands/runs.ts";
import { sayCommands } from "./commands/say.ts";
import { schemaCommand } from "./commands/schema.ts";
import { siteCommand } from "./commands/site.ts";
import { statusCommand } from "./commands/status.ts";
import { offlineCommand, onlineCommand } from "./commands/turn-site.ts";
import { upgradeCommand } from "./commands/upgrade.ts";
import { toPrograms } from "./terminal/streams.ts";

/** The words of the command line. What they do is loaded when it is asked for. */
export const application = applicationOf({
  init: initCommand,
  new: newCommand,
  check: checkCommand,
  plan: planCommand,
  diff: diffCommand,
  bump: bumpCommand,
  extend: extendCommand,
  render: renderCommand,
  run: runCommand,
  reproduce: reproduceCommand,
  runs: runsCommands,
  export: exportCommands,
  import: importCommands,
  reconcile: reconcileCommand,
  status: statusCommand,
  site: siteCommand,
  files: filesCommand,
  logs: logsCommand,
  data: dataCommand,
  ...sayCommands,
  ledger: ledgerCommands,
  schema: schemaCommand,
  doctor: doctorCommand,
  upgrade: upgradeCommand,
  offline: offlineCommand,
  online: onlineCommand,
  completion: completionCommand,
});

export const runCommandLine = async (args: readonly string[]): Promise<void> => {
  const [command, mark, ...words] = args;
  if (command === "completion" && mark === "--") {
    for (const proposal of await proposalsFor(application, words)) toPrograms(proposal);
    return;
  }
  await runApplication(
    application,
    command === "help" ? [...args.slice(1).filter((word) => word !== "help"), "--help"] : args,
  );
};
