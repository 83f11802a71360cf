import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { info, notice } from "@actions/core";
import { askCommand } from "../adapters/system/ask-command.ts";
import type { AskedRuns } from "../core/command/asked-runs.ts";
import { readRunCommands, runCommandsPath } from "../core/command/run-commands.ts";
import { Failure } from "../core/problems/failure.ts";
import { quotable } from "../core/problems/problem.ts";
import type { AskInputs } from "./inputs.ts";

/** Each command in turn; one that fails holds up no other. */
export const askAll = async ({ workspace, env }: AskInputs): Promise<AskedRuns> => {
  const text = await readFile(join(workspace, runCommandsPath), "utf8").catch(() => undefined);
  if (text === undefined)
    throw new Failure(`${runCommandsPath} is not on main.`, {
      wayOut: "Write there which command knows the runs of which production, one PRODUCTION: COMMAND a line.",
    });
  const answers: AskedRuns["answers"][number][] = [];
  const failed: string[] = [];
  const commands = readRunCommands(text);
  if (commands.length === 0) notice(`${runCommandsPath} names no command yet.`);
  for (const { production, command } of commands) {
    const answer = await askCommand(command, workspace, env, (line) => info(quotable(line)));
    if (answer.kind === "printed") answers.push({ production, text: answer.text });
    else failed.push(`The command for ${production} failed: ${answer.why}.`);
    info(`${production}: ${answer.kind === "printed" ? `${answer.text.length} characters` : answer.why}`);
  }
  return { answers, failed };
};
