import { lacking, setValue, valuePaths } from "./environments.ts";
import { fix, type GithubSetting, good } from "./setting.ts";

const secret = { kind: "secret", name: "SHREK_NEWS", from: "news.txt" } as const;

/** The addresses of the channels that the conventions name. GitHub shows names of secrets alone: what is in it, a pass finds. */
export const newsSecret: GithubSetting = {
  why: ({ news }) =>
    news.length === 0
      ? undefined
      : `The addresses of the channels ${news.join(", ")}: news.txt, which is not committed, has a line NAME=ADDRESS for each.`,
  commands: ({ repository, news }) => (news.length === 0 ? [] : [setValue(repository, "panda", secret)]),
  reads: valuePaths("panda"),
  found: (answers, { news }) =>
    news.length === 0
      ? undefined
      : lacking([secret], answers).length === 0
        ? good(`${secret.name} is set; it needs a line for each of ${news.join(", ")}, which a pass finds out`)
        : fix(
            `the conventions name ${news.join(", ")}, and the environment panda lacks ${secret.name}: a line NAME=ADDRESS for each in news.txt, which is not committed.`,
          ),
};
