import { userInfo } from "node:os";
import { mainLine } from "../adapters/git/main-line.ts";
import { parseWords } from "../core/command/parse-command.ts";
import type { Verb } from "../core/command/verbs.ts";
import { given, isLoopback, serverUrl, urlNames } from "../core/login/server-url.ts";
import { Failure } from "../core/problems/failure.ts";
import { targetOf } from "../core/view/status-text.ts";
import type { Steered } from "../flows/steer/saying.ts";
import { steer } from "../flows/steer/steer.ts";
import type { Answering } from "../ports/answering.ts";
import { asTyped } from "./as-typed.ts";
import { type ExitCode, exiting, print } from "./command.ts";
import { openRepository } from "./repository.ts";

type Flags = { readonly remote?: string; readonly yes: boolean };

/** Records a command on the ledger of this repository; `shrek reconcile` carries it out. */
export const runSay = (verb: Verb) =>
  exiting(async ({ remote, yes }: Flags, ...words: readonly string[]): Promise<ExitCode> => {
    refuseElsewhere(verb);
    const { ledger, main, clock } = await openRepository(remote);
    const steered = await steer(
      {
        ledger,
        main: mainLine(main),
        clock,
        answer: terminal,
        rights: undefined,
        starter: undefined,
        comments: undefined,
        conversation: undefined,
      },
      {
        id: `terminal-${Buffer.from(clock.random(8)).toString("hex")}`,
        by: userInfo().username,
        command: parseWords(verb, words),
        pullRequest: undefined,
        confirmed: yes,
      },
    );
    return codeOf(steered);
  });

/** A terminal knows nobody's rights; with a PanDA on this machine everybody has them. */
const refuseElsewhere = (verb: Verb): void => {
  const url = given(process.env, ...urlNames) === undefined ? undefined : serverUrl(process.env);
  if (url === undefined || !isLoopback(url))
    throw new Failure(`No command is sent from a terminal to ${url ?? "a PanDA that is not named"}.`, {
      wayOut: `Write /shrek ${verb} on the pull request; here it works with a PanDA on this machine (PANDA_URL_SSL).`,
    });
};

const codeOf = (steered: Steered): ExitCode => {
  if (steered.kind === "refused") return 1;
  if (steered.kind === "recorded")
    print(`Recorded for ${steered.keys.map(targetOf).join(", ")}. \`shrek reconcile\` carries it out.`);
  return 0;
};

const terminal: Answering = {
  noticed: async () => undefined,
  show: async ({ markdown }) => print(asTyped(markdown)),
  refuse: async (reason) => void process.stderr.write(`shrek: ${asTyped(reason)}\n`),
  done: async () => undefined,
  wasGiven: async () => false,
};
