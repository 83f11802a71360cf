import type { Finding } from "../core/doctor/finding.ts";
import type { AdminFacts, GithubAnswer, GithubSetting } from "../core/init/setting.ts";
import { type GithubSettingName, settingNames, settings } from "../core/init/settings.ts";
import { Failure, orFailure, sentence } from "../core/problems/failure.ts";
import { onceEach } from "../core/text/once.ts";
import type { RepositorySettings } from "../ports/repository-settings.ts";

type ReadPath = (path: string) => Promise<GithubAnswer | Failure>;

/** Says what is set on GitHub and what is not, in the order in which it has to be set, each with its commands. */
export const doctorGithub = async (github: RepositorySettings, facts: AdminFacts): Promise<readonly Finding[]> => {
  const read = onceEach((path: string) => orFailure(() => github.read(path)));
  const findings: Finding[] = [];
  for (const name of settingNames) findings.push(...(await lookAt(name, facts, read)));
  return findings;
};

/** An unused setting has no finding, and of it nothing more is asked than its first path. Without the right to ask, or without an answer, nothing is known. */
const lookAt = async (about: GithubSettingName, facts: AdminFacts, read: ReadPath): Promise<readonly Finding[]> => {
  const { reads = [], found, commands }: GithubSetting = settings[about];
  const answers: GithubAnswer[] = [];
  for (const path of reads) {
    const answer = await read(path);
    if (answer instanceof Failure)
      return [{ about, verdict: "unknown", says: sentence(answer.message), wayOut: answer.wayOut }];
    answers.push(answer);
    if (answer === undefined && answers.length === 1 && found?.([undefined], facts) === undefined) return [];
  }
  const seen = found?.(answers, facts);
  if (seen === undefined) return [];
  const { commands: mending = commands?.(facts) ?? [], ...verdict } = seen;
  const blocks = verdict.verdict === "fix" ? mending : [];
  return [{ about, ...verdict, ...(blocks.length === 0 ? {} : { commands: [...blocks] }) }];
};
