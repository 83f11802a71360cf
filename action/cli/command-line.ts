import { applicationOf, runApplication } from "./application-of.ts";
import { checkCommand, diffCommand, exportCommands, planCommand, renderCommand } from "./commands/checks.ts";
import { completionCommand, proposalsFor } from "./commands/completion.ts";
import { importCommands } from "./commands/import.ts";
import { ledgerCommands, reconcileCommand, siteCommand } from "./commands/ledger.ts";
import { reproduceCommand, runCommand } from "./commands/local-jobs.ts";
import { doctorCommand, initCommand, schemaCommand, upgradeCommand } from "./commands/repository.ts";
import { bumpCommand, extendCommand, newCommand, runsCommands } from "./commands/requests.ts";
import { sayCommands } from "./commands/say.ts";
import { dataCommand, filesCommand, logsCommand, statusCommand } from "./commands/submissions.ts";
import { offlineCommand, onlineCommand } from "./commands/turn-site.ts";
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
