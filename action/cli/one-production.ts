import type { Production } from "../core/judge/production.ts";
import { Failure } from "../core/problems/failure.ts";
import type { Problem } from "../core/problems/problem.ts";
import { judgePaths } from "./judge-paths.ts";

/** The one production that a path and perhaps a tag name, judged as it lies here; `undefined`: its problems say why not. */
export const oneProduction = async (
  path: string,
  tag: string | undefined,
): Promise<{ readonly production: Production | undefined; readonly problems: readonly Problem[] }> => {
  const { judged } = await judgePaths([path]);
  const problems = judged.flatMap((one) => one.problems);
  const [only, ...others] = tag === undefined ? judged : judged.filter((one) => one.accepted?.production.tag === tag);
  if (only === undefined || others.length > 0)
    throw new Failure(`${path} holds ${judged.length} productions.`, {
      wayOut: "Name the folder of one; one of several variants with --tag TAG.",
    });
  return { production: only.accepted?.production, problems };
};
