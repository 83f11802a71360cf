import { buildCommand } from "@stricli/core";
import { type Verb, verbNames, verbs } from "../core/command/verbs.ts";
import { remoteFlag } from "./command.ts";

/** `status` has a command of its own, `yes` is a flag here, and help is `--help`. */
const spoken = verbNames.filter((verb) => verb !== "status" && verb !== "yes" && verb !== "help");

const sayCommand = (verb: Verb) =>
  buildCommand({
    docs: { brief: `As /shrek ${verb} on a pull request, beside a PanDA on this machine: ${verbs[verb].does}` },
    parameters: {
      positional: {
        kind: "array",
        parameter: {
          brief: "What follows the verb in a comment: keep or drop, TAG[@VERSION][#RUN][/STEP], key=value",
          parse: String,
          placeholder: "WORD",
        },
      },
      flags: {
        remote: remoteFlag,
        yes: {
          kind: "boolean",
          brief: "Do it; without it a command that loses work shows what it would do",
          default: false,
        },
      },
    },
    loader: async () => (await import("./run-say.ts")).runSay(verb),
  });

/** One command for each verb of a comment. */
export const sayCommands = Object.fromEntries(spoken.map((verb) => [verb, sayCommand(verb)]));
