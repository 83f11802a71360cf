import { git, tryGit } from "../github/git.ts";
import { readWorkflow } from "./workflow/read-workflow.ts";
import { UnknownConstruct } from "./workflow/strict.ts";
import type { Workflow } from "./workflow/workflow.ts";

export type WorkflowFile = {
  readonly file: string;
  readonly workflow: Workflow | undefined;
  readonly error: string | undefined;
};

/** Reads the workflows as a commit has them: whoever wrote that commit wrote them. A text is fetched and parsed once. */
export const openWorkflowFiles = (
  gitDir: () => string,
  only: readonly string[] | undefined,
): ((sha: string) => Promise<readonly WorkflowFile[]>) => {
  const known = new Map<string, Promise<WorkflowFile>>();
  const fileOf = (blob: string, file: string): Promise<WorkflowFile> => {
    const key = `${blob} ${file}`;
    const found = known.get(key) ?? git(gitDir(), ["cat-file", "blob", blob]).then((source) => read(file, source));
    known.set(key, found);
    return found;
  };
  return async (sha) => {
    const { text, code } = await tryGit(gitDir(), ["ls-tree", "-z", sha, ".github/workflows/"]);
    const entries = code === 0 ? text.split("\0") : [];
    return Promise.all(
      entries.flatMap((line) => {
        const [, blob, file] = /^\d+ blob (\w+)\t(.+\.ya?ml)$/.exec(line) ?? [];
        if (blob === undefined || file === undefined) return [];
        return only === undefined || only.includes(file.split("/").at(-1) ?? "") ? [fileOf(blob, file)] : [];
      }),
    );
  };
};

const read = (file: string, source: string): WorkflowFile => {
  try {
    return { file, workflow: readWorkflow(file, source), error: undefined };
  } catch (error) {
    if (!(error instanceof UnknownConstruct)) throw error;
    return { file, workflow: undefined, error: error.message };
  }
};
