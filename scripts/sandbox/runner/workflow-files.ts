import { resolveRevision } from "../github/git.ts";
import { readObject } from "../github/objects.ts";
import { readTree, type TreeEntry } from "../github/shapes/trees.ts";
import { readWorkflow } from "./workflow/read-workflow.ts";
import { UnknownConstruct } from "./workflow/strict.ts";
import type { Workflow } from "./workflow/workflow.ts";

export type WorkflowFile = {
  readonly file: string;
  readonly workflow: Workflow | undefined;
  readonly error: string | undefined;
};

const folder = ".github/workflows";

/** Reads the workflows as a commit has them: whoever wrote that commit wrote them. A text is fetched and parsed once. */
export const openWorkflowFiles = (
  gitDir: () => string,
  isRead: (name: string) => boolean,
): ((sha: string) => Promise<readonly WorkflowFile[]>) => {
  const known = new Map<string, Promise<WorkflowFile>>();
  const fileOf = (blob: string, file: string): Promise<WorkflowFile> => {
    const key = `${blob} ${file}`;
    const workflow =
      known.get(key) ?? readObject(gitDir(), blob).then((found) => read(file, String(found?.bytes ?? "")));
    known.set(key, workflow);
    return workflow;
  };
  const entriesOf = async (revision: string): Promise<readonly TreeEntry[]> =>
    readTree(gitDir(), await resolveRevision(gitDir(), `${revision}:${folder}`));
  return async (sha) => {
    const entries = await entriesOf(sha);
    return Promise.all(
      entries.flatMap(({ mode, name, sha: blob }) =>
        /^1[02]/.test(mode) && /.\.ya?ml$/.test(name) && isRead(name) ? [fileOf(blob, `${folder}/${name}`)] : [],
      ),
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
