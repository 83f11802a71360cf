import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Failure } from "../../core/problems/failure.ts";

/** The token of the person at the terminal: from the variables that `gh` reads too, or from `gh` itself. It is never printed. */
export const personToken = async (env: Readonly<Record<string, string | undefined>>, host: string): Promise<string> => {
  const given = [env["GH_TOKEN"], env["GITHUB_TOKEN"]].find((token) => token !== undefined && token !== "");
  if (given !== undefined) return given;
  const asked = await promisify(execFile)("gh", ["auth", "token", "--hostname", host], { encoding: "utf8" }).catch(
    () => undefined,
  );
  const token = asked?.stdout.trim() ?? "";
  if (token === "")
    throw new Failure(`There is no login at ${host}.`, { wayOut: "Run `gh auth login`, or set GH_TOKEN." });
  return token;
};
