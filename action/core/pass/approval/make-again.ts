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
import { type Asking, all, ask } from "../asking.ts";

const file = join(productionsFolder, conventionsName);

/** The request that an issue is, by the conventions and templates of a commit. */
export function* makeFormRequest(at: string, issue: FormIssue): Asking<RequestWritten> {
  const basis = yield* basisAt(at);
  const named = likeNamed(basis, issue);
  const like = named === undefined ? undefined : yield* productionNamed(at, named);
  return formRequest(basis, issue, like);
}

export function* basisAt(at: string): Asking<FormBasis> {
  const [entry] = yield* ask({ ask: "files", at, paths: [file] });
  const conventions = conventionsOfForm(file, entry?.kind === "file" ? entry.bytes : undefined);
  const templates = yield* all(
    templateFolders(file, conventions).map(({ name, folder }) => templateAt(at, name, folder)),
  );
  return { file, conventions, templates };
}

function* templateAt(at: string, name: string, folder: string): Asking<FormTemplate> {
  return formTemplate(name, folder, yield* filesIn(at, folder));
}

function* filesIn(at: string, folder: string): Asking<readonly SourceFile[]> {
  const source = yield* ask({ ask: "production", at, folder });
  const paths = source.entries.map(({ path }) => join(folder, path));
  const others = yield* ask({ ask: "files", at, paths });
  const request: SourceFile = { path: source.file, mode: "100644", bytes: source.bytes };
  return [
    ...(source.bytes.length === 0 ? [] : [request]),
    ...others.flatMap((one) => (one.kind === "file" ? [{ path: one.path, mode: one.mode, bytes: one.bytes }] : [])),
  ];
}

/** TAG or TAG@VERSION, of what stands there. */
function* productionNamed(at: string, named: string): Asking<FormTemplate | undefined> {
  const [tag, version] = named.split("@");
  const around = yield* ask({ ask: "neighbours", at });
  for (const [folder, productions] of around)
    if (productions.some((one) => one.tag === tag && (version === undefined || one.version === version)))
      return yield* templateAt(at, folder, folder);
  return undefined;
}
