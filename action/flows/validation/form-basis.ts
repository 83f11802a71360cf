import { join } from "node:path/posix";
import { conventionsOfForm, type FormBasis, formTemplate, shownFiles, templateFolders } from "../../core/form/basis.ts";
import { requestName, type SourceFile } from "../../core/text/source-file.ts";

/** What the questions of a form are made from. `read`: the bytes at a path from the repository's top. */
export const formBasis = async (
  read: (path: string) => Promise<Uint8Array | undefined>,
  file: string,
): Promise<FormBasis> => {
  const plain = async (path: string): Promise<readonly SourceFile[]> => {
    const bytes = await read(path);
    return bytes === undefined ? [] : [{ path, mode: "100644", bytes }];
  };
  const filesOf = async (folder: string): Promise<readonly SourceFile[]> => {
    const request = await plain(join(folder, requestName));
    const tables = request.flatMap(({ bytes }) => shownFiles(folder, bytes));
    return [...request, ...(await Promise.all(tables.map(plain))).flat()];
  };
  const conventions = conventionsOfForm(file, await read(file));
  const templates = await Promise.all(
    templateFolders(file, conventions).map(async ({ name, folder }) =>
      formTemplate(name, folder, await filesOf(folder)),
    ),
  );
  return { file, conventions, templates };
};
