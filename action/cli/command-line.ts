import { application } from "./application.ts";
import { runApplication } from "./application-of.ts";
import { proposalsFor } from "./commands/proposals.ts";
import { toPrograms } from "./terminal/streams.ts";

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
