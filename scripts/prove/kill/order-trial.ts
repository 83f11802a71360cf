import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { remoteRefs } from "../../../action/adapters/git/refs.ts";
import { gitLedger } from "../../../action/adapters/ledger/git-ledger.ts";
import { systemClock } from "../../../action/adapters/system/system-clock.ts";
import { parseCommand } from "../../../action/core/command/parse-command.ts";
import { trialConfirmation } from "../../../action/core/submission/trial-confirmation.ts";
import type { Merged } from "../../demo/merged.ts";
import { gitIn } from "../../demo/scene.ts";
import { productionFiles } from "../../demo/world.ts";

type Files = Readonly<Record<string, string>>;
const rules = "productions/conventions.yaml";

export const rulesWithTrials = (): Files => ({
  [rules]: `${productionFiles(["conventions.yaml"])[rules] ?? ""}\npolicy: { trials: { jobs: 1000 } }\n`,
});

/** A pull request with these files, the author's two comments that order its trial, and the order on the ledger. */
export const orderTrial = async ({ clone, repo }: Merged, files: Files): Promise<void> => {
  const dir = await clone();
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), text);
  }
  await gitIn(dir, "add", "--all");
  await gitIn(dir, "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "--quiet", "-m", "Request");
  await gitIn(dir, "push", "--quiet", "origin", "HEAD:refs/heads/tried");
  const head = (await gitIn(dir, "rev-parse", "HEAD")).trim();
  const { octokit, owner, repo: name } = repo;
  const place = { owner, repo: name };
  const { data } = await octokit.rest.pulls.create({ ...place, title: "Tried", head: "tried", base: "main" });
  const pull = { ...place, issue_number: data.number };
  const command = parseCommand("/shrek trial");
  if (command.kind !== "command") throw new Error("the command of a trial is none any more");
  const asks = await octokit.rest.issues.createComment({ ...pull, body: "/shrek trial" });
  const order = { pullRequest: data.number, head };
  const named = trialConfirmation(`${asks.data.id}`, command, order);
  const confirms = await octokit.rest.issues.createComment({ ...pull, body: `/shrek yes ${named}` });
  const clock = systemClock();
  const ledger = gitLedger({ dir: join(dir, ".git"), refs: remoteRefs(join(dir, ".git"), "origin"), clock });
  const line = { event: "trial-ordered", at: clock.now().toISOString(), ...order } as const;
  const by = data.user?.login ?? "";
  await ledger.append(
    await ledger.head(),
    [{ ...line, by, id: `${confirms.data.id}`, confirms: named }],
    [],
    "A trial is ordered",
  );
};
