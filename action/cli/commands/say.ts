import { buildCommand } from "@stricli/core";
import { usageOf, type Verb, verbNames, verbs } from "../../core/command/verbs.ts";
import { jsonFlag, remoteFlag, switchFlag, wordsOf } from "./parameters.ts";

/** `status` and `extend` have commands of their own, `yes` is a flag here, and help is `--help`. */
const spoken = verbNames.filter((verb) => verb !== "status" && verb !== "extend" && verb !== "yes" && verb !== "help");

const sayCommand = (verb: Verb) =>
  buildCommand({
    docs: {
      customUsage: [`[--yes] [--json] [--remote NAME] ${usageOf(verb).split(" ").slice(1).join(" ")}`],
      // The list of commands has the first words, the command's own help all of them.
      brief: `As /shrek ${verb}: ${verbs[verb].does.split(/[:;.]/)[0]}`,
      fullDescription: `As /shrek ${verb} on a pull request, but with a PanDA on this machine, and carried out by \`shrek reconcile\` here. What it does: ${verbs[verb].does}.`,
    },
    parameters: {
      positional: {
        kind: "array",
        parameter: {
          brief: "What follows the verb in a comment: keep or drop, TAG[@VERSION][#RUN][/STEP], key=value",
          parse: String,
          placeholder: "WORD",
          ...wordsOf(verb),
        },
      },
      flags: {
        json: jsonFlag,
        remote: remoteFlag,
        yes: switchFlag("Do it; without it a command that loses work shows what it would do"),
      },
    },
    loader: async () => (await import("../run/run-say.ts")).runSay(verb),
  });

/** One command for each verb of a comment. */
export const sayCommands = Object.fromEntries(spoken.map((verb) => [verb, sayCommand(verb)]));
