import { dirname } from "node:path/posix";
import { chainTo, readConventions, readGoverning } from "../../core/conventions/read-conventions.ts";
import type { About, Finding } from "../../core/doctor/finding.ts";
import { Failure } from "../../core/problems/failure.ts";
import { formatProblem } from "../../core/problems/problem.ts";
import type { SourceFile } from "../../core/text/source-file.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { Surroundings } from "../../ports/surroundings.ts";
import { examine } from "./step.ts";

/** The machine and the repository. `vo`: that of the login, where one is set. */
export const lookHere = async (
  surroundings: Surroundings,
  openLedger: () => Promise<Ledger>,
  vo: string | undefined,
): Promise<readonly Finding[]> => {
  const { node, git, bash } = await surroundings.versions();
  const conventions = await examine(
    "conventions",
    () => surroundings.conventions(),
    (files) => checkConventions(files, vo),
  );
  const ledger = await examine(
    "ledger",
    async () => (await openLedger()).head(),
    () => ({ verdict: "good", says: `the branch exists and is a ledger; ${writersIn(conventions.value ?? [])}` }),
  );
  return [
    { about: "node", verdict: "good", says: node },
    program("git", git, [2, 30]),
    program("bash", bash, [4, 0]),
    ...conventions.findings,
    ...ledger.findings,
  ];
};

const program = (about: About, version: string | undefined, [major, minor]: readonly [number, number]): Finding => {
  if (version === undefined) return { about, verdict: "fix", says: "not installed.", wayOut: `Install ${about}.` };
  const [have = 0, haveMinor = 0] = version.split(".").map(Number);
  return have > major || (have === major && haveMinor >= minor)
    ? { about, verdict: "good", says: version }
    : { about, verdict: "fix", says: `${version} is too old.`, wayOut: `Install ${major}.${minor} or newer.` };
};

/** What the conventions furthest up allow; whether there is an App only GitHub knows. */
const writersIn = (files: readonly SourceFile[]): string => {
  const [top] = files.toSorted((a, b) => a.path.length - b.path.length);
  const read = top === undefined ? undefined : readConventions(top.path, top.bytes);
  return read?.kind === "read" && read.conventions.ledger !== undefined
    ? `${top?.path} says that every collaborator may write it`
    : "releases are submitted only where a GitHub App alone writes it";
};

const checkConventions = (files: readonly SourceFile[], vo: string | undefined): Omit<Finding, "about"> => {
  if (files.length === 0)
    throw new Failure("There is no conventions.yaml in this repository.", { wayOut: "`shrek init` writes one." });
  for (const { path } of files) {
    const nearest = chainTo(files, dirname(path));
    if (nearest === undefined) continue;
    const read = readGoverning(nearest);
    if (read.kind === "unreadable")
      throw new Failure(read.problems.map(formatProblem)[0] ?? path, { wayOut: "`shrek check` shows all problems." });
    if (vo !== undefined && read.conventions.vo !== vo)
      return {
        verdict: "warning",
        says: `${path} is for the VO ${read.conventions.vo}, the login for ${vo}.`,
        wayOut: "Check PANDA_AUTH_VO.",
      };
  }
  return { verdict: "good", says: `${files.map(({ path }) => path).join(", ")} can be read` };
};
