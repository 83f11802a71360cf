import type { Merge } from "../../../../action/core/pass/approval/merge.ts";
import { changedBy } from "../../../../action/core/policy/asked.ts";
import { readRules } from "../../../../action/core/policy/rules.ts";
import type { Writers } from "../../../../action/core/policy/writers.ts";
import { textFile } from "../../../../action/core/text/source-file.ts";
import { aMergedPull } from "../../../fakes/fake-people.ts";

export const conventionsFile = "productions/conventions.yaml";

/** What a program wrote, as GitHub tells it. */
export const byProgram = (login: string, logins: readonly string[] = []): Writers => ({
  logins: [login, ...logins],
  unknown: "a program wrote it",
  program: { login, unknown: undefined },
});

/** Of a branch into main, from the commit `base`; `rules`: the conventions that counted then. */
export const aMerge = (branch: string, rules: string, { head = "made", ...changes }: AMerge): Merge => ({
  pull: aMergedPull("", head, { from: { repository: "toy/productions", branch } }),
  reviews: [],
  here: true,
  base: "base",
  changed: changedBy([]),
  rules: readRules([{ kind: "file", ...textFile(conventionsFile, rules) }]),
  ...changes,
});

type AMerge = Pick<Merge, "paths" | "writers"> & { readonly here?: boolean; readonly head?: string };
