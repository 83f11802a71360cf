import { userInfo } from "node:os";
import { mainLine } from "../../adapters/git/main-branch.ts";
import { type Command, parseWords } from "../../core/command/parse-command.ts";
import { usageOf, type Verb, worksOnAll } from "../../core/command/verbs.ts";
import { given, isLoopback, serverUrl, urlNames } from "../../core/login/server-url.ts";
import { Failure } from "../../core/problems/failure.ts";
import { targetOf } from "../../core/view/status/status-text.ts";
import type { CommandResult } from "../../flows/commands/command-request.ts";
import { handleCommand } from "../../flows/commands/handle-command.ts";
import type { Answering } from "../../ports/answering.ts";
import { asTyped } from "../terminal/as-typed.ts";
import { type ExitCode, exiting, print, printJson, tell } from "./command.ts";
import { openRepository } from "./work-place.ts";

type Flags = { readonly json: boolean; readonly remote?: string; readonly yes: boolean };

/** Records a command on the ledger of this repository; `shrek reconcile` carries it out. */
export const runSay = (verb: Verb) =>
  exiting(async ({ json, remote, yes }: Flags, ...words: readonly string[]): Promise<ExitCode> => {
    const command = understood(verb, words);
    refuseElsewhere(verb);
    const shown: string[] = [];
    const { ledger, main, clock } = await openRepository(remote);
    const steered = await handleCommand(
      {
        ledger,
        main: mainLine(main),
        clock,
        answer: terminal(json, shown),
        rights: undefined,
        starter: undefined,
        comments: undefined,
        conversation: undefined,
      },
      {
        id: `terminal-${Buffer.from(clock.random(8)).toString("hex")}`,
        by: userInfo().username,
        command,
        pullRequest: undefined,
        confirmed: yes,
      },
    );
    return codeOf(steered, json, shown);
  });

/** A terminal does not know the rights of people; with a PanDA on this machine everybody has them. */
const refuseElsewhere = (verb: Verb): void => {
  const url = given(process.env, ...urlNames) === undefined ? undefined : serverUrl(process.env);
  if (url === undefined || !isLoopback(url))
    throw new Failure(`No command is sent from a terminal to ${url ?? "a PanDA that is not named"}.`, {
      wayOut: `Write /shrek ${verb} on the pull request; here it works with a PanDA on this machine (PANDA_URL_SSL).`,
    });
};

/** A command without a meaning is wrong usage, which is reported before anything is read. */
const understood = (verb: Verb, words: readonly string[]): Command => {
  const command = parseWords(verb, words);
  const usage = `Write \`shrek ${usageOf(verb)}\`.`;
  if (command.kind !== "command")
    throw new Failure("reason" in command ? asTyped(command.reason) : "It cannot be read.", {
      wayOut: `\`shrek help ${verb}\` says how it is written.`,
    });
  if (command.target.production === undefined && verb !== "accept" && verb !== "trial" && !worksOnAll(verb))
    throw new Failure("The name of a production is missing.", { wayOut: usage });
  return command;
};

const codeOf = (steered: CommandResult, json: boolean, shown: readonly string[]): ExitCode => {
  const recorded = steered.kind === "recorded" ? steered.keys.map(targetOf) : [];
  const refused = steered.kind === "refused" ? asTyped(steered.reason) : null;
  if (json) printJson({ recorded, refused, shown });
  if (steered.kind === "refused") return 1;
  if (steered.kind === "recorded" && !json)
    print(`Recorded for ${recorded.join(", ")}. \`shrek reconcile\` carries it out.`);
  return 0;
};

/** With --json what is shown is kept for it. */
const terminal = (json: boolean, shown: string[]): Answering => ({
  noticed: async () => undefined,
  show: async ({ markdown }) => {
    if (json) shown.push(asTyped(markdown));
    else print(asTyped(markdown));
  },
  refuse: async (reason) => {
    if (!json) tell(asTyped(reason));
  },
  done: async () => undefined,
  wasGiven: async () => false,
});
