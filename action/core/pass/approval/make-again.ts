import { join } from "node:path/posix";
import {
  conventionsOfForm,
  type FormBasis,
  type FormTemplate,
  formTemplate,
  templateFolders,
} from "../../form/basis.ts";
import { type FormIssue, formRequest, likeNamed } from "../../form/form-request.ts";
import type { RequestWritten } from "../../form/write-request.ts";
import { conventionsName, productionsFolder, type SourceFile } from "../../text/source-file.ts";
import { all, type Reads } from "../reads.ts";

const file = join(productionsFolder, conventionsName);

/** The request that an issue is, by the conventions and templates of a commit. */
export async function makeFormRequest(reads: Reads, at: string, issue: FormIssue): Promise<RequestWritten> {
  const basis = await basisAt(reads, at);
  const named = likeNamed(basis, issue);
  const like = named === undefined ? undefined : await productionNamed(reads, at, named);
  return formRequest(basis, issue, like);
}

export async function basisAt(reads: Reads, at: string): Promise<FormBasis> {
  const [entry] = await reads.git.files(at, [file]);
  const conventions = conventionsOfForm(file, entry?.kind === "file" ? entry.bytes : undefined);
  const templates = await all(
    templateFolders(file, conventions).map(({ name, folder }) => templateAt(reads, at, name, folder)),
  );
  return { file, conventions, templates };
}

async function templateAt(reads: Reads, at: string, name: string, folder: string): Promise<FormTemplate> {
  return formTemplate(name, folder, await filesIn(reads, at, folder));
}

async function filesIn(reads: Reads, at: string, folder: string): Promise<readonly SourceFile[]> {
  const source = await reads.git.production(at, folder);
  const paths = source.entries.map(({ path }) => join(folder, path));
  const others = await reads.git.files(at, paths);
  const request: SourceFile = { path: source.file, mode: "100644", bytes: source.bytes };
  return [
    ...(source.bytes.length === 0 ? [] : [request]),
    ...others.flatMap((one) => (one.kind === "file" ? [{ path: one.path, mode: one.mode, bytes: one.bytes }] : [])),
  ];
}

/** TAG or TAG@VERSION, of what stands there. */
async function productionNamed(reads: Reads, at: string, named: string): Promise<FormTemplate | undefined> {
  const [tag, version] = named.split("@");
  const around = await reads.git.neighbours(at);
  for (const [folder, productions] of around)
    if (productions.some((one) => one.tag === tag && (version === undefined || one.version === version)))
      return await templateAt(reads, at, folder, folder);
  return undefined;
}
