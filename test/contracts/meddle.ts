import { commitFiles } from "../../action/adapters/git/commit.ts";
import { localRefs } from "../../action/adapters/git/refs.ts";
import { ledgerRef } from "../../action/adapters/ledger/git-ledger.ts";
import { textFile } from "../../action/core/text/source-file.ts";
import { frozenClock, runGit } from "./git-place.ts";

/** Puts these files on the ledger's branch as another process of ours would; a file whose text is `undefined` goes. */
export const meddleWith = async (
  repository: string,
  texts: Readonly<Record<string, string | undefined>>,
): Promise<void> => {
  const files = Object.entries(texts).flatMap(([path, text]) => (text === undefined ? [] : [textFile(path, text)]));
  const gone = Object.keys(texts).filter((path) => texts[path] === undefined);
  const commit = await commitFiles(repository, frozenClock(), {
    parent: await localRefs(repository).read(ledgerRef),
    files,
    why: "meddle",
    gone,
  });
  await runGit(repository, "update-ref", ledgerRef, commit);
};
