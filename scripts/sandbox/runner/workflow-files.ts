import { resolveRevision, tryGit } from "../github/git.ts";
import { readObject } from "../github/objects.ts";
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
  const listed = new Map<string, Promise<readonly string[]>>();
  const entriesOf = async (revision: string): Promise<readonly string[]> => {
    const tree = await resolveRevision(gitDir(), `${revision}:${folder}`);
    if (tree === undefined) return [];
    const entries = listed.get(tree) ?? list(gitDir(), tree);
    listed.set(tree, entries);
    return entries;
  };
  return async (sha) => {
    const entries = await entriesOf(sha);
    return Promise.all(
      entries.flatMap((line) => {
        const [, blob, name] = /^\d+ blob (\w+)\t(.+\.ya?ml)$/.exec(line) ?? [];
        if (blob === undefined || name === undefined) return [];
        return isRead(name) ? [fileOf(blob, `${folder}/${name}`)] : [];
      }),
    );
  };
};

const list = async (gitDir: string, tree: string): Promise<readonly string[]> => {
  const { text, code } = await tryGit(gitDir, ["ls-tree", "-z", tree]);
  return code === 0 ? text.split("\0") : [];
};

const read = (file: string, source: string): WorkflowFile => {
  try {
    return { file, workflow: readWorkflow(file, source), error: undefined };
  } catch (error) {
    if (!(error instanceof UnknownConstruct)) throw error;
    return { file, workflow: undefined, error: error.message };
  }
};
