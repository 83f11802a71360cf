import { git, tryGit } from "../github/git.ts";
import { readWorkflow } from "./workflow/read-workflow.ts";
import { UnknownConstruct } from "./workflow/strict.ts";
import type { Workflow } from "./workflow/workflow.ts";

export type WorkflowFile = {
  readonly file: string;
  readonly workflow: Workflow | undefined;
  readonly error: string | undefined;
};

/** The workflows as a commit has them: whoever wrote that commit wrote them. */
export const workflowsAt = async (
  gitDir: string,
  sha: string,
  only: readonly string[] | undefined,
): Promise<readonly WorkflowFile[]> => {
  const { text, code } = await tryGit(gitDir, ["ls-tree", "--name-only", "-z", sha, ".github/workflows/"]);
  const paths = code === 0 ? text.split("\0").filter((path) => /\.ya?ml$/.test(path)) : [];
  const wanted = paths.filter((path) => only === undefined || only.includes(path.split("/").at(-1) ?? ""));
  return Promise.all(wanted.map(async (file) => read(file, await git(gitDir, ["cat-file", "blob", `${sha}:${file}`]))));
};

const read = (file: string, source: string): WorkflowFile => {
  try {
    return { file, workflow: readWorkflow(file, source), error: undefined };
  } catch (error) {
    if (!(error instanceof UnknownConstruct)) throw error;
    return { file, workflow: undefined, error: error.message };
  }
};
