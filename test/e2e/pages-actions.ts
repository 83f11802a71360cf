import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const inputs = "inputs: { name: {}, path: {}, if-no-files-found: {}, retention-days: {} }\n";
const outputs = "outputs: { page_url: { description: where } }\n";

/** Stand-ins for GitHub's own actions that take pages: they keep what they are given below `kept`. */
export const pagesActions = async () => {
  const dir = await mkdtemp(join(tmpdir(), "shrek-pages-"));
  const list = join(dir, "told.txt");
  const kept = join(dir, "kept");
  const standIn = async (name: string): Promise<string> => {
    const folder = join(dir, name);
    await mkdir(folder, { recursive: true });
    const words = name === "upload-artifact" ? inputs : outputs;
    const yml = `name: ${name}\ndescription: a stand-in\n${words}runs: { using: node24, main: main.mjs }\n`;
    await writeFile(join(folder, "action.yml"), yml);
    await writeFile(join(folder, "main.mjs"), program(kept, list));
    return folder;
  };
  await writeFile(list, "");
  return {
    kept,
    actions: {
      "actions/upload-artifact": await standIn("upload-artifact"),
      "actions/deploy-pages": await standIn("deploy-pages"),
    },
    /** What was uploaded and deployed since it was asked last. */
    told: async (): Promise<readonly string[]> => {
      const text = await readFile(list, "utf8");
      await writeFile(list, "");
      return text.split("\n").filter((line) => line !== "");
    },
    remove: () => rm(dir, { recursive: true, force: true }),
  };
};

const program = (kept: string, list: string): string => `
import { appendFileSync, cpSync, rmSync } from "node:fs";
const { INPUT_NAME: name = "deployed", INPUT_PATH: path, GITHUB_OUTPUT: output } = process.env;
const place = ${JSON.stringify(kept)} + "/" + name;
rmSync(place, { recursive: true, force: true });
if (path !== undefined) cpSync(path, place, { recursive: true });
appendFileSync(${JSON.stringify(list)}, name + "\\n");
appendFileSync(output, "page_url=https://example.org/\\n");
`;
