import { join } from "node:path";
import { writeFolder } from "../../../action/adapters/disk/folder-writer.ts";
import { textFile } from "../../../action/core/text/source-file.ts";

/** An action in bash, in the place of one of others that carries files. `outputs`: as YAML has them. */
export const standIn = (inputs: string, run: string, outputs = ""): string =>
  `name: stand-in\ndescription: A stand-in\ninputs: { ${inputs} }\noutputs: { ${outputs} }\nruns:\n  using: composite\n  steps:\n    - id: does\n      shell: bash\n      run: |\n        ${run}\n`;

/** For each action of others that a workflow names, at its commit, a folder with what `bodies` has of it. */
export const standInsFor = async (
  workflow: string,
  dir: string,
  bodies: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> => {
  const found = [...workflow.matchAll(/uses: (actions\/\S+)@([0-9a-f]{40})/g)];
  const folders: Record<string, string> = {};
  for (const [, name = "", commit = ""] of found) {
    const folder = join(dir, "actions", name);
    if (!(`${name}@${commit}` in folders)) await writeFolder(folder, [textFile("action.yml", bodies[name] ?? "")]);
    folders[`${name}@${commit}`] = folder;
  }
  return folders;
};
