import { codeOwnersPlaces } from "../../core/policy/code-owners.ts";
import { conventionsName } from "../../core/text/source-file.ts";
import type { RuleChange } from "../../ports/main-branch.ts";
import { stepsOf, walk } from "./last-changes.ts";
import { git } from "./run.ts";

/** Few commits change rules, so all of them are read at once. */
export const ruleChanges = async (dir: string, commit: string): Promise<readonly RuleChange[]> => {
  const places = [...codeOwnersPlaces.map((place) => `:(top,literal)${place}`), `:(top,glob)**/${conventionsName}`];
  const output = await git(dir, [...walk, commit, "--", ...places]);
  const changes: RuleChange[] = [];
  for await (const { by, paths } of stepsOf(inOnePiece(output))) changes.push({ commit: by.commit, paths });
  return changes;
};

async function* inOnePiece(output: string): AsyncGenerator<Buffer> {
  yield Buffer.from(output);
}
