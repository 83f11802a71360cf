import { parseCommand } from "../../../action/core/command/parse-command.ts";
import { readRules } from "../../../action/core/policy/rules.ts";
import type { CommandPorts, CommandResult } from "../../../action/flows/commands/command-request.ts";
import { handleCommand } from "../../../action/flows/commands/handle-command.ts";
import type { fakePeople } from "../../fakes/fake-people.ts";
import type { aWorld } from "./a-world.ts";

const rulesFile = "productions/conventions.yaml";

/** Comments of people on pull request 7, as the command workflow hears them, and its answers. */
export const speaking = (
  { ledger, clock, main }: Pick<ReturnType<typeof aWorld>, "ledger" | "clock" | "main">,
  people: ReturnType<typeof fakePeople>,
  whoever: string,
) => {
  const shown: string[] = [];
  const steerPorts: CommandPorts = {
    ledger,
    clock: clock.port,
    main: { head: () => main.head(), descends: async () => true },
    answer: {
      noticed: async () => undefined,
      show: async ({ markdown }) => void shown.push(markdown),
      refuse: async (reason) => void shown.push(reason),
      done: async () => undefined,
      wasGiven: async () => false,
    },
    rights: { people, rules: { above: async () => readRules(await main.at(await main.head()).files([rulesFile])) } },
    starter: undefined,
    comments: people,
    conversation: undefined,
  };
  const say = (id: number, body: string, by = whoever, pullRequest = 7): Promise<CommandResult> => {
    people.comments.set(id, { body, login: by, pullRequest });
    const command = parseCommand(body);
    return handleCommand(steerPorts, { id: `${id}`, by, command, pullRequest, confirmed: false });
  };
  /** What confirms the last answer. */
  const offered = (): string => /\/shrek yes [0-9a-f-]+/.exec(shown.at(-1) ?? "")?.[0] ?? "no yes";
  return { shown, say, offered, steerPorts };
};
